"""Private notices to the owners of what concerns cases, each in their own language."""

from collections.abc import Callable, Iterator

from handlers.shared.app_context import AppContext
from handlers.shared.message_copy import texts
from handlers.shared.update_context import Outgoing
from storage.engines.database import Connection
from storage.people import customers
from storage.rows import Customer
from surveys.outreach.urgency import Urgency


def reachable(connection: Connection, app: AppContext) -> list[Customer]:
    """The owners who have spoken to the bot and not blocked it."""
    known = customers.owners(connection, app.owner_ids)
    return [owner.customer for owner in known.values() if owner.customer.blocked_at is None]


def is_anybody(connection: Connection, app: AppContext) -> bool:
    """Whether there is an owner who has not blocked the bot, be it one who never wrote to it."""
    known = customers.owners(connection, app.owner_ids)
    return bool(app.owner_ids - known.keys()) or bool(reachable(connection, app))


def to_owners(connection: Connection, app: AppContext, words: Callable[[str], str]) -> Iterator[Outgoing]:
    """The calls that tell each owner who can be reached; `words` says it in a language."""
    for owner in reachable(connection, app):
        for method in texts(owner.telegram_id or 0, words(owner.language)):
            yield Outgoing(method, Urgency.ESCALATION)

"""Private notices to the owners that no update leads to."""

from collections.abc import Callable

from bot.delivery.enqueue import Enqueuer
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import Outgoing
from storage.effects import Effects, flush
from storage.engines.database import Connection
from storage.people import customers
from storage.rows import Customer


def tell_owners(
    connection: Connection, app: AppContext, enqueuer: Enqueuer, notice: Callable[[Customer], Outgoing]
) -> bool:
    """Put a notice to each owner who can be reached into the outbox; False where none can."""
    effects = Effects()
    for owner in customers.owners(connection, app.owner_ids).values():
        if owner.customer.blocked_at is None:
            enqueuer.post(notice(owner.customer), owner.customer, effects)
    flush(connection, [effects])
    return bool(effects.added)

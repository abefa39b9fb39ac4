"""Publishing the lists of commands at the start: whatever was missed while the bot was away is made good."""

from collections.abc import Iterator, Mapping

from bot.delivery.enqueue import Enqueuer
from handlers.shared import menus
from handlers.shared.app_context import AppContext
from handlers.shared.menus import Menu
from handlers.shared.update_context import Outgoing
from storage.effects import Effects, flush
from storage.engines.database import Connection
from storage.people import staff
from surveys.outreach.urgency import Urgency
from surveys.roles import Role


def publish(connection: Connection, app: AppContext, enqueuer: Enqueuer) -> None:
    """Put the lists of commands of customers, support chat and team into the outbox.

    Telegram refuses those for people who never wrote to us.
    """
    effects = Effects()
    for menu in _menus(app, _team(connection, app)):
        enqueuer.post(Outgoing(menu, Urgency.SERVICE), None, effects)
    flush(connection, [effects])


def _menus(app: AppContext, team: Mapping[int, Role]) -> Iterator[Menu]:
    yield from menus.of_customers(app)
    yield from menus.of_support_chat(app)
    for person, role in team.items():
        yield from menus.of_member(app, person, role)


def _team(connection: Connection, app: AppContext) -> dict[int, Role]:
    enrolled = {member.telegram_id: member.role for member in staff.members(connection)}
    return enrolled | dict.fromkeys(app.owner_ids, Role.OWNER)

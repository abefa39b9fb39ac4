"""Publishing the lists of commands at the start: whatever was missed while the bot was away is made good."""

from datetime import datetime

from aiogram import Bot

from bot.wire import wire
from handlers.shared import menus
from handlers.shared.app_context import AppContext
from handlers.shared.menus import Menu
from storage.database import Connection
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.people import staff
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency
from surveys.roles import Role


def publish(connection: Connection, app: AppContext, bot: Bot, ids: Ids, now: datetime) -> None:
    """Of customers, of the support chat and of the team; Telegram refuses those who never wrote to us."""
    roles = {member.telegram_id: Role(member.role) for member in staff.members(connection)}
    roles |= dict.fromkeys(app.owner_ids, Role.OWNER)
    listed: list[Menu] = [*menus.of_customers(app), *menus.of_support_chat(app)]
    for person, role in roles.items():
        listed += menus.of_member(app, person, role)
    effects = Effects()
    for method in listed:
        effects.add(_row(method, bot, ids.next(), now))
    flush(connection, [effects])


def _row(method: Menu, bot: Bot, row_id: int, now: datetime) -> OutboxRow:
    call = wire(method, bot)
    urgency = int(Urgency.SERVICE)
    return OutboxRow(row_id, call.chat_id, urgency, call.method, call.body, created_at=now, due_at=now)

"""Support staff who are no longer in the support group, and removed staff who are: owners hear of both.

Whoever is thrown out of the group keeps the right to read cases in private, since a right ends by no event of
Telegram's: only an owner's tap ends it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from aiogram import Router
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ChatMemberUpdated

from handlers.cases.owner_notices import reachable
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.filters import Button, GroupChat, PrivateChat, StaffOnly, owns
from handlers.shared.update_context import Outgoing, UpdateContext
from handlers.staff import removal
from handlers.staff.removal import left_group, name_of, numbers
from storage.cases import holders
from storage.engines.database import Connection
from storage.people import settings, staff
from storage.rows import Customer
from storage.rows import Staff as Member
from surveys.outreach.urgency import Urgency
from surveys.roles import Role

router = Router(name="team watch")
buttons = Router(name="team watch buttons")

_WORD: Final = "dismiss"
_WATCHED_FOR: Final = timedelta(days=30)
_PRESENT: Final = frozenset({"creator", "administrator", "member"})


def is_present(member: Mapping[str, Any]) -> bool:
    """Whether a ChatMember, as Telegram's JSON has it, is in the chat; whoever is restricted need not be."""
    status = member.get("status")
    return status in _PRESENT or (status == "restricted" and bool(member.get("is_member")))


@router.chat_member(GroupChat())
async def membership(change: ChatMemberUpdated, ctx: UpdateContext) -> None:
    """Tell the owners when somebody of support has left the support group or was thrown out."""
    support, member = ctx.app.support, change.new_chat_member
    if support is None or support.id != change.chat.id:
        return
    is_in = is_present(member.model_dump(mode="json"))
    for outgoing, _ in await ctx.write(note_members, ctx.app, {member.user.id: is_in}, ctx.now):
        ctx.send(outgoing.method, outgoing.urgency)


def note_members(
    connection: Connection, app: AppContext, are_in: Mapping[int, bool], now: datetime
) -> list[tuple[Outgoing, Customer]]:
    """Notices to the owners, each with its owner, about the support group.

    One for each of support who is not in it any more, and for everybody removed of late who still reads it.
    `are_in` tells by Telegram id who is in it. Who comes back and leaves again is told of again.
    """
    notices: list[tuple[Outgoing, Customer]] = []
    for member in people_to_watch(connection, now):
        is_in, is_removed = are_in.get(member.telegram_id), member.revoked_at is not None
        if is_in is None or member.telegram_id in app.owner_ids:
            continue
        noted = _stays_in_group(member.telegram_id) if is_removed else left_group(member.telegram_id)
        if is_in is not is_removed:
            settings.drop_setting(connection, noted)
        elif settings.find_setting(connection, noted) is None:
            settings.store_setting(connection, noted, True)
            notice = _stays if is_removed else _left
            notices += [
                (notice(connection, app, member, owner), owner) for owner in reachable(connection, app)
            ]
    return notices


def people_to_watch(connection: Connection, now: datetime) -> list[Member]:
    """Support, and everybody who was removed within the last 30 days."""
    support = [one for one in staff.members(connection) if one.role is Role.SUPPORT]
    return support + staff.revoked_since(connection, now - _WATCHED_FOR)


@buttons.callback_query(PrivateChat(), Button(_WORD), StaffOnly(owns))
async def dismiss(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Close the access of somebody of support; returns what pops up at the tap."""
    member = await removal.removable(ctx, rest)
    if isinstance(member, str):
        return member
    if member.role is not Role.SUPPORT:
        return ctx.text("team-closed-before")
    return await removal.remove(query, ctx, member)


def _left(connection: Connection, app: AppContext, member: Member, owner: Customer) -> Outgoing:
    said = app.texts.text(owner.language, "team-left", name=name_of(member))
    if held := holders.open_cases_of(connection, member.telegram_id):
        said = f"{said}\n{app.texts.text(owner.language, 'team-left-cases', numbers=numbers(held))}"
    label = app.texts.text(owner.language, "button-team-close")
    button = keyboards.one_button(label, f"{_WORD}:{member.telegram_id}")
    method = SendMessage(chat_id=owner.telegram_id or 0, text=said, reply_markup=button)
    return Outgoing(method, Urgency.ESCALATION)


def _stays(connection: Connection, app: AppContext, member: Member, owner: Customer) -> Outgoing:
    said = app.texts.text(owner.language, "team-in-group", name=name_of(member))
    return Outgoing(SendMessage(chat_id=owner.telegram_id or 0, text=said), Urgency.ESCALATION)


def _stays_in_group(telegram_id: int) -> str:
    """Name of the setting that tells that owners know of a removed member who still reads the group."""
    return f"stays:{telegram_id}"

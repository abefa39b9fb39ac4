"""Support staff who are no longer in the support group: owners hear of it and may close their access.

Whoever is thrown out of the group keeps the right to read cases in private, since a right ends by no event of
Telegram's: only an owner's tap ends it.
"""

from collections.abc import Mapping
from typing import Any, Final

from aiogram import Router
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ChatMemberUpdated

from handlers.shared import keyboards, menus
from handlers.shared.app_context import AppContext
from handlers.shared.filters import Button, GroupChat, PrivateChat, StaffOnly, owns
from handlers.shared.update_context import Outgoing, UpdateContext
from storage.engines.database import Connection
from storage.people import customers, settings, staff
from storage.rows import Customer
from storage.rows import Staff as Member
from surveys.outreach.urgency import Urgency
from surveys.roles import Role
from texts.quoting import inline

router = Router(name="team watch")
buttons = Router(name="team watch buttons")

_WORD: Final = "dismiss"
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
    for outgoing, _ in await ctx.write(note_members, ctx.app, {member.user.id: is_in}):
        ctx.send(outgoing.method, outgoing.urgency)


def note_members(
    connection: Connection, app: AppContext, are_in: Mapping[int, bool]
) -> list[tuple[Outgoing, Customer]]:
    """Notices to the owners, each with its owner: one for each of support who is not in the group any more.

    `are_in` tells by Telegram id who is in it. Who comes back and leaves again is told of again.
    """
    support = [member for member in staff.members(connection) if member.role is Role.SUPPORT]
    notices: list[tuple[Outgoing, Customer]] = []
    for member in support:
        is_in = are_in.get(member.telegram_id)
        if is_in is None or member.telegram_id in app.owner_ids:
            continue
        if is_in:
            settings.drop_setting(connection, _setting(member.telegram_id))
        elif settings.find_setting(connection, _setting(member.telegram_id)) is None:
            settings.store_setting(connection, _setting(member.telegram_id), True)
            notices += [(_notice(app, member, owner), owner) for owner in _owners(connection, app)]
    return notices


@buttons.callback_query(PrivateChat(), Button(_WORD), StaffOnly(owns))
async def dismiss(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Close the access of somebody of support; returns what pops up at the tap."""
    members = {str(member.telegram_id): member for member in await ctx.run(staff.members)}
    member = members.get(rest)
    if member is None or member.role is not Role.SUPPORT:
        return ctx.text("team-closed-before")
    await ctx.write(staff.revoke, member.telegram_id, ctx.now)
    await ctx.write(settings.drop_setting, _setting(member.telegram_id))
    if member.telegram_id not in ctx.app.owner_ids:
        menus.offer(ctx, menus.none_of(member.telegram_id))
    return ctx.text("team-removed")


def _owners(connection: Connection, app: AppContext) -> list[Customer]:
    known = customers.owners(connection, app.owner_ids).values()
    return [owner.customer for owner in known if owner.customer.blocked_at is None]


def _notice(app: AppContext, member: Member, owner: Customer) -> Outgoing:
    name = inline(member.name or str(member.telegram_id))
    said = app.texts.text(owner.language, "team-left", name=name)
    label = app.texts.text(owner.language, "button-team-close")
    button = keyboards.one_button(label, f"{_WORD}:{member.telegram_id}")
    method = SendMessage(chat_id=owner.telegram_id or 0, text=said, reply_markup=button)
    return Outgoing(method, Urgency.ESCALATION)


def _setting(telegram_id: int) -> str:
    return f"left:{telegram_id}"

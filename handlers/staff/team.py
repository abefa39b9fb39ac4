"""`/team`: who is enrolled, new links, and goodbye."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.shared import keyboards, menus
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, invites
from handlers.shared.update_context import UpdateContext
from handlers.staff import labels
from storage.people import staff
from storage.rows import Staff as Member
from surveys.roles import Role, invitation_link

router = Router(name="team")
buttons = Router(name="team buttons")

_INVITE, _REMOVE = "invite", "remove"
_SHOWN = 30


@router.message(command("team"), StaffOnly(invites))
async def team(message: Message, ctx: UpdateContext) -> None:
    members = await ctx.run(staff.members)
    ctx.reply(_listed(members, ctx), _keyboard(members, ctx))


@buttons.callback_query(PrivateChat(), Button(_INVITE), StaffOnly(invites))
async def invite(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Send a fresh one-time link in a message of its own; returns why not, None when it was sent."""
    role = _role(rest)
    if ctx.role is None or role is None or not ctx.role.may_invite(role):
        return ctx.text("question-unknown")
    token = await ctx.write(staff.invite, ctx.ids.next(), role, ctx.customer.telegram_id, ctx.now)
    name = ctx.text(labels.ROLE[role])
    link = invitation_link(ctx.app.username, token)
    ctx.reply(ctx.text("invitation-link", role=name, link=link))
    return None


@buttons.callback_query(PrivateChat(), Button(_REMOVE), StaffOnly(invites))
async def remove(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Remove a member, who has no rights from their next message on. Returns what pops up at the tap."""
    members = {str(member.telegram_id): member for member in await ctx.run(staff.members)}
    member = members.get(rest)
    if member is None or ctx.role is None or not ctx.role.may_invite(member.role):
        return ctx.text("question-unknown")
    await ctx.write(staff.revoke, member.telegram_id, ctx.now)
    left = [other for other in members.values() if other is not member]
    ctx.reply(_listed(left, ctx), _keyboard(left, ctx))
    if member.telegram_id not in ctx.app.owner_ids:
        menus.offer(ctx, menus.none_of(member.telegram_id))
    return ctx.text("team-removed")


def _role(word: str) -> Role | None:
    return next((role for role in Role if role == word), None)


def _listed(members: list[Member], ctx: UpdateContext) -> str:
    if not members:
        return ctx.text("team-empty")
    lines = [ctx.text("team")]
    for member in members[:_SHOWN]:
        role = ctx.text(labels.ROLE[member.role])
        lines.append(f"• {member.name or member.telegram_id}: {role}")
    return "\n".join(lines)


def _keyboard(members: list[Member], ctx: UpdateContext) -> keyboards.Keyboard:
    mine = ctx.role
    rows: keyboards.Rows = []
    for role in Role:
        if mine is not None and mine.may_invite(role):
            label = ctx.text(labels.INVITE[role])
            rows.append([keyboards.button(label, f"{_INVITE}:{role}")])
    for member in members[:_SHOWN]:
        if mine is not None and mine.may_invite(member.role):
            who = (member.name or str(member.telegram_id))[:20]
            rows.append([keyboards.button(f"✖ {who}", f"{_REMOVE}:{member.telegram_id}")])
    return keyboards.Keyboard.of(rows)

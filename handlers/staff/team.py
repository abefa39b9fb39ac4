"""`/team`: who is enrolled, new links, and goodbye."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, invites
from handlers.shared.keyboards import Keyboard, button
from handlers.shared.rights import role_now
from handlers.shared.update_context import UpdateContext
from handlers.staff import labels, removal, team_list
from storage.cases import holders
from storage.people import staff
from surveys.roles import Role, invitation_link

router = Router(name="team")
buttons = Router(name="team buttons")
buttons.callback_query.filter(PrivateChat(), StaffOnly(invites))


@router.message(command("team"), StaffOnly(invites))
async def team(message: Message, ctx: UpdateContext) -> None:
    ctx.reply(*await team_list.render(ctx))


@buttons.callback_query(Button(team_list.TEAM))
async def keep(query: CallbackQuery, ctx: UpdateContext) -> None:
    """Remove nobody: the list takes the place of the question."""
    ctx.send(put(query, ctx, *await team_list.render(ctx)))


@buttons.callback_query(Button(team_list.INVITE))
async def invite(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Send a fresh one-time link in a message of its own; returns why not, None when it was sent."""
    role, mine = _role(rest), await role_now(ctx)
    if mine is None or role is None or not mine.may_invite(role):
        return ctx.text("question-unknown")
    token = await ctx.write(staff.invite, ctx.ids.next(), role, ctx.customer.telegram_id, ctx.now)
    name = ctx.text(labels.ROLE[role])
    link = invitation_link(ctx.app.username, token)
    ctx.reply(ctx.text("invitation-link", role=name, link=link))
    return None


@buttons.callback_query(Button(team_list.REMOVE))
async def ask(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Ask whether a member is to be removed; returns why they cannot be, None when it is asked."""
    member = await removal.removable(ctx, rest)
    if isinstance(member, str):
        return member
    role = ctx.text(labels.ROLE[member.role])
    said = ctx.text("team-remove", name=removal.name_of(member), role=role)
    held = await ctx.run(holders.open_cases_of, member.telegram_id)
    if held:
        said = f"{said}\n{ctx.text('team-frees', n=len(held))}"
    rows = [
        [button(ctx.text("button-remove-confirm"), removal.confirmation(member))],
        [button(ctx.text("button-remove-keep"), team_list.TEAM)],
    ]
    ctx.send(put(query, ctx, said, Keyboard.of(rows)))
    return None


@buttons.callback_query(Button(removal.REVOKE))
async def remove(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Remove a member, who has no rights from this moment on. Returns what pops up at the tap."""
    telegram_id, _, stamp = rest.partition(":")
    member = await removal.removable(ctx, telegram_id)
    if isinstance(member, str):
        return member
    if removal.confirmation(member) != f"{removal.REVOKE}:{telegram_id}:{stamp}":  # they came back meanwhile
        return ctx.text("team-closed-before")
    return await removal.remove(query, ctx, member)


@buttons.callback_query(Button(removal.RESTORE))
async def restore(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Undo a removal of the last day. Returns what pops up at the tap."""
    return await removal.restore(query, ctx, rest)


def _role(word: str) -> Role | None:
    return next((role for role in Role if role == word), None)

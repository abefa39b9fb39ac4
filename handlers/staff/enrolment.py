"""`/start` with a one-time link: a person becomes staff, or hears what the link is worth to them."""

from typing import Final

from aiogram import Router
from aiogram.methods import SendMessage
from aiogram.types import Message

from handlers.shared import menus
from handlers.shared.filters import Payload
from handlers.shared.rights import role_of
from handlers.shared.update_context import UpdateContext
from handlers.staff import labels, owners, removal, setup
from storage.people import staff
from storage.rows import Invitation, Staff
from surveys.outreach.urgency import Urgency
from surveys.roles import INVITATION, Role

router = Router(name="joining")

_USED: Final = "invitation-used"


@router.message(Payload(INVITATION))
async def join(message: Message, rest: str, ctx: UpdateContext) -> None:
    """Enrol whoever gets more rights by a one-time link; everybody else hears why it changes nothing.

    Only whom it raises spends it, within the batch's transaction, so that one link makes one member.
    """
    person, invitation = ctx.chat_id, await ctx.run(staff.find_invitation, rest)
    mine = await role_of(ctx, person)
    why = await _worth_nothing(ctx, invitation, mine)
    if invitation is None or why is not None:
        role = ctx.text(labels.ROLE[mine]) if mine is not None else ""
        ctx.reply(ctx.text(why or "invitation-unknown", role=role))
    elif await ctx.write(staff.use, rest, person, ctx.now) is None:
        ctx.reply(ctx.text(_USED))
    else:
        await _enroll(ctx, person, invitation)


async def _worth_nothing(ctx: UpdateContext, invitation: Invitation | None, mine: Role | None) -> str | None:
    """The text that says why the link changes nothing for somebody of this role; None where it does."""
    if invitation is None:
        return "invitation-unknown"
    if mine is not None and invitation.used_by == ctx.chat_id:
        return "invitation-in"
    if invitation.used_at is not None:
        return _USED
    if invitation.expires_at <= ctx.now:
        return "invitation-expired"
    if not await _stands(ctx, invitation):
        return "invitation-withdrawn"
    is_raised = mine is None or mine.rank < invitation.role.rank
    return None if is_raised else "invitation-already"


async def _stands(ctx: UpdateContext, invitation: Invitation) -> bool:
    """Whether whoever made the link may still invite: nobody comes back by a link of their own."""
    if invitation.created_by is None:  # at the terminal
        return True
    maker = await role_of(ctx, invitation.created_by)
    return maker is not None and maker.may_invite(invitation.role)


async def _enroll(ctx: UpdateContext, person: int, invitation: Invitation) -> None:
    role = invitation.role
    member = Staff(person, role, ctx.now, ctx.customer.name, invitation.created_by)
    await ctx.write(staff.enroll, member)
    if ctx.customer.joined_at == ctx.written_at:  # the link is their first word to us
        ctx.update_customer(staff_since=ctx.written_at)
    said = ctx.text("invitation-welcome", role=ctx.text(labels.ROLE[role]), business=ctx.app.business)
    ctx.reply(said)
    if role is Role.OWNER and not ctx.app.is_set_up:
        await setup.begin(ctx)
    else:
        menus.offer(ctx, menus.of_member(ctx.app, person, role))
    await _tell_owners(ctx, member)


async def _tell_owners(ctx: UpdateContext, member: Staff) -> None:
    """Tell the other owners who followed a link: it may have reached the wrong person."""
    for owner in await owners.owners_of_business(ctx):
        if owner.telegram_id is None or owner.telegram_id == member.telegram_id:
            continue
        texts, language = ctx.app.texts, owner.language
        role = texts.text(language, labels.ROLE[member.role])
        said = texts.text(language, "team-joined", name=removal.name_of(member), role=role)
        ctx.send(SendMessage(chat_id=owner.telegram_id, text=said), Urgency.SERVICE)

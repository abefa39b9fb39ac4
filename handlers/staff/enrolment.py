"""`/start` with a one-time link: a person becomes staff."""

from aiogram import Router
from aiogram.types import Message

from handlers.shared import menus
from handlers.shared.filters import Payload
from handlers.shared.update_context import UpdateContext
from handlers.staff import labels, setup
from storage.people import staff
from storage.rows import Staff
from surveys.roles import INVITATION, Role

router = Router(name="joining")


@router.message(Payload(INVITATION))
async def join(message: Message, rest: str, ctx: UpdateContext) -> None:
    """Enrol whoever used a one-time link.

    It is spent within the batch's transaction, so that one link makes one member.
    """
    person = ctx.customer.telegram_id
    if person is None:
        return
    invitation = await ctx.write(staff.use, rest, person, ctx.now)
    if invitation is None:
        ctx.reply(ctx.text("invitation-spent"))
        return
    role = Role.OWNER if ctx.role is Role.OWNER else invitation.role
    member = Staff(person, role, ctx.now, ctx.customer.name, invitation.created_by)
    await ctx.write(staff.enroll, member)
    name = ctx.text(labels.ROLE[role])
    ctx.reply(ctx.text("invitation-welcome", role=name, business=ctx.app.business))
    if role is Role.OWNER and not ctx.app.is_set_up:
        await setup.begin(ctx)
    else:
        menus.offer(ctx, menus.of_member(ctx.app, person, role))

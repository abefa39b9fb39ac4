"""`/start` with a link that the company made: the survey begins, about what the link says."""

from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.types import Message

from handlers.customer.questions import ask
from handlers.customer.welcome import greet
from handlers.shared.filters import Payload
from handlers.shared.update_context import UpdateContext
from storage.people import customers, joining, links
from storage.rows import Link
from surveys.questions.deep_link import SIGNED
from surveys.questions.origin import UNKNOWN_ORIGIN, Origin
from surveys.records.proof import Proof

router = Router(name="links")

_USED: Final = "link-used"


@router.message(Payload(SIGNED))
async def follow(message: Message, rest: str, ctx: UpdateContext) -> None:
    """Begin the survey of a link; where the link counts no more, the survey as anybody may answer it."""
    link = await ctx.run(links.find, rest)
    survey = ctx.app.survey(link.survey_id) if link is not None else None
    if link is None or survey is None:
        greet(ctx, ctx.text("link-unknown"))
        return
    why = await _refusal(link, ctx)
    if why is not None:
        ctx.reply(ctx.text(why))
    await ask(ctx, survey, UNKNOWN_ORIGIN if why else Origin(link.touchpoint, link.segment, link.order_id))


async def _refusal(link: Link, ctx: UpdateContext) -> str | None:
    """The text that says why the link says nothing of this person; None where it does, and is used by now."""
    if link.expires_at is not None and link.expires_at <= ctx.written_at:
        return "link-expired"
    if link.customer_id is None:
        return None
    if ctx.role is not None:
        return "link-staff"
    return await _identify(link, link.customer_id, ctx)


async def _identify(link: Link, customer_id: int, ctx: UpdateContext) -> str | None:
    """Use the link, within the batch's transaction, and make the person and whom it means one.

    Whoever used it may open it again; where it contradicts what is known, it stays unused.
    """
    is_mine = customer_id == ctx.customer.id
    if link.used_at is not None:
        return None if is_mine else _USED
    await ctx.write_person()
    if not await ctx.write(links.spend, link.id, ctx.now):
        return _USED
    if is_mine:
        return None
    both = (customer_id, ctx.customer.id)
    joined = await ctx.write(joining.join, ctx.ids.next(), both, Proof.LINK, ctx.now)
    if joined.refused is not None:
        await ctx.write(links.give_back, link.id)
        return "link-other-person"
    await _reload(ctx)
    return None


async def _reload(ctx: UpdateContext) -> None:
    """What the company knows of the person is known from now on; whoever writes to us has not blocked us."""
    known = await ctx.run(customers.customer, ctx.chat_id)
    if known is not None:
        ctx.customer = replace(known, blocked_at=None)

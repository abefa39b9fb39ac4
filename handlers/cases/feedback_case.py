"""A case of what a customer said outside cases: at a tap of staff, or at their own."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import open_case
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, feedback
from storage.cases.feedback import FeedbackEntry
from storage.people import customers
from storage.rows import Case
from surveys.cases.feedback import FeedbackKind, FeedbackState
from surveys.cases.source import CaseSource
from surveys.questions.message_kind import MessageKind


async def make_case(ctx: UpdateContext, entries: Sequence[FeedbackEntry], source: CaseSource) -> Case | None:
    """Open a case of these entries of one customer, who is told its number.

    None where somebody made one of them before.
    """
    ids = [one.feedback.id for one in entries]
    ids = await ctx.write(feedback.turn, ids, FeedbackState.CASE, by=ctx.customer.telegram_id, at=ctx.now)
    taken = [one for one in entries if one.feedback.id in ids]
    if not taken:
        return None
    case = await _open(await _of_its_customer(ctx, taken[0]), taken, NewCase(source))
    await ctx.write(feedback.set_case, ids, case.id)
    return case


async def _of_its_customer(ctx: UpdateContext, entry: FeedbackEntry) -> UpdateContext:
    """The context in which the customer of the entry wrote it; a message belongs to no conversation."""
    said, conversation = entry.feedback, None
    if said.kind is FeedbackKind.COMMENT and said.conversation_id is not None:
        conversation = await ctx.run(customers.conversation, said.conversation_id)
    if said.customer_id == ctx.customer.id:
        return ctx.on_behalf_of(ctx.customer, conversation)
    return ctx.on_behalf_of(await ctx.run(cases.complainant, said.customer_id), conversation)


async def _open(ctx: UpdateContext, entries: Sequence[FeedbackEntry], new: NewCase) -> Case:
    told = await ctx.run(feedback.messages_of, [one.feedback.id for one in entries])
    [first, *_] = entries
    if first.feedback.kind is FeedbackKind.COMMENT:
        talk = ctx.conversation
        place = talk.touchpoint if talk else None
        new = replace(new, score=first.score, touchpoint=place, told_at=first.feedback.received_at)
        content = Content(first.media or MessageKind.TEXT, first.words, first.file_id)
        new = replace(new, media=[content]) if first.file_id else replace(new, words=first.words)
    return await open_case(ctx, new, told)

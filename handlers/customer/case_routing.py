"""What a customer writes unasked belongs to their case, as long as there is one."""

from datetime import datetime, timedelta
from typing import Final

from handlers.cases import case_topic
from handlers.cases.customer_notices import words_of_addition
from handlers.cases.new_complaint import NewCase, told_by
from handlers.cases.opening import OPEN_AT_MOST, open_case
from handlers.cases.staff_forwarding import forward
from handlers.customer.escalation import EVIDENCE
from handlers.customer.preview import is_preview
from handlers.customer.stored_messages import order_file
from handlers.shared.content import Content
from handlers.shared.conversation_state import state_of
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, joined_cases
from storage.rows import Case
from surveys.cases.lifecycle import REOPENS_WITHIN, Status
from surveys.cases.source import CaseSource
from surveys.questions import engine
from surveys.questions.message_kind import MessageKind
from surveys.questions.survey import SurveyKind

_GOES_ON_WITHIN: Final = timedelta(days=30)
"""So long after the end of their last case a customer's unasked words are taken to be about it."""


async def case_meant(ctx: UpdateContext) -> Case | None:
    """The case that comes before an open question: the one spoken of, where nothing was asked since.

    None where the message is for a question, or the customer has no case.
    """
    case = await _spoken_of(ctx)
    asked = ctx.conversation if _is_asked(ctx) else None
    if case is None or asked is None:
        return case
    spoke_last = _spoke_last(case)
    return case if spoke_last is not None and spoke_last > asked.touched_at else None


async def pass_on(ctx: UpdateContext, case: Case, content: Content) -> bool:
    """Whether a message was passed on to whoever deals with the case; False when the case is long over."""
    if case.joined_number is not None:
        case = await ctx.run(joined_cases.followed, case)
    taken = await forward(ctx, case, content)
    if taken is None:
        return False
    await order_file(ctx, content)
    if taken.asks_nothing:
        if case.closed_at is not None and taken.is_first:
            ctx.reply(ctx.text("courtesy"))
        return True
    if ctx.customer.case_id != case.id:
        ctx.update_customer(case_id=case.id)
    # In a conversation with a person a word from the machine after each sentence would be in the way.
    if taken.begins_digest:
        ctx.reply(ctx.text("case-collected"))
    elif taken.is_first and case.closed_at is None and case.status is not Status.TAKEN:
        ctx.reply(await words_of_addition(ctx))
    return True


async def spoke_since(ctx: UpdateContext, moment: datetime) -> bool:
    """Whether staff have written to the customer, or closed their case, since that moment."""
    case = await _spoken_of(ctx)
    spoke = _spoke_last(case) if case is not None else None
    return spoke is not None and spoke > moment


def _spoke_last(case: Case) -> datetime | None:
    return max(filter(None, (case.last_reply_at, case.closed_at)), default=None)


async def go_on(ctx: UpdateContext, earlier: Case, content: Content) -> bool:
    """Whether a message opened a new case that goes on with one which is long over.

    False where it tells nothing, and in a preview.
    """
    if is_preview(ctx) or (content.kind is not MessageKind.TEXT and content.kind not in EVIDENCE):
        return False
    ctx.conversation = None  # what was said in it is another matter
    new = NewCase(CaseSource.COMPLAINT, earlier.category, earlier.touchpoint, earlier_number=earlier.number)
    case = await open_case(ctx, told_by(content, new))
    if ctx.app.support is not None and (line := case_topic.replied_line(content)) is not None:
        case_topic.note(ctx, ctx.app.support, case, line)
    await order_file(ctx, content)
    return True


async def continuation_of(ctx: UpdateContext, case: Case) -> Case | None:
    """The open case that goes on with one which is over too long to be opened again; None without one."""
    if case.closed_at is None or ctx.now - case.closed_at <= REOPENS_WITHIN:
        return None
    known = await ctx.run(cases.latest_open_of, ctx.customer.id, OPEN_AT_MOST)
    return next((one for one in known if one.earlier_number == case.number), None)


async def go_on_unasked(ctx: UpdateContext, content: Content) -> bool:
    """Whether words that nobody asked for opened a case that goes on with the last one."""
    case = await _spoken_of(ctx)
    if case is None or case.closed_at is None or ctx.now - case.closed_at > _GOES_ON_WITHIN:
        return False
    if ctx.conversation is not None and ctx.conversation.touched_at > case.closed_at:
        return False  # they speak of something else by now
    return await go_on(ctx, case, content)


async def open_case_of(ctx: UpdateContext) -> Case | None:
    """The open case that unasked words belong to; None without one, or while a new complaint is told."""
    if _is_told_anew(ctx):
        return None
    case = await _spoken_of(ctx)
    return case if case is not None and case.closed_at is None else None


async def _spoken_of(ctx: UpdateContext) -> Case | None:
    """The case spoken of last; where that can no longer be opened again the latest open one, if any."""
    if ctx.customer.case_id is None:
        return None
    case = await ctx.run(cases.spoken_of_last, ctx.customer.id)
    if case is None or case.closed_at is None or ctx.now - case.closed_at <= REOPENS_WITHIN:
        return case
    return next(iter(await ctx.run(cases.latest_open_of, ctx.customer.id, 1)), case)


def _is_told_anew(ctx: UpdateContext) -> bool:
    row = ctx.conversation
    survey = ctx.app.survey_of(row) if row is not None else None
    if row is None or survey is None or survey.kind is not SurveyKind.COMPLAINT:
        return False
    return _is_asked(ctx) and not engine.is_told(survey, state_of(row))


def _is_asked(ctx: UpdateContext) -> bool:
    """A question is open and not too old."""
    row = ctx.conversation
    survey = ctx.app.survey_of(row) if row is not None else None
    if row is None or row.awaiting is None or survey is None:
        return False
    return not engine.is_expired(survey, state_of(row), ctx.written_at)

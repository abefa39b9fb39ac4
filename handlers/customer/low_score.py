"""The case of a customer who gave a low score and told why."""

from handlers.cases.customer_notices import words_of_addition
from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import open_case
from handlers.customer.answered import Answered
from handlers.customer.escalation import EVIDENCE, escalate, follow_score, is_low
from handlers.customer.preview import is_preview
from handlers.customer.receipt import show_receipt
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from surveys.cases.source import CaseSource
from surveys.questions import engine
from surveys.questions.engine import ConversationState
from surveys.questions.question import SKIPPED
from surveys.questions.scaled_score import score_of
from surveys.questions.survey import Survey


async def hear_score(ctx: UpdateContext, answered: Answered) -> None:
    """Open a case for a low score that was explained; the score alone is a number that nobody answers.

    What the case says takes the place of the survey's last words. A corrected score reaches its case.
    """
    await follow_score(ctx, answered)
    farewell = None
    if answered.is_news and await _concerns_case(ctx, answered):
        opened = await escalate(ctx, answered, source=CaseSource.SCORE)
        told_more = await words_of_addition(ctx) if answered.is_story else None
        farewell = "" if opened else told_more
    await show_receipt(ctx, answered, farewell)


async def _concerns_case(ctx: UpdateContext, answered: Answered) -> bool:
    """Whether a person must see it: a low score with its reason, or words to the case of one that was low."""
    if is_low(answered.survey, answered.state):
        return _is_explained(answered)
    return answered.is_story and await _has_case(ctx, answered)


def _is_explained(answered: Answered) -> bool:
    """Whether the score has words or a file beside it, be they told before it."""
    given = answered.state.answers
    path = engine.path_of(answered.survey, given)
    return any(one.kind.is_open and given.get(one.id, SKIPPED) != SKIPPED for one in path)


async def _has_case(ctx: UpdateContext, answered: Answered) -> bool:
    """Whether the score was low before it was corrected, and its case is still open."""
    if ctx.customer.case_id is None:
        return False
    known = await ctx.run(cases.of_conversation, ctx.customer.id, answered.conversation.id)
    return known is not None and known.closed_at is None


async def open_case_of_picture(
    ctx: UpdateContext, survey: Survey, state: ConversationState, content: Content
) -> bool:
    """Whether a case was opened for a file sent in answer to what went wrong.

    False unless the score is low, the file tells something and the conversation has no case yet.
    """
    row = ctx.conversation
    if row is None or is_preview(ctx) or content.kind not in EVIDENCE or not is_low(survey, state):
        return False
    if await ctx.run(cases.of_conversation, ctx.customer.id, row.id) is not None:
        return False
    new = NewCase(CaseSource.SCORE, touchpoint=row.touchpoint, media=[content], score=score_of(survey, state))
    await open_case(ctx, new)
    return True

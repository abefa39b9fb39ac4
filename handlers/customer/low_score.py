"""The case of a customer who gave a low score and told why."""

from typing import Final

from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import open_case
from handlers.customer.answered import Answered
from handlers.customer.escalation import EVIDENCE, escalate, score_of
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from surveys.cases.source import CaseSource
from surveys.questions.engine import ConversationState
from surveys.questions.survey import Survey

_LOW: Final = 6
"""Whoever gives this or less is asked whether we may put it right."""


def is_low(survey: Survey, state: ConversationState) -> bool:
    """Whether the conversation gave a score of 6 or less; False without a score."""
    score = score_of(survey, state)
    return score is not None and score <= _LOW


async def open_case_of_low_score(ctx: UpdateContext, answered: Answered) -> None:
    """Open a case for a low score that was explained; the score alone is a number that nobody answers."""
    if not answered.is_news or not answered.is_story:
        return
    if is_low(answered.survey, answered.state) or await _has_case(ctx, answered):
        await escalate(ctx, answered, source=CaseSource.SCORE)


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
    if row is None or content.kind not in EVIDENCE or not is_low(survey, state):
        return False
    if await ctx.run(cases.of_conversation, ctx.customer.id, row.id) is not None:
        return False
    new = NewCase(CaseSource.SCORE, touchpoint=row.touchpoint, media=[content], score=score_of(survey, state))
    await open_case(ctx, new)
    return True

"""The case of a customer who gave a low score and told why."""

from typing import Final

from handlers.cases.opening import NewCase, open_case
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
    score = score_of(survey, state)
    return score is not None and score <= _LOW


async def open_case_of_low_score(ctx: UpdateContext, answered: Answered) -> None:
    """A low score alone is a number; with a story it is somebody who waits for an answer."""
    if answered.is_news and answered.is_story and is_low(answered.survey, answered.state):
        await escalate(ctx, answered, source=CaseSource.SCORE)


async def open_case_of_picture(
    ctx: UpdateContext, survey: Survey, state: ConversationState, content: Content
) -> bool:
    """A photo in answer to what went wrong tells as much as words do; False when it tells nobody anything."""
    row = ctx.conversation
    if row is None or content.kind not in EVIDENCE or not is_low(survey, state):
        return False
    if await ctx.run(cases.of_conversation, ctx.customer.id, row.id) is not None:
        return False
    new = NewCase(CaseSource.SCORE, touchpoint=row.touchpoint, media=[content], score=score_of(survey, state))
    await open_case(ctx, new)
    return True

"""A complaint that was begun and left: what was said of it becomes a case, so that a person learns of it."""

from datetime import timedelta
from typing import Final

from handlers.cases import case_topic
from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import open_case
from handlers.shared.conversation_state import state_of
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.people import customers
from storage.rows import Conversation
from surveys.cases.source import CaseSource
from surveys.questions import engine
from surveys.questions.engine import answer_of
from surveys.questions.question import QuestionRole
from surveys.questions.scaled_score import ScaledScore, score_of
from surveys.questions.survey import Survey

SORTED_OUT_WITHIN: Final = timedelta(hours=1)
"""How long after a low score a complaint is taken to be about it."""


async def close(ctx: UpdateContext, survey: Survey) -> None:
    """End a complaint that expired; what was chosen, written or sent in it is a case if it is none yet.

    Nothing follows where the form was only looked at, unless a low score was to be sorted out by it.
    """
    row = ctx.conversation
    if row is None:
        return
    if not engine.is_told(survey, state_of(row)):
        await _open(ctx, survey, row)
    ctx.update_conversation(awaiting=None)


async def _open(ctx: UpdateContext, survey: Survey, row: Conversation) -> None:
    if await ctx.run(cases.of_conversation, ctx.customer.id, row.id) is not None:
        return
    told = await ctx.run(cases.told_before, ctx.customer.id, row.id)
    score = await _low_score_before(ctx, row)
    if not (told or row.given or score is not None):
        return
    category = answer_of(survey, row.given, QuestionRole.CATEGORY)
    new = NewCase(
        source=CaseSource.COMPLAINT if score is None else CaseSource.SCORE,
        category=None if category is None else str(category),
        touchpoint=row.touchpoint or engine.implied_touchpoint(survey, row.given),
        score=score,
        is_unfinished=True,
    )
    case = await open_case(ctx, new)
    if ctx.app.support is not None and not told:
        words = ctx.app.texts.text(ctx.app.language, "case-undescribed")
        case_topic.note(ctx, ctx.app.support, case, words)


async def _low_score_before(ctx: UpdateContext, row: Conversation) -> ScaledScore | None:
    """The low score that the customer gave right before they began to complain; None without one.

    None too where that score has a case already.
    """
    before = await ctx.run(customers.asked_before, row)
    survey = ctx.app.survey_of(before) if before is not None else None
    if before is None or survey is None or before.answered_at is None:
        return None
    score = score_of(survey, state_of(before))
    if score is None or not score.is_low or row.started_at - before.answered_at > SORTED_OUT_WITHIN:
        return None
    if await ctx.run(cases.of_conversation, ctx.customer.id, before.id) is not None:
        return None
    return score

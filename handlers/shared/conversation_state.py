"""The stored conversation and the conversation of the engine: one and the same, in two shapes."""

from datetime import datetime

from handlers.shared.update_context import UpdateContext
from storage.ids import Ids
from storage.rows import Conversation, Customer
from surveys.questions import engine
from surveys.questions.engine import ConversationState
from surveys.questions.origin import UNKNOWN_ORIGIN, Origin
from surveys.questions.question import Question
from surveys.questions.survey import Survey


def new_conversation(
    ids: Ids, customer: Customer, survey: Survey, now: datetime, origin: Origin = UNKNOWN_ORIGIN
) -> Conversation:
    """An asking of a survey that begins now, with its first question awaited; it is not stored yet."""
    begun = engine.begin(survey, now).conversation
    return Conversation(
        id=ids.next(),
        customer_id=customer.id,
        survey_id=survey.id,
        survey_version=survey.version,
        language=customer.language,
        touchpoint=origin.touchpoint,
        segment=origin.segment or customer.segment,
        order_id=origin.order_id,
        awaiting=begun.awaiting,
        started_at=now,
        touched_at=now,
    )


def state_of(row: Conversation) -> ConversationState:
    """The stored conversation as the engine's plain data."""
    return ConversationState(
        survey=row.survey_id,
        version=row.survey_version,
        awaiting=row.awaiting,
        asked_at=row.touched_at,
        answers=row.given,
        first_answer_at=row.answered_at,
        done=row.finished_at is not None,
        opened=tuple(row.opened or ()),
        picked=tuple(row.picked or ()),
    )


def open_question(ctx: UpdateContext) -> Question | None:
    """The question that the next words would answer; None where nothing is awaited, or no longer."""
    row = ctx.conversation
    survey = ctx.app.survey_of(row) if row is not None else None
    if row is None or row.awaiting is None or survey is None:
        return None
    if engine.is_expired(survey, state_of(row), ctx.now):
        return None
    return engine.awaited_question(survey, row.given)

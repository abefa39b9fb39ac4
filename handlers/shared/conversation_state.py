"""The stored conversation and the conversation of the engine: one and the same, in two shapes."""

from storage.rows import Conversation
from surveys.questions.engine import ConversationState


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
    )

"""The state of a conversation, as the rules of surveys see it."""

from storage.rows import Conversation
from surveys import engine


def state_of(row: Conversation) -> engine.Conversation:
    """The stored conversation as the engine's plain data."""
    return engine.Conversation(
        survey=row.survey_id,
        version=row.survey_version,
        awaiting=row.awaiting,
        asked_at=row.touched_at,
        answers=row.given,
        first_answer_at=row.answered_at,
        done=row.finished_at is not None,
        opened=tuple(row.opened or ()),
    )

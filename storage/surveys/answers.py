"""Answers, one a question and conversation."""

from sqlalchemy import Connection, bindparam, select

from storage.rows import Answer, columns_of
from storage.tables import answers

_COLUMNS = columns_of(Answer)
_OF_CONVERSATION = (
    select(*_COLUMNS).where(answers.c.conversation_id == bindparam("conversation")).order_by(answers.c.id)
)  # built once: each complaint asks


def find_answer(connection: Connection, conversation_id: int, question_id: str) -> Answer | None:
    """The answer to that question in a conversation; None while there is none."""
    row = connection.execute(
        select(*_COLUMNS).where(
            answers.c.conversation_id == conversation_id, answers.c.question_id == question_id
        )
    ).one_or_none()
    return Answer(*row) if row else None


def answers_of_conversation(connection: Connection, conversation_id: int) -> list[Answer]:
    """Answers of a conversation, in the order in which they were first given."""
    rows = connection.execute(_OF_CONVERSATION, {"conversation": conversation_id})
    return [Answer(*row) for row in rows]

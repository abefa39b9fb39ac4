"""Answers, of which one a question and conversation stands; the ones before it are kept for the history."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from storage.rows import Answer, columns_of
from storage.tables import answers
from surveys.questions.later import Later

_COLUMNS = columns_of(Answer)
_STANDS = answers.c.superseded_at.is_(None)
_OF_CONVERSATION = (
    select(*_COLUMNS)
    .where(answers.c.conversation_id == bindparam("conversation"), _STANDS)
    .order_by(answers.c.id)
)  # built once: each complaint asks


def find_answer(connection: Connection, conversation_id: int, question_id: str) -> Answer | None:
    """The answer to that question that stands in a conversation; None while there is none."""
    row = connection.execute(
        select(*_COLUMNS).where(
            answers.c.conversation_id == conversation_id, answers.c.question_id == question_id, _STANDS
        )
    ).one_or_none()
    return Answer(*row) if row else None


def answers_of_conversation(connection: Connection, conversation_id: int) -> list[Answer]:
    """Answers of a conversation that stand, in the order in which they were given."""
    rows = connection.execute(_OF_CONVERSATION, {"conversation": conversation_id})
    return [Answer(*row) for row in rows]


def supersede(connection: Connection, answer_id: int, at: datetime) -> None:
    """Note that a later answer takes the place of this one, so that another may stand."""
    connection.execute(update(answers).where(answers.c.id == answer_id).values(superseded_at=at))


def never_again(connection: Connection, customer_id: int, survey_id: str) -> bool:
    """Whether a customer asked not to be asked that survey any more, and answered nothing in it since."""
    found = connection.execute(
        select(answers.c.option)
        .where(answers.c.customer_id == customer_id, answers.c.survey_id == survey_id, _STANDS)
        .order_by(answers.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found == Later.NEVER

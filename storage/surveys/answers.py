"""Answers, of which one a question and conversation stands; the ones before it are kept for the history."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, select, update

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
_LATER_ANSWERS = answers.alias()
_NEVER_AGAIN: Final[Select[Any]] = (
    select(answers.c.customer_id, answers.c.survey_id)
    .where(
        answers.c.customer_id.in_(bindparam("people", expanding=True)),
        answers.c.survey_id.in_(bindparam("surveys", expanding=True)),
        answers.c.option == Later.NEVER,
        _STANDS,
    )
    .where(
        ~select(_LATER_ANSWERS.c.id)
        .where(
            _LATER_ANSWERS.c.customer_id == answers.c.customer_id,
            _LATER_ANSWERS.c.survey_id == answers.c.survey_id,
            _LATER_ANSWERS.c.superseded_at.is_(None),
            _LATER_ANSWERS.c.id > answers.c.id,
        )
        .exists()
    )
)


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


def never_again(
    connection: Connection, customer_ids: Collection[int], survey_ids: Collection[str]
) -> set[tuple[int, str]]:
    """Who asked not to be asked which of these surveys any more, and answered nothing in it since.

    Pairs of customer and survey.
    """
    if not customer_ids or not survey_ids:
        return set()
    found = connection.execute(_NEVER_AGAIN, {"people": sorted(customer_ids), "surveys": sorted(survey_ids)})
    return {(customer_id, survey_id) for customer_id, survey_id in found}

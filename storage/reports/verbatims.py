"""What unhappy customers said beside their score. Who said it is not asked for."""

from sqlalchemy import ColumnElement, Connection, FromClause, exists, func, select

from storage.ids import lowest_id
from storage.tables import answers, cases, feedback
from surveys.cases.feedback import FeedbackKind, FeedbackState
from surveys.statistics.periods import DAY, Period

LOWEST_PASSIVE = 7
"""Scores below are a detractor's."""


def of_detractors(
    connection: Connection, survey_id: str, period: Period, at_least: int, most: int
) -> list[str]:
    """The latest words of those who gave 0 to 6 in the period, at most so many.

    None of them where fewer than `at_least` people said anything: whose words they are could be guessed.
    """
    scores, words = answers.alias("scores"), answers.alias("words")
    said = (
        select(words.c.customer_id, words.c.words, words.c.id)
        .join_from(scores, words, words.c.conversation_id == scores.c.conversation_id)
        .where(*_low(scores, survey_id, period))
        .where(
            words.c.id >= lowest_id(period.since),
            words.c.words.is_not(None),
            words.c.words != "",
            words.c.superseded_at.is_(None),
        )
        .subquery()
    )
    people = connection.execute(select(func.count(said.c.customer_id.distinct()))).scalar_one()
    if people < at_least:
        return []
    latest = select(said.c.words).order_by(said.c.id.desc()).limit(most)
    return list(connection.execute(latest).scalars())


def unheard_detractors(connection: Connection, survey_id: str, period: Period) -> int:
    """How many people gave 0 to 6 in the period, told why, and have had no reply and no case yet."""
    scores = answers.alias("scores")
    has_case = exists().where(
        cases.c.customer_id == scores.c.customer_id, cases.c.conversation_id == scores.c.conversation_id
    )
    unheard = (
        select(func.count(scores.c.customer_id.distinct()))
        .join_from(scores, feedback, feedback.c.conversation_id == scores.c.conversation_id)
        .where(*_low(scores, survey_id, period))
        .where(feedback.c.kind == FeedbackKind.COMMENT, feedback.c.state == FeedbackState.NEW)
        .where(~has_case)
    )
    return connection.execute(unheard).scalar_one()


def _low(scores: FromClause, survey_id: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    columns = scores.c
    return (
        # An id is as young as the answer or younger: it spares a walk through all answers.
        columns.id >= lowest_id(period.since),
        columns.survey_id == survey_id,
        columns.kind == "score",
        columns.score < LOWEST_PASSIVE,
        columns.superseded_at.is_(None),
        columns.day.between(period.start, period.end - DAY),
    )

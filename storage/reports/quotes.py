"""What people who leave say in their own words. Who said it is not asked for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Exists, exists, or_, select

from storage.reports.grouping import INTERVIEW
from storage.tables import answers, churn_sessions


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said in an interview about leaving, and on which day."""

    day: date
    words: str
    reason: str | None
    """The reason that they chose; None where it may not stand beside their words."""


def of_leavers(
    connection: Connection, start: date, end: date, touchpoint: str | None, limit: int
) -> list[Quote]:
    """Up to `limit` quotes from interviews of days [start, end), the newest first.

    `touchpoint` limits them to one; None takes all.
    """
    from surveys.questions.kinds.catalogue import KINDS  # brings pydantic, which other reports spare

    said_freely = [kind.name for kind in KINDS if kind.is_opinion]
    statement = (
        select(churn_sessions.c.day, answers.c.words, churn_sessions.c.reason)
        .join_from(churn_sessions, answers, answers.c.conversation_id == INTERVIEW)
        .where(churn_sessions.c.day >= start, churn_sessions.c.day < end, ~_corrected_by(end))
        .where(
            answers.c.kind.in_(said_freely),
            answers.c.words.is_not(None),
            answers.c.words != "",
            answers.c.superseded_at.is_(None),
        )
        .order_by(churn_sessions.c.told_at.desc(), answers.c.id.desc())
        .limit(limit)
    )
    if touchpoint is not None:
        statement = statement.where(churn_sessions.c.touchpoint == touchpoint)
    return [Quote(*row) for row in connection.execute(statement)]


def _corrected_by(end: date) -> Exists:
    """Whether the same interview gave another reason later, before that day: words stand once."""
    later = churn_sessions.alias("later")
    same = or_(later.c.id == INTERVIEW, later.c.conversation_id == INTERVIEW)
    theirs = later.c.customer_id == churn_sessions.c.customer_id
    return exists().where(theirs, same, later.c.told_at > churn_sessions.c.told_at, later.c.day < end)

"""Numbers month by month, each report's in one statement."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, func, select

from storage.tables import totals


def scores(
    connection: Connection, survey_id: str, question_id: str, start: date, end: date, only: Mapping[str, str]
) -> dict[date, dict[int, int]]:
    """How often each score was given, by the first day of the month, on days in [start, end)."""
    statement = (
        select(totals.c.day, totals.c.score, func.sum(totals.c.n))
        .where(totals.c.survey_id == survey_id, totals.c.question_id == question_id)
        .where(totals.c.day >= start, totals.c.day < end)
        .where(*(totals.c[column] == value for column, value in only.items()))
        .group_by(totals.c.day, totals.c.score)
    )
    months: dict[date, dict[int, int]] = {}
    for day, score, n in connection.execute(statement):
        month = months.setdefault(day.replace(day=1), {})
        month[score] = month.get(score, 0) + int(n)
    return months

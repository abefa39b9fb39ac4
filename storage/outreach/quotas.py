"""How many have answered a survey of late, from the running totals."""

from datetime import date

from sqlalchemy import Connection, func, select

from storage.tables import score_months
from surveys.journeys.quota import QuotaGroup


def scores_since(
    connection: Connection, survey: str, question: str, month: date, by: QuotaGroup | None, name: str | None
) -> int:
    """How many scores stand in that question of a survey, given in the month that begins then or later.

    With `by`, those of the touchpoint or segment of that name; None is for those that have none.
    """
    totals = score_months.c
    wanted = [totals.day >= month, totals.survey_id == survey, totals.question_id == question]
    if by is not None:
        wanted.append(score_months.c[by.value] == (name or ""))
    found = select(func.coalesce(func.sum(totals.n), 0)).where(*wanted)
    return int(connection.execute(found).scalar_one())

"""Where answers, complaints and farewells came from: the touchpoints that have data."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, FromClause, Select, func, literal_column, select

from storage.reports import spans
from storage.reports.grouping import is_complaint
from storage.reports.totals import CASES, SCORES
from storage.tables import churn_sessions

TouchpointSource = Callable[[date, date], Select[Any]]
"""Touchpoints of days [start, end) with `n`, how much each counts; a name may stand more than once."""


def scores_of(survey_id: str) -> TouchpointSource:
    """The source of touchpoints at which scores of that survey were given."""

    def source(start: date, end: date) -> Select[Any]:
        found = spans.of_days(SCORES, start, end)
        return _weighed(found).where(found.c.survey_id == survey_id)

    return source


def cases(start: date, end: date) -> Select[Any]:
    """Touchpoints of the complaints of days [start, end)."""
    found = spans.of_days(CASES, start, end)
    return _weighed(found).where(is_complaint(found))


def farewells(start: date, end: date) -> Select[Any]:
    """Touchpoints at which those who told on days [start, end) why they leave were served last."""
    found = churn_sessions
    return select(found.c.touchpoint, literal_column("1").label("n")).where(
        found.c.day >= start, found.c.day < end
    )


def _weighed(found: FromClause) -> Select[Any]:
    return select(found.c.touchpoint, found.c.n)


def named(connection: Connection, source: TouchpointSource) -> list[str]:
    """All touchpoints that were ever named and still count, those with most data first."""
    return busiest(connection, source, date.min, date.max)


def busiest(connection: Connection, source: TouchpointSource, start: date, end: date) -> list[str]:
    """Touchpoints that have data on days [start, end), those with most data first."""
    found = source(start, end).subquery()
    weight = func.sum(found.c.n)
    rows = connection.execute(
        select(found.c.touchpoint)
        .where(found.c.touchpoint != "")
        .group_by(found.c.touchpoint)
        .having(weight > 0)
        .order_by(weight.desc(), found.c.touchpoint)
    )
    return [name for (name,) in rows]

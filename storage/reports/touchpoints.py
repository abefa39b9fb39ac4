"""Where answers, complaints and farewells came from: the touchpoints that have data."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, func, literal_column, select

from storage.reports import spans
from storage.reports.totals import CASES, SCORES
from storage.tables import churn_sessions


def _scores(start: date, end: date) -> Select[Any]:
    found = spans.of_days(SCORES, start, end)
    return _weighed(found).where(found.c.survey_id == "nps")


def _cases(start: date, end: date) -> Select[Any]:
    return _weighed(spans.of_days(CASES, start, end))


def _farewells(start: date, end: date) -> Select[Any]:
    found = churn_sessions
    return select(found.c.touchpoint, literal_column("1").label("n")).where(
        found.c.day >= start, found.c.day < end
    )


def _weighed(found: FromClause) -> Select[Any]:
    return select(found.c.touchpoint, found.c.n)


SOURCES: Final[Mapping[str, Callable[[date, date], Select[Any]]]] = {
    "nps": _scores,
    "complaints": _cases,
    "churn": _farewells,
}
"""What each report counts. Win-back waves know no touchpoint."""


def named(connection: Connection, report: str) -> list[str]:
    """All that were ever named and still count."""
    return busiest(connection, report, date.min, date.max)


def busiest(connection: Connection, report: str, start: date, end: date) -> list[str]:
    """Of the days [start, end), those with most data first."""
    found = SOURCES[report](start, end).subquery()
    weight = func.sum(found.c.n)
    rows = connection.execute(
        select(found.c.touchpoint)
        .where(found.c.touchpoint != "")
        .group_by(found.c.touchpoint)
        .having(weight > 0)
        .order_by(weight.desc(), found.c.touchpoint)
    )
    return [name for (name,) in rows]

"""Where answers, complaints and farewells came from: the touchpoints that have data."""

from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, func, select

from storage.tables import cases, churn_sessions, totals

SOURCES: Final[dict[str, Table]] = {"nps": totals, "complaints": cases, "churn": churn_sessions}
"""What each report counts. Win-back waves know no touchpoint."""


def named(connection: Connection, report: str) -> list[str]:
    """All that were ever named."""
    table = SOURCES[report]
    found = connection.execute(select(table.c.touchpoint).distinct().where(*_of(report)))
    return [name for (name,) in found]


def busiest(connection: Connection, report: str, start: date, end: date) -> list[str]:
    """Of the days [start, end), those with most data first."""
    table = SOURCES[report]
    weight = func.sum(totals.c.n) if table is totals else func.count()
    found = connection.execute(
        select(table.c.touchpoint)
        .where(*_of(report), table.c.day >= start, table.c.day < end)
        .group_by(table.c.touchpoint)
        .having(weight > 0)
        .order_by(weight.desc(), table.c.touchpoint)
    )
    return [name for (name,) in found]


def _of(report: str) -> list[ColumnElement[bool]]:
    """Rows of the report that name a touchpoint."""
    table = SOURCES[report]
    is_named = table.c.touchpoint != ""
    return [table.c.survey_id == report, is_named] if table is totals else [is_named]

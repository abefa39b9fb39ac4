"""How the complaints of a period were handled, counted and measured where they are."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, Subquery, distinct, func, null, select

from storage.engines.functions import seconds_between
from storage.reports.durations import NONE, Durations, durations
from storage.reports.grouping import Column, Only, is_complaint, matches, named, number
from storage.tables import cases
from surveys.statistics.complaints_report import CaseHandling
from surveys.statistics.periods import Period


def of_period(
    connection: Connection, period: Period, by: str, only: Only
) -> tuple[CaseHandling, dict[str, CaseHandling]]:
    """How the complaints of a period were handled, as a whole and by group.

    Groups without complaints are missing.
    """
    rows = _cases(period, by, only)
    replies, solutions = durations(connection, rows, "reply"), durations(connection, rows, "solution")
    whole = connection.execute(_counts(rows, null())).one()
    groups = connection.execute(_counts(rows, rows.c.name).group_by(rows.c.name))
    return (
        _handling(whole, replies, solutions),
        {row.name: _handling(row, replies, solutions) for row in groups},
    )


def _cases(period: Period, by: str, only: Only) -> Subquery:
    return (
        select(
            named(cases.c[by]).label("name"),
            cases.c.customer_id,
            cases.c.closed_at,
            cases.c.reopened,
            seconds_between(cases.c.opened_at, cases.c.first_reply_at).label("reply"),
            seconds_between(cases.c.opened_at, cases.c.closed_at).label("solution"),
        )
        .where(is_complaint(cases), cases.c.day >= period.start, cases.c.day < period.end)
        .where(*matches(cases, only))
        .subquery()
    )


def _counts(rows: Subquery, name: Column) -> Select[Any, int, int, int, int]:
    return select(
        name.label("name"),
        func.count().label("cases"),
        func.count(distinct(rows.c.customer_id)).label("complainants"),
        func.count(rows.c.closed_at).label("closed"),
        number(rows.c.reopened > 0).label("reopened"),
    ).select_from(rows)


def _handling(
    row: Any, replies: Mapping[str | None, Durations], solutions: Mapping[str | None, Durations]
) -> CaseHandling:
    replied, solved = replies.get(row.name, NONE), solutions.get(row.name, NONE)
    return CaseHandling(
        complaints=row.cases,
        complainants=row.complainants,
        open=row.cases - row.closed,
        reopened=row.reopened,
        first_reply=replied.median,
        first_reply_p90=replied.p90,
        solved_fully=solved.median,
    )

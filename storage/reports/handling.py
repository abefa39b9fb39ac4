"""How the complaints of a period were handled, counted and measured where they are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Subquery, distinct, func, null, select
from sqlalchemy import case as when

from storage.reports.durations import NONE, Durations, durations, worked_s
from storage.reports.first_contact import first_contacts
from storage.reports.grouping import Column, Only, is_complaint, matches, named, number
from storage.tables import cases
from surveys.statistics.complaints_report import CaseHandling, ElapsedTimes
from surveys.statistics.periods import Period


def of_period(
    connection: Connection, period: Period, by: str, only: Only, now: datetime
) -> tuple[CaseHandling, dict[str, CaseHandling]]:
    """How the complaints of a period were handled, as a whole and by group.

    Groups without complaints are missing.
    """
    rows, settled = _cases(period, by, only), first_contacts(connection, period, by, only, now)
    replies, solutions = durations(connection, rows, "reply"), durations(connection, rows, "solution")
    whole = connection.execute(_counts(rows, null())).one()
    groups = connection.execute(_counts(rows, rows.c.name).group_by(rows.c.name))
    return (
        _handling(whole, replies, solutions, _together(settled)),
        {row.name: _handling(row, replies, solutions, settled[row.name]) for row in groups},
    )


def _cases(period: Period, by: str, only: Only) -> Subquery:
    told = cases.c
    # Of whoever was forgotten an open case ends unsolved.
    solved_at = when((told.solved_at.is_not(None), told.closed_at))
    return (
        select(
            named(told[by]).label("name"),
            told.customer_id,
            told.closed_at,
            told.reopened,
            worked_s(told.first_reply_work_s, told.first_reply_at).label("reply"),
            worked_s(told.solution_work_s, solved_at).label("solution"),
        )
        .where(is_complaint(cases), told.day >= period.start, told.day < period.end)
        .where(*matches(cases, only))
        .subquery()
    )


def _together(settled: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    return sum(n for n, _ in settled.values()), sum(at_once for _, at_once in settled.values())


def _counts(rows: Subquery, name: Column) -> Select[Any, int, int, int, int]:
    return select(
        name.label("name"),
        func.count().label("cases"),
        func.count(distinct(rows.c.customer_id)).label("complainants"),
        func.count(rows.c.closed_at).label("closed"),
        number(rows.c.reopened > 0).label("reopened"),
    ).select_from(rows)


def _handling(
    row: Any,
    replies: Mapping[str | None, Durations],
    solutions: Mapping[str | None, Durations],
    settled: tuple[int, int],
) -> CaseHandling:
    return CaseHandling(
        complaints=row.cases,
        complainants=row.complainants,
        open=row.cases - row.closed,
        reopened=row.reopened,
        first_reply=_times(replies.get(row.name, NONE)),
        solution=_times(solutions.get(row.name, NONE)),
        settled=settled[0],
        at_first_contact=settled[1],
    )


def _times(found: Durations) -> ElapsedTimes:
    return ElapsedTimes(found.n, found.median, found.p90)

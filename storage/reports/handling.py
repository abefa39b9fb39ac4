"""How the complaints of a period were handled, counted and measured where they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Subquery, distinct, func, select
from sqlalchemy import case as when

from storage.engines.shared_reads import is_sharing, shared
from storage.reports.durations import NONE, Durations, durations, worked_s
from storage.reports.first_contact import first_contacts
from storage.reports.grouping import Only, Whole, is_complaint, matches, named, number, with_wholes
from storage.tables import cases
from surveys.statistics.complaints_report import CaseHandling, ElapsedTimes
from surveys.statistics.periods import Period

_TOGETHER: Final = ("touchpoint", "category")
"""What complaints are told apart by in reports that are read together."""

Handled = tuple[CaseHandling, dict[str, CaseHandling]]
"""A whole and its groups; groups without complaints are missing."""


def of_period(connection: Connection, period: Period, by: str, only: Only, now: datetime) -> Handled:
    """How the complaints of a period were handled, as a whole and by group."""
    if not (is_sharing(connection) and by in _TOGETHER):
        return _divided(_handled(connection, period, (by,), only, now))
    found, place = _handled(connection, period, _TOGETHER, only, now), _TOGETHER.index(by)
    return _divided({(group[place],): one for group, one in found.items() if group[1 - place] is None})


def of_touchpoints(connection: Connection, period: Period, only: Only, now: datetime) -> dict[str, Handled]:
    """The same of each touchpoint that has complaints, by category."""
    found: dict[str, dict[Whole, CaseHandling]] = {}
    for (touchpoint, category), one in _handled(connection, period, _TOGETHER, only, now).items():
        if touchpoint is not None:
            found.setdefault(touchpoint, {})[category,] = one
    return {touchpoint: _divided(handled) for touchpoint, handled in found.items()}


def _divided(found: Mapping[Whole, CaseHandling]) -> Handled:
    return found[None,], {name: one for (name,), one in found.items() if name is not None}


@shared
def _handled(
    connection: Connection, period: Period, by: Sequence[str], only: Only, now: datetime
) -> dict[Whole, CaseHandling]:
    """By the values of these columns, by some of them and by none."""
    rows, settled = _cases(period, by, only), first_contacts(connection, period, by, only, now)
    replies, solutions = (durations(connection, rows, kind, by) for kind in ("reply", "solution"))
    return {
        group: _handling(row, replies.get(group, NONE), solutions.get(group, NONE), settled.get(group))
        for told_apart in with_wholes(tuple(by))
        for group, row in _counts(connection, rows, told_apart).items()
    }


def _cases(period: Period, by: Sequence[str], only: Only) -> Subquery:
    told = cases.c
    # Of whoever was forgotten an open case ends unsolved.
    solved_at = when((told.solved_at.is_not(None), told.closed_at))
    return (
        select(
            *(named(told[name]).label(name) for name in by),
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


def _counts(connection: Connection, rows: Subquery, by: Whole) -> dict[Whole, Any]:
    """By the columns that are named; a database sorts even one group, so none are where there is one."""
    key = [rows.c[name] for name in by if name is not None]
    counts = select(
        *key,
        func.count().label("cases"),
        func.count(distinct(rows.c.customer_id)).label("complainants"),
        func.count(rows.c.closed_at).label("closed"),
        number(rows.c.reopened > 0).label("reopened"),
    )
    found = connection.execute(counts.group_by(*key))
    return {tuple(None if name is None else getattr(row, name) for name in by): row for row in found}


def _handling(
    row: Any, reply: Durations, solution: Durations, settled: tuple[int, int] | None
) -> CaseHandling:
    n, at_once = settled or (0, 0)
    return CaseHandling(
        complaints=row.cases,
        complainants=row.complainants,
        open=row.cases - row.closed,
        reopened=row.reopened,
        first_reply=_times(reply),
        solution=_times(solution),
        settled=n,
        at_first_contact=at_once,
    )


def _times(found: Durations) -> ElapsedTimes:
    return ElapsedTimes(found.n, found.median, found.p90)

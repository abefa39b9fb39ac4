"""What the report on complaints is made of: complaints, held against orders and customers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Integer, func, literal_column, select
from sqlalchemy import case as when

from storage.engines.shared_reads import shared
from storage.reports import exposure, handling, known_since, spans
from storage.reports.grouping import Group, Only, column_of, is_complaint, matches, named, without
from storage.reports.totals import CASES
from storage.tables import cases
from surveys.cases.source import CaseSource
from surveys.statistics import complaints_report
from surveys.statistics.complaints_report import (
    CaseHandling,
    ComplaintsReport,
    Exposures,
    OtherCases,
    WaitingCases,
)
from surveys.statistics.periods import Asked, Period
from surveys.statistics.rates import Count

T = TypeVar("T")
_CATEGORY: Final = "category"
_TOUCHPOINT: Final = "touchpoint"


def report(connection: Connection, asked: Asked, now: datetime, *, by: str = "category") -> ComplaintsReport:
    """The report on complaints of a period beside the one before it, by category, touchpoint or segment."""
    period, previous, only = asked.period, asked.previous, asked.filters
    whole, groups = handling.of_period(connection, period, by, only, now)
    since = known_since.complaints(connection, period.zone)
    is_known_before = not previous.begins_before(since)
    facts = complaints_report.ComplaintsFacts(
        whole=whole,
        groups=groups,
        waiting=waiting(connection, period.until, by, only),
        exposures=exposure.of_period(connection, period, by, only),
        cases_before=counted(connection, previous, by, only) if is_known_before else None,
        exposures_before=exposure.of_orders(connection, previous, by, only),
        others=others(connection, period, only),
        since=since,
    )
    return complaints_report.build(period, previous, now, facts, by)


def of_touchpoints(
    connection: Connection, asked: Asked, now: datetime, touchpoints: Sequence[str]
) -> list[ComplaintsReport]:
    """The report by category of each of these touchpoints, which are read together.

    Filters by others than touchpoints are kept.
    """
    period, previous, only = asked.period, asked.previous, without(asked.filters, _TOUCHPOINT)
    handled = handling.of_touchpoints(connection, period, only, now)
    open_cases = _waiting(connection, period.until, [_TOUCHPOINT, _CATEGORY], only)
    bought = exposure.of_period(connection, period, _TOUCHPOINT, only)
    before = _counted(connection, previous, [_TOUCHPOINT, _CATEGORY], only)
    bought_before = exposure.of_orders(connection, previous, _TOUCHPOINT, only)
    rest = _others(connection, period, [_TOUCHPOINT], only)
    since = known_since.complaints(connection, period.zone)
    is_known_before = not previous.begins_before(since)

    def build(touchpoint: str) -> ComplaintsReport:
        whole, groups = handled.get(touchpoint, (CaseHandling(), {}))
        facts = complaints_report.ComplaintsFacts(
            whole=whole,
            groups=groups,
            waiting=_within(open_cases, touchpoint),
            exposures=Exposures(bought.of(touchpoint)),
            cases_before=_within(before, touchpoint) if is_known_before else None,
            exposures_before=Exposures(bought_before.of(touchpoint)),
            others=rest.get((touchpoint,), {}),
            since=since,
        )
        return complaints_report.build(period, previous, now, facts, _CATEGORY)

    return [build(touchpoint) for touchpoint in touchpoints]


def _within(found: Mapping[Group, T], touchpoint: str) -> dict[str, T]:
    """What there is of a touchpoint, by category."""
    return {category: one for (place, category), one in found.items() if place == touchpoint}


@shared
def counted(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, int]:
    """How many complaints came in a period, by group or, without `by`, under an empty name.

    Groups without complaints are missing.
    """
    return {name: n for (name,), n in _counted(connection, period, [by], only).items()}


def _counted(
    connection: Connection, period: Period, by: Sequence[str | None], only: Only
) -> dict[Group, int]:
    rows = spans.of_days(CASES, period.start, period.end)
    key, n = [column_of(rows, name) for name in by], func.sum(rows.c.n)
    counts = select(*key, n).where(is_complaint(rows), *matches(rows, only)).group_by(*key).having(n > 0)
    return {tuple(group): int(n) for *group, n in connection.execute(counts)}


@shared
def others(connection: Connection, period: Period, only: Only) -> dict[CaseSource, OtherCases]:
    """The cases of a period that are no complaints, by what they came from; sources without any are missing.

    Beside them, how many opened before its end nobody has answered yet.
    """
    return _others(connection, period, [], only).get((), {})


def _others(
    connection: Connection, period: Period, by: Sequence[str], only: Only
) -> dict[Group, dict[CaseSource, OtherCases]]:
    rows = spans.of_days(CASES, period.start, period.end)
    opened, n = [*(named(rows.c[name]) for name in by), rows.c.source], func.sum(rows.c.n)
    unanswered = [*(named(cases.c[name]) for name in by), cases.c.source]
    found: dict[Group, dict[CaseSource, OtherCases]] = {}
    counts = select(*opened, n).where(~is_complaint(rows), *matches(rows, only)).group_by(*opened)
    for *group, source, times in connection.execute(counts.having(n > 0)):
        found.setdefault(tuple(group), {})[source] = OtherCases(int(times))
    still = select(*unanswered, func.count()).where(~is_complaint(cases), *_unanswered(period.until, only))
    for *group, source, times in connection.execute(still.group_by(*unanswered)):
        here = found.setdefault(tuple(group), {})
        here[source] = replace(here.get(source, OtherCases()), unanswered=int(times))
    return found


@shared
def waiting(connection: Connection, until: datetime, by: str, only: Only) -> dict[str, WaitingCases]:
    """By group, the complaints from before `until` that are still open and that nobody has answered."""
    return {name: found for (name,), found in _waiting(connection, until, [by], only).items()}


def _waiting(
    connection: Connection, until: datetime, by: Sequence[str], only: Only
) -> dict[Group, WaitingCases]:
    key = [named(cases.c[name]) for name in by]
    rows = connection.execute(
        select(*key, func.count(), func.min(cases.c.opened_at))
        .where(is_complaint(cases), *_unanswered(until, only))
        .group_by(*key)
    )
    return {tuple(group): WaitingCases(int(n), since) for *group, n, since in rows}


def _unanswered(until: datetime, only: Only) -> list[ColumnElement[bool]]:
    is_waiting = [cases.c.closed_at.is_(None), cases.c.first_reply_at.is_(None), cases.c.opened_at < until]
    return [*is_waiting, *matches(cases, only)]


def monthly(connection: Connection, months: Sequence[Period], only: Only) -> list[Count]:
    """Complaints and orders of each month; the months must follow each other without a gap.

    Both are 0 for months of which some complaints are unknown.
    """
    opened = _cases_by_month(connection, months, only)
    since = known_since.complaints(connection, months[0].zone)
    return [
        Count(0, 0)
        if month.begins_before(since)
        else Count(opened.get(number, 0), exposure.count_orders(connection, month, only))
        for number, month in enumerate(months)
    ]


def _cases_by_month(connection: Connection, months: Sequence[Period], only: Only) -> dict[int, int]:
    """How many complaints came, by the place of their month in the sequence, from 0."""
    rows = spans.of_days(CASES, months[0].start, months[-1].end)
    month = _number_of(rows.c.day, [month.end for month in months])
    counts = select(month, func.sum(rows.c.n)).where(is_complaint(rows), *matches(rows, only))
    return {number: int(n) for number, n in connection.execute(counts.group_by(month))}


def _number_of(day: ColumnElement[date], ends: Sequence[date]) -> ColumnElement[int]:
    return when(*((day < end, literal_column(str(number), Integer)) for number, end in enumerate(ends)))

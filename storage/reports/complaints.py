"""What the report on complaints is made of: complaints, held against orders and customers."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Integer, func, literal_column, select
from sqlalchemy import case as when

from storage.reports import exposure, handling, spans
from storage.reports.grouping import NOTHING, Only, is_complaint, matches, named
from storage.reports.totals import CASES
from storage.tables import cases
from surveys.cases.source import CaseSource
from surveys.statistics import complaints_report
from surveys.statistics.complaints_report import ComplaintsReport, OtherCases, WaitingCases
from surveys.statistics.periods import Asked, Period
from surveys.statistics.rates import Count


def report(connection: Connection, asked: Asked, now: datetime, *, by: str = "category") -> ComplaintsReport:
    """The report on complaints of a period beside the one before it, by category, touchpoint or segment."""
    period, previous, only = asked.period, asked.previous, asked.filters
    whole, groups = handling.of_period(connection, period, by, only, now)
    facts = complaints_report.ComplaintsFacts(
        whole=whole,
        groups=groups,
        waiting=waiting(connection, period.until, by, only),
        exposures=exposure.of_period(connection, period, by, only),
        cases_before=counted(connection, previous, by, only),
        exposures_before=exposure.of_orders(connection, previous, by, only),
        others=others(connection, period, only),
    )
    return complaints_report.build(period, previous, now, facts, by)


def counted(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, int]:
    """How many complaints came in a period, by group or, without `by`, under an empty name.

    Groups without complaints are missing.
    """
    rows = spans.of_days(CASES, period.start, period.end)
    group = named(rows.c[by] if by else NOTHING)
    n = func.sum(rows.c.n)
    counts = select(group, n).where(is_complaint(rows), *matches(rows, only)).group_by(group).having(n > 0)
    return {name: int(n) for name, n in connection.execute(counts)}


def others(connection: Connection, period: Period, only: Only) -> dict[CaseSource, OtherCases]:
    """The cases of a period that are no complaints, by what they came from; sources without any are missing.

    Beside them, how many opened before its end nobody has answered yet.
    """
    rows = spans.of_days(CASES, period.start, period.end)
    opened = select(rows.c.source, func.sum(rows.c.n)).where(~is_complaint(rows), *matches(rows, only))
    waiting = select(cases.c.source, func.count()).where(
        ~is_complaint(cases), *_unanswered(period.until, only)
    )
    n, unanswered = (
        {source: int(n) for source, n in connection.execute(found) if n}
        for found in (opened.group_by(rows.c.source), waiting.group_by(cases.c.source))
    )
    return {
        source: OtherCases(n.get(source, 0), unanswered.get(source, 0))
        for source in CaseSource
        if source in n or source in unanswered
    }


def waiting(connection: Connection, until: datetime, by: str, only: Only) -> dict[str, WaitingCases]:
    """By group, the complaints from before `until` that are still open and that nobody has answered."""
    group = named(cases.c[by])
    rows = connection.execute(
        select(group, func.count(), func.min(cases.c.opened_at))
        .where(is_complaint(cases), *_unanswered(until, only))
        .group_by(group)
    )
    return {name: WaitingCases(int(n), since) for name, n, since in rows}


def _unanswered(until: datetime, only: Only) -> list[ColumnElement[bool]]:
    is_waiting = [cases.c.closed_at.is_(None), cases.c.first_reply_at.is_(None), cases.c.opened_at < until]
    return [*is_waiting, *matches(cases, only)]


def monthly(connection: Connection, months: Sequence[Period], only: Only) -> list[Count]:
    """Complaints and orders of each month; the months must follow each other without a gap."""
    opened = _cases_by_month(connection, months, only)
    return [
        Count(opened.get(number, 0), exposure.count_orders(connection, month, only))
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

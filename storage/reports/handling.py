"""How the cases of a period were handled, counted and measured where they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Subquery, distinct, func, select

from storage.engines.functions import seconds_between
from storage.reports.grouping import NOTHING, Only, grouped, matches, named, number
from storage.tables import cases
from surveys.statistics.complaints_report import CaseHandling
from surveys.statistics.periods import Period


def handled(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, CaseHandling]:
    """How the cases opened in a period were handled, by group or, without `by`, under an empty name.

    Groups without cases are missing.
    """
    rows = _cases(period, by, only)
    counted = _counts(connection, rows, by)
    replies = _times(connection, rows, "reply", {row.name: row.replied for row in counted})
    solutions = _times(connection, rows, "solution", {row.name: row.closed for row in counted})
    return {row.name: _handling(row, replies[row.name], solutions[row.name]) for row in counted}


@dataclass(frozen=True, slots=True)
class _Times:
    """Seconds in order, of which only those are known that stand where a quantile is."""

    n: int
    seconds: Mapping[int, float]
    """By place from 0."""

    @property
    def median(self) -> float | None:
        """Median in seconds, the mean of the two in the middle of an even number; None without times."""
        if not self.n:
            return None
        return (self.seconds[(self.n - 1) // 2] + self.seconds[self.n // 2]) / 2

    @property
    def p90(self) -> float | None:
        """90th percentile in seconds, None without times.

        Interpolated between the two nearest, as `statistics.quantiles` does with its method inclusive.
        """
        if not self.n:
            return None
        place, tenths = divmod(9 * (self.n - 1), 10)
        following = self.seconds.get(place + 1, self.seconds[place])
        return (self.seconds[place] * (10 - tenths) + following * tenths) / 10


def _places(n: int) -> set[int]:
    """Where the median and the nine tenths of so many times lie."""
    nine_tenths = 9 * (n - 1) // 10
    return {(n - 1) // 2, n // 2, nine_tenths, nine_tenths + 1}


def _cases(period: Period, by: str | None, only: Only) -> Subquery:
    return (
        select(
            named(cases.c[by] if by else NOTHING).label("name"),
            cases.c.customer_id,
            cases.c.closed_at,
            cases.c.reopened,
            seconds_between(cases.c.opened_at, cases.c.first_reply_at).label("reply"),
            seconds_between(cases.c.opened_at, cases.c.closed_at).label("solution"),
        )
        .where(cases.c.day >= period.start, cases.c.day < period.end, *matches(cases, only))
        .subquery()
    )


def _counts(connection: Connection, rows: Subquery, by: str | None) -> Collection[Any]:
    counts = select(
        named(rows.c.name if by else NOTHING).label("name"),
        func.count().label("cases"),
        func.count(distinct(rows.c.customer_id)).label("complainants"),
        func.count(rows.c.reply).label("replied"),
        func.count(rows.c.closed_at).label("closed"),
        number(rows.c.reopened > 0).label("reopened"),
    )
    found = connection.execute(grouped(counts, rows.c.name, by))
    return [row for row in found if row.cases]


def _times(connection: Connection, rows: Subquery, kind: str, known: Mapping[str, int]) -> dict[str, _Times]:
    """By group, of which so many are known. The database sorts them; only those in the places are read."""
    seconds = rows.c[kind]
    place = func.row_number().over(partition_by=rows.c.name, order_by=seconds) - 1
    placed = select(rows.c.name, place.label("place"), seconds).where(seconds.is_not(None)).subquery()
    wanted = sorted(set().union(*map(_places, known.values())))
    found: dict[str, dict[int, float]] = {name: {} for name in known}
    for name, number_of, value in connection.execute(select(placed).where(placed.c.place.in_(wanted))):
        found[name][number_of] = float(value)
    return {name: _Times(known[name], times) for name, times in found.items()}


def _handling(row: Any, replies: _Times, solutions: _Times) -> CaseHandling:
    return CaseHandling(
        complaints=row.cases,
        complainants=row.complainants,
        open=row.cases - row.closed,
        reopened=row.reopened,
        first_reply=replies.median,
        first_reply_p90=replies.p90,
        solved_fully=solutions.median,
    )

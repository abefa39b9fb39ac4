"""The year of months that a picture shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.charts.trend import Month
from reports.formatter import Formatter
from reports.request import ReportRequest
from surveys.statistics.periods import DAY, Period

MONTHS: Final = 12
LEAST_MONTHS: Final = 2
"""Fewer are no trend."""


@dataclass(frozen=True, slots=True)
class MonthHistory:
    request: ReportRequest
    formatter: Formatter

    def months(self) -> list[Period]:
        """Twelve months, up to the one in which the period ends or which is running."""
        last = min(self.request.period.end - DAY, self.request.today)
        index = last.year * 12 + last.month - 1
        return [self._month(number) for number in range(index - MONTHS + 1, index + 1)]

    def name(self, month: Month) -> str:
        """The month in words, as October 2026."""
        return self.formatter.month(month.start)

    def span(self, months: Sequence[Month]) -> str:
        """The first and the last of the months that are shown, by their names."""
        return f"{self.name(months[0])} – {self.name(months[-1])}"

    def is_running(self, month: Period) -> bool:
        """Whether the month holds the day on which the report was asked for."""
        return month.start <= self.request.today < month.end

    def notes(self, months: Sequence[Month]) -> list[str]:
        """What the frame around the name of a month means, where there is one."""
        return [self.formatter.text("picture-running")] if months and months[-1].is_running else []

    def _month(self, number: int) -> Period:
        first, after = (date(one // 12, one % 12 + 1, 1) for one in (number, number + 1))
        return Period(first, after, self.request.period.zone)


def from_first_known(months: Sequence[Month]) -> tuple[Month, ...]:
    """The months from the first one on that has anything to count; empty where none has.

    A running month without anything has only begun: it is left out.
    """
    first = next((place for place, month in enumerate(months) if any(month.counts)), len(months))
    known = list(months[first:])
    if known and known[-1].is_running and not any(known[-1].counts):
        known.pop()
    return tuple(known)

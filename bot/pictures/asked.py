"""What a picture was asked to show, understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.manager.wording import Wording
from handlers.shared.app_context import AppContext
from reports.sheet import Heading
from reports.trend import Month
from surveys.statistics.periods import DAY, Asked, Period

MONTHS: Final = 12
LEAST_MONTHS: Final = 2
"""Fewer are no trend."""


@dataclass(frozen=True, slots=True)
class Request:
    app: AppContext
    asked: Asked
    wording: Wording
    today: date

    def heading(self, title: str, period: str, headline: str, *notes: str) -> Heading:
        touchpoint = self.wording.touchpoint
        shown = f"{period} · {touchpoint}" if touchpoint else period
        return Heading(title, self.app.business, shown, headline, notes)

    def months(self) -> list[Period]:
        """A year's months, up to the one in which the period ends or which is running."""
        last = min(self.asked.period.end - DAY, self.today)
        index = last.year * 12 + last.month - 1
        return [self._month(number) for number in range(index - MONTHS + 1, index + 1)]

    def name(self, month: Month) -> str:
        return self.wording.label_of(self._month(month.start.year * 12 + month.start.month - 1))

    def span(self, months: Sequence[Month]) -> str:
        """The months that are shown, by their names."""
        return f"{self.name(months[0])} – {self.name(months[-1])}"

    def is_running(self, month: Period) -> bool:
        return month.start <= self.today < month.end

    def _month(self, number: int) -> Period:
        first, after = (date(one // 12, one % 12 + 1, 1) for one in (number, number + 1))
        return Period(first, after, self.app.zone)


def from_first_known(months: Sequence[Month]) -> tuple[Month, ...]:
    """Without the months before there was anything to count."""
    first = next((place for place, month in enumerate(months) if any(month.counts)), len(months))
    return tuple(months[first:])

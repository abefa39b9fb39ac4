"""Stretches of the calendar that people name, and the day of one that is meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

_WEEK: Final = timedelta(days=7)


class PeriodPart(Enum):
    """What part of a period is meant."""

    BEGINNING = "beginning"
    MIDDLE = "middle"
    END = "end"
    LAST_DAY = "last day"


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """Days in a row, both ends among them."""

    first: date
    last: date

    def day(self, part: PeriodPart | None, *, is_after: bool) -> date:
        """The day that is meant: the first one without a part, the one behind the period after it."""
        if is_after:
            return self.last + timedelta(days=1)
        if part is PeriodPart.MIDDLE:
            return date.fromordinal((self.first.toordinal() + self.last.toordinal() - 1) // 2)
        if part is PeriodPart.END:
            return self.last - timedelta(days=6 if self.last - self.first > _WEEK else 2)
        return self.last if part is PeriodPart.LAST_DAY else self.first


def day_of(year: int, month: int, day: int) -> CalendarPeriod | None:
    """That one day; None where the calendar has none."""
    try:
        return (
            CalendarPeriod(date(year, month, day), date(year, month, day)) if 2000 <= year <= 2100 else None
        )
    except ValueError:
        return None


def months_of(year: int, month: int, count: int = 1) -> CalendarPeriod:
    """So many months in a row from that one on."""
    following = year * 12 + month - 1 + count
    return CalendarPeriod(
        date(year, month, 1), date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
    )


def week_of(day: date) -> CalendarPeriod:
    """The week of a day, from Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return CalendarPeriod(monday, monday + timedelta(days=6))


def coming(
    periods: Iterator[CalendarPeriod | None], today: date, part: PeriodPart | None, *, is_after: bool
) -> date | None:
    """The first meant day after today; None without one, and when today lies in a period of no named part."""
    for period in periods:
        if period is None:
            continue
        if (
            period.first <= today <= period.last
            and part is None
            and not is_after
            and period.first != period.last
        ):
            return None
        if (day := period.day(part, is_after=is_after)) > today:
            return day
    return None

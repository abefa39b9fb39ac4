"""A daily drip: everybody's turn comes once in a span of the calendar, on a working day that is theirs."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

MODULUS: Final = 1_000_003
"""A prime: ids rise in steps of a power of two, and their remainders by it spread evenly all the same."""
_SATURDAY: Final = 5
_CAUGHT_UP: Final = 3
"""How many working days late a turn is still taken, after an absence."""


class Recurrence(StrEnum):
    """How often everybody's turn comes."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {Recurrence.MONTH: 1, Recurrence.QUARTER: 3, Recurrence.YEAR: 12}[self]

    def first_day(self, day: date) -> date:
        """The first day of the span that holds a day."""
        return date(day.year, (day.month - 1) // self.months * self.months + 1, 1)

    def next_first_day(self, day: date) -> date:
        """The first day of the span after the one that holds a day."""
        first = self.first_day(day)
        months = first.month - 1 + self.months
        return date(first.year + months // 12, months % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is on a day: customers with `low` ≤ `position(id, days)` < `high`."""

    span_start: date
    days: int
    """How many working days the span has."""
    low: int
    high: int


def turn_of(day: date, span: Recurrence) -> Turn | None:
    """Whose turn it is on that day, those of the last working days included; None at a weekend.

    A customer keeps their place in every span, so one turn is about a span after the other.
    """
    start, end = span.first_day(day), span.next_first_day(day)
    working = [one for one in _days(start, end) if one.weekday() < _SATURDAY]
    if day not in working:
        return None
    index = working.index(day)
    first = max(0, index - _CAUGHT_UP)
    return Turn(start, len(working), first * MODULUS, (index + 1) * MODULUS)


def position(customer_id: int, days: int) -> int:
    """A customer's place in a span of that many working days, in `MODULUS`ths of a day, from 0 on."""
    return customer_id % MODULUS * days


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days)]

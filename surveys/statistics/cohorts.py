"""Cohorts: customers by the month of their first order, and how many of them order in the months after it."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from surveys.statistics.scores import Interval, wilson

LEAST_SHOWN: Final = 10
"""With fewer customers the shares of a cohort are chance, and could be told of single people."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers whose first order was in one month."""

    month: date
    """The first day of that month."""
    active: Sequence[int]
    """How many of them ordered in that month, in the one after it … up to the last month that has begun."""

    @property
    def customers(self) -> int:
        """All of them: each ordered in the first month."""
        return self.active[0]

    @property
    def is_hidden(self) -> bool:
        """Whether there are too few of them for shares."""
        return self.customers < LEAST_SHOWN

    def share(self, later: int) -> float | None:
        """Share of them who ordered so many months later, 0…1; None for a month to come, and for nobody."""
        known = later < len(self.active) and self.customers
        return self.active[later] / self.customers if known else None

    def interval(self, later: int) -> Interval | None:
        """Wilson's interval of that share; None where it is None."""
        return wilson(self.active[later], self.customers) if later < len(self.active) else None


def cohorts_of(orders: Iterable[tuple[Hashable, date]], as_of: date) -> list[Cohort]:
    """The cohorts from each order's customer and day, the oldest first; orders after `as_of` are none.

    The month that holds it is the last one, and not over.
    """
    known = [(customer, index_of(day)) for customer, day in orders if day <= as_of]
    first = min((index for _, index in known), default=index_of(as_of) + 1)
    patterns: defaultdict[Hashable, int] = defaultdict(int)
    for customer, index in known:
        patterns[customer] |= 1 << index - first
    months = [month_of(index) for index in range(first, index_of(as_of) + 1)]
    return cohorts_from(Counter(patterns.values()).items(), months)


def cohorts_from(patterns: Iterable[tuple[int, int]], months: Sequence[date]) -> list[Cohort]:
    """The cohorts of these months, from how many customers ordered in the same ones.

    A pattern has a bit for each of `months`, the lowest that of the first; its lowest set bit is the cohort.
    """
    active = [[0] * (len(months) - place) for place in range(len(months))]
    for pattern, customers in patterns:
        first = (pattern & -pattern).bit_length() - 1
        for place in range(first, len(months)):
            active[first][place - first] += customers * (pattern >> place & 1)
    return [Cohort(month, counts) for month, counts in zip(months, active, strict=True)]


def index_of(day: date) -> int:
    """The number of the day's month, one after another."""
    return day.year * 12 + day.month - 1


def month_of(index: int) -> date:
    """The first day of the month of that number."""
    return date(index // 12, index % 12 + 1, 1)

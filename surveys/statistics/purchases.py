"""How often customers buy and for how much. Unknown is None, never 0."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from surveys.statistics.scores import Interval, wilson


@dataclass(frozen=True, slots=True)
class Purchases:
    """What some customers, all of whom ordered, bought together."""

    customers: int
    repeaters: int
    """Those who bought again."""
    orders: int
    revenue_minor: int | None = None
    """Of the orders whose amount is known, in minor units; None when that of none is."""
    priced: int = 0
    """Orders whose amount is known."""

    @property
    def repeat_rate(self) -> float | None:
        """Share of the customers who bought again, 0…1; None without customers."""
        return self.repeaters / self.customers if self.customers else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of the repeat rate, 0…1; None without customers."""
        return wilson(self.repeaters, self.customers)

    @property
    def frequency(self) -> float | None:
        """Orders a customer; None without customers."""
        return self.orders / self.customers if self.customers else None

    @property
    def average_order_minor(self) -> float | None:
        """Minor units an order whose amount is known; None when that of none is."""
        if self.revenue_minor is None or not self.priced:
            return None
        return self.revenue_minor / self.priced


def purchases_of(orders: Iterable[tuple[Hashable, date, int | None]]) -> Purchases:
    """Purchases from each order's customer, day and minor units; orders of one customer's day are one."""
    merged: dict[tuple[Hashable, date], int | None] = {}
    for customer, day, minor in orders:
        known = merged.get((customer, day))
        merged[customer, day] = known if minor is None else (known or 0) + minor
    times = Counter(customer for customer, _ in merged)
    amounts = [minor for minor in merged.values() if minor is not None]
    return Purchases(
        customers=len(times),
        repeaters=sum(n > 1 for n in times.values()),
        orders=len(merged),
        revenue_minor=sum(amounts) if amounts else None,
        priced=len(amounts),
    )

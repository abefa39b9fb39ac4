"""How many customers come back, month by month: what `/retention` and `otklik report retention` both show.

Whole months of the business, from the first one that begins in the period up to its end or to now. All orders
count that were not cancelled; two of one day are two orders, but whoever ordered within a day did not return.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from surveys.statistics.clv import DISCOUNT, LEAST_CUSTOMERS, MultipleConvention, margin_multiple
from surveys.statistics.cohorts import LEAST_SHOWN, Cohort, cohorts_from, index_of, month_of
from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.purchases import Purchases
from surveys.statistics.retention import CustomerMoves
from surveys.statistics.shares import Share

MONTHS: Final = 36
"""Cohorts at most: those of a longer period are its last ones."""
_SETTLED: Final = timedelta(days=90)
"""How long after the first order that is known customers of old may still seem new."""
YEAR: Final = 12
"""Months of a report from which the value of a customer can be told."""


@dataclass(frozen=True, slots=True)
class OrderPattern:
    """Customers who ordered alike in the months of the report."""

    months: int
    """The months in which they ordered, a bit each, the lowest that of the first; 0 unless they are new."""
    is_new: bool
    """Their first order of all is in the report."""
    came_again: bool
    """They ordered in the report a day or more after an order in it."""
    was_there: bool
    """They ordered in the same span before it, too."""
    customers: int


@dataclass(frozen=True, slots=True)
class OrderTotals:
    """All orders in the months of the report."""

    orders: int = 0
    revenue_minor: int = 0
    priced: int = 0
    """Orders whose amount is known in the business's currency."""
    margin_minor: int = 0
    with_margin: int = 0
    """Orders whose margin is known in the business's currency."""


@dataclass(frozen=True, slots=True)
class YearlyValue:
    """What a customer is worth from now on."""

    minor: float
    """Minor units: a year's margin, or revenue, of a customer times the multiple."""
    yearly_minor: float
    """Minor units that a customer brings a year."""
    is_margin: bool
    """Whether margins are known; revenue stands in for them otherwise."""
    retention: float
    discount: float = DISCOUNT
    convention: MultipleConvention = MultipleConvention.STILL_TO_COME


@dataclass(frozen=True, slots=True)
class RetentionReport:
    period: Period
    """The whole months of the report; the last one may be running."""
    now: datetime
    cohorts: Sequence[Cohort]
    """One a month, the oldest first, also of months in which nobody was new."""
    purchases: Purchases
    """Of all who ordered in the period, new or not."""
    moves: CustomerMoves | None
    """From who ordered in the same span before to who did in the period; None where orders begin in it."""
    value: YearlyValue | None
    """None with few customers, for less than a year, without amounts and where `moves` are None."""
    silent: int | None
    """Customers who are silent now for longer than usual; None for a period that is over."""
    orders_since: datetime | None
    """The first order of all; None while none is stored."""

    @property
    def is_known(self) -> bool:
        """Whether any order is stored, of whatever day."""
        return self.orders_since is not None

    @property
    def is_before_orders(self) -> bool:
        """Whether the first order that is known came after these months: who ordered in them is unknown."""
        return self.orders_since is not None and self.orders_since >= self.period.until

    @property
    def begins_with_orders(self) -> bool:
        """Whether customers of old seem new in the first months, because their orders before are unknown."""
        return self.orders_since is not None and self.orders_since + _SETTLED > self.period.since

    @property
    def settled(self) -> Sequence[Cohort]:
        """The cohorts without customers of old; all where there are no others."""
        if self.orders_since is None:
            return ()
        first = (self.orders_since + _SETTLED).astimezone(self.period.zone).date()
        return [one for one in self.cohorts if one.month >= first] or self.cohorts

    @property
    def is_running(self) -> bool:
        """Whether the last month is not over."""
        return self.now < self.period.until or self.period.end.day > 1

    @property
    def shown(self) -> Sequence[Cohort]:
        """The cohorts of which shares may be told and a month after the first has begun."""
        return [one for one in self.cohorts if not one.is_hidden and len(one.active) > 1]

    def is_partial(self, cohort: Cohort, later: int) -> bool:
        """Whether that month of the cohort is the running one."""
        return self.is_running and later == len(cohort.active) - 1

    @property
    def month_later(self) -> Share | None:
        """Of the settled cohorts whose second month is over, those who ordered in it; None for few people."""
        whole = [one for one in self.settled if len(one.active) > 1 and not self.is_partial(one, 1)]
        found = Share(sum(one.active[1] for one in whole), sum(one.customers for one in whole))
        return found if found.n >= LEAST_SHOWN else None


def months_of(period: Period) -> Period:
    """The whole months from the first that begins in the period, or the one it lies in, up to its end.

    `MONTHS` of them at most, the last ones.
    """
    last = index_of(period.last)
    first = index_of(period.start) + (period.start.day > 1)
    first = max(min(first, last), last - MONTHS + 1)
    return Period(month_of(first), period.end, period.zone)


def months_in(period: Period) -> list[date]:
    """The first days of its months."""
    return [month_of(index) for index in range(index_of(period.start), index_of(period.last) + 1)]


def build(
    period: Period,
    now: datetime,
    patterns: Sequence[OrderPattern],
    totals: OrderTotals,
    there_before: int,
    orders_since: datetime,
    silent: int | None,
) -> RetentionReport:
    """The report on these months, from those who ordered alike, what they ordered, and who did before."""
    new = [one for one in patterns if one.is_new]
    purchases = _purchases(patterns, totals)
    moves = _moves(patterns, there_before) if orders_since <= period.before.since else None
    return RetentionReport(
        period=period,
        now=now,
        cohorts=cohorts_from(((one.months, one.customers) for one in new), months_in(period)),
        purchases=purchases,
        moves=moves,
        value=_value(period, totals, purchases, moves),
        silent=silent,
        orders_since=orders_since,
    )


def unknown(period: Period, now: datetime, orders_since: datetime | None = None) -> RetentionReport:
    """The report while no order is stored, or none of these months and before."""
    return RetentionReport(period, now, (), Purchases(0, 0, 0), None, None, None, orders_since)


def as_json(report: RetentionReport) -> dict[str, Any]:
    """The document of docs/reference.md: the whole, then each cohort's months; a small one has no shares."""
    rows = [_whole(report)]
    for cohort in report.cohorts:
        rows += [_row(cohort, later, report) for later in range(len(cohort.active))]
    return document("retention", report.period, rows)


def _moves(patterns: Iterable[OrderPattern], there_before: int) -> CustomerMoves:
    stayed = sum(one.customers for one in patterns if one.was_there)
    return CustomerMoves(there_before, there_before - stayed)


def _purchases(patterns: Sequence[OrderPattern], totals: OrderTotals) -> Purchases:
    return Purchases(
        customers=sum(one.customers for one in patterns),
        repeaters=sum(one.customers for one in patterns if one.came_again),
        orders=totals.orders,
        revenue_minor=totals.revenue_minor if totals.priced else None,
        priced=totals.priced,
    )


def _value(
    period: Period, totals: OrderTotals, bought: Purchases, moves: CustomerMoves | None
) -> YearlyValue | None:
    if moves is None or len(months_in(period)) != YEAR:
        return None
    if min(bought.customers, moves.started) < LEAST_CUSTOMERS:
        return None
    retention, frequency = moves.retention, bought.frequency
    margin = totals.margin_minor / totals.with_margin if totals.with_margin else None
    an_order = bought.average_order_minor if margin is None else margin
    if retention is None or frequency is None or an_order is None:
        return None
    yearly = an_order * frequency
    return YearlyValue(yearly * margin_multiple(retention), yearly, margin is not None, retention)


def _whole(report: RetentionReport) -> dict[str, Any]:
    known = report.is_known and not report.is_before_orders
    bought, moves, value = report.purchases, report.moves, report.value
    repeated, stayed = bought.interval, moves.interval if moves else None
    average = bought.average_order_minor
    return {
        "cohort": None,
        "month": None,
        "customers": bought.customers if known else None,
        "orders": bought.orders if known else None,
        "repeat_rate": bought.repeat_rate,
        "repeat_low": repeated.low if repeated else None,
        "repeat_high": repeated.high if repeated else None,
        "frequency": bought.frequency,
        "average_order": None if average is None else average / 100,
        "orders_with_amount": bought.priced if known else None,
        "orders_since": None if report.orders_since is None else report.orders_since.isoformat(),
        "there_before": moves.started if moves else None,
        "retention": moves.retention if moves else None,
        "retention_low": stayed.low if stayed else None,
        "retention_high": stayed.high if stayed else None,
        "clv": None if value is None else value.minor / 100,
        "clv_formula": None if value is None else _formula(value),
        "silent": report.silent,
    }


def _formula(value: YearlyValue) -> str:
    base = "margin" if value.is_margin else "revenue"
    return f"{base} a year * {value.convention}, r = {value.retention:.3f}, d = {value.discount}"


def _row(cohort: Cohort, later: int, report: RetentionReport) -> dict[str, Any]:
    interval = None if cohort.is_hidden else cohort.interval(later)
    return {
        "cohort": cohort.month.isoformat(),
        "month": later,
        "n": cohort.customers,
        "active": None if cohort.is_hidden else cohort.active[later],
        "share": None if cohort.is_hidden else cohort.share(later),
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "partial": report.is_partial(cohort, later),
    }

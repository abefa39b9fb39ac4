"""Who ordered in which months: counted in one pass over the orders in their customers' order.

An index has them so, with all that is read of them: nothing is sorted, joined or kept beside the orders. What
is to be known of a customer is one sum: each of their orders adds what it shows, and each sign once.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, func, literal, or_, select
from sqlalchemy import case as when

from storage.engines.functions import seconds_between, unindexed
from storage.reports import exposure, rhythms
from storage.reports.grouping import is_order
from storage.tables import orders
from surveys.statistics import retention_report
from surveys.statistics.periods import Period
from surveys.statistics.retention_report import OrderPattern, RetentionReport

_ANOTHER_DAY: Final = timedelta(days=1).total_seconds()
_NEW: Final = 1 << retention_report.MONTHS
"""Above the bits of the months: added by the first order of all."""
_WAS_THERE: Final = _NEW << 1
"""Added by the first order of the months, when the one before it was in the same span before them."""
_CAME_AGAIN: Final = _NEW << 2
"""Added by each order of the months that came a day or more after the one before it, in them too."""


def report(connection: Connection, period: Period, now: datetime, currency: str) -> RetentionReport:
    """The report on the months of the period; money is that of orders in `currency` or in none named."""
    months = retention_report.months_of(period)
    since = exposure.first_order_at(connection)
    if since is None or since > now:
        return retention_report.unknown(months, now)
    return retention_report.build(
        months,
        now,
        patterns(connection, months, now, currency),
        exposure.count_buyers(connection, months.before),
        since,
        rhythms.count_silent(connection, now) if now < months.until else None,
    )


def patterns(connection: Connection, months: Period, now: datetime, currency: str) -> Sequence[OrderPattern]:
    """Customers who ordered alike in these months, until now."""
    one = _customers(months, min(months.until, now), currency).subquery()
    signs = when((one.c.signs >= _CAME_AGAIN, one.c.signs % _CAME_AGAIN + _CAME_AGAIN), else_=one.c.signs)
    sums = [func.sum(one.c[name]) for name in ("n", "revenue", "priced", "margin", "with_margin")]
    alike = signs.label("alike")
    found = connection.execute(select(alike, func.count(), *sums).group_by(alike))
    return [_pattern(*(int(value or 0) for value in row)) for row in found]


def _pattern(signs: int, *counts: int) -> OrderPattern:
    is_new = bool(signs & _NEW)
    months = signs % _NEW if is_new else 0
    return OrderPattern(months, is_new, bool(signs & _CAME_AGAIN), bool(signs & _WAS_THERE), *counts)


def _customers(months: Period, until: datetime, currency: str) -> Select[Any]:
    """A row for each who ordered in the months."""
    made = orders.c.ordered_at
    is_ours = or_(orders.c.currency.is_(None), orders.c.currency == currency)
    amount, margin = (when((is_ours, column)) for column in (orders.c.amount_minor, orders.c.margin_minor))
    known: list[ColumnElement[Any]] = [
        func.sum(_month(months) + _sign(months)).label("signs"),
        func.count().label("n"),
        func.sum(amount).label("revenue"),
        func.count(amount).label("priced"),
        func.sum(margin).label("margin"),
        func.count(margin).label("with_margin"),
    ]
    within = unindexed(made) >= months.since, unindexed(made) < until
    return select(*known).where(*within, is_order()).group_by(orders.c.customer_id)


def _month(months: Period) -> ColumnElement[int]:
    """The bit of an order's month, unless the customer's order before it was in the same one."""
    return when(*_bits(months), else_=_number(0))


def _bits(months: Period) -> Iterator[tuple[ColumnElement[bool], ColumnElement[int]]]:
    starts = [Period(first, months.end, months.zone).since for first in retention_report.months_in(months)]
    for place, (start, end) in enumerate(zip(starts, [*starts[1:], months.until], strict=True)):
        is_repeated = orders.c.previous_at >= start
        yield orders.c.ordered_at < end, when((is_repeated, _number(0)), else_=_number(1 << place))


def _sign(months: Period) -> ColumnElement[int]:
    """What an order shows of its customer, by the one before it."""
    previous = orders.c.previous_at
    return when(
        (previous.is_(None), _number(_NEW)),
        (previous < months.before.since, _number(0)),
        (previous < months.since, _number(_WAS_THERE)),
        (seconds_between(previous, orders.c.ordered_at) >= _ANOTHER_DAY, _number(_CAME_AGAIN)),
        else_=_number(0),
    )


def _number(value: int) -> ColumnElement[int]:
    return literal(value, BigInteger)

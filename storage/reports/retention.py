"""Who ordered in which months: counted in one pass over the orders in their customers' order.

An index has them so, with all that is read of them: nothing is sorted, joined or kept beside the orders. What
is to be known of a customer is one sum: each of their orders adds what it shows, and each sign once.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, String, cast, func, literal, or_, select
from sqlalchemy import case as when

from storage.engines.functions import seconds_between, unindexed
from storage.reports import exposure, rhythms
from storage.reports.grouping import is_order
from storage.tables import orders
from surveys.statistics import retention_report
from surveys.statistics.periods import Period
from surveys.statistics.retention_report import OrderPattern, OrderTotals, RetentionReport

_ANOTHER_DAY: Final = timedelta(days=1).total_seconds()
_SEPARATOR: Final = ","
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
    if since >= months.until:
        return retention_report.unknown(months, now, since)
    return retention_report.build(
        months,
        now,
        patterns(connection, months, now),
        order_totals(connection, months, now, currency),
        exposure.count_buyers(connection, months.before),
        since,
        rhythms.count_silent(connection, now) if now < months.until else None,
    )


def patterns(connection: Connection, months: Period, now: datetime) -> Sequence[OrderPattern]:
    """Customers who ordered alike in these months, until now.

    A database that groups their sums sorts them, which takes longer than all else: they come as one text.
    """
    one = _customers(months, min(months.until, now)).subquery()
    sums = select(func.aggregate_strings(cast(one.c.signs, String), _SEPARATOR))
    found: Counter[int] = Counter()
    for signs, customers in Counter(_split(connection.execute(sums).scalar())).items():
        found[_alike(int(signs))] += customers
    return [_pattern(signs, customers) for signs, customers in found.items()]


def _split(text: str | None) -> Sequence[str]:
    return text.split(_SEPARATOR) if text else ()


def _alike(signs: int) -> int:
    """The same sum of whoever came again, however often."""
    return signs % _CAME_AGAIN + _CAME_AGAIN if signs >= _CAME_AGAIN else signs


def _pattern(signs: int, customers: int) -> OrderPattern:
    is_new = bool(signs & _NEW)
    months = signs % _NEW if is_new else 0
    return OrderPattern(months, is_new, bool(signs & _CAME_AGAIN), bool(signs & _WAS_THERE), customers)


def order_totals(connection: Connection, months: Period, now: datetime, currency: str) -> OrderTotals:
    """The orders of these months, until now; money is that of orders in `currency` or in none named."""
    is_ours = or_(orders.c.currency.is_(None), orders.c.currency == currency)
    amount, margin = (when((is_ours, column)) for column in (orders.c.amount_minor, orders.c.margin_minor))
    sums = func.count(), func.sum(amount), func.count(amount), func.sum(margin), func.count(margin)
    made = orders.c.ordered_at
    found = select(*sums).where(made >= months.since, made < min(months.until, now), is_order())
    return OrderTotals(*(int(value or 0) for value in connection.execute(found).one()))


def _customers(months: Period, until: datetime) -> Select[int]:
    """A row for each who ordered in the months."""
    signs = func.sum(_sign(months)).label("signs")
    made = unindexed(orders.c.ordered_at)
    within = made >= months.since, made < until
    return select(signs).where(*within, is_order()).group_by(orders.c.customer_id)


def _month(months: Period) -> ColumnElement[int]:
    """The bit of an order's month, unless the customer's order before it was in the same one."""
    starts = [Period(first, months.end, months.zone).since for first in retention_report.months_in(months)]
    return _bit(starts, 0)


def _bit(starts: Sequence[datetime], place: int) -> ColumnElement[int]:
    """That of one of the months that begin so, the first of which is at that place: they are halved."""
    if len(starts) == 1:
        return when((orders.c.previous_at >= starts[0], _number(0)), else_=_number(1 << place))
    half = len(starts) // 2
    is_earlier = orders.c.ordered_at < starts[half]
    return when((is_earlier, _bit(starts[:half], place)), else_=_bit(starts[half:], place + half))


def _sign(months: Period) -> ColumnElement[int]:
    """What an order shows of its customer, by the one before it; months only where it may be of use."""
    previous, month = orders.c.previous_at, _month(months)
    is_a_day_later = seconds_between(previous, orders.c.ordered_at) >= _ANOTHER_DAY
    return when(
        (previous.is_(None), month + _number(_NEW)),
        (previous < months.before.since, _number(0)),
        (previous < months.since, _number(_WAS_THERE)),
        else_=month + when((is_a_day_later, _number(_CAME_AGAIN)), else_=_number(0)),
    )


def _number(value: int) -> ColumnElement[int]:
    return literal(value, BigInteger)

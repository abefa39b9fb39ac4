"""What complaints are held against: a period's orders, and the customers who ordered or complained in it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal_column, or_, select

from storage.engines.shared_reads import shared
from storage.reports import spans
from storage.reports.grouping import (
    NO_FILTER,
    NOTHING,
    Column,
    Only,
    grouped,
    is_complaint,
    is_order,
    matches,
    named,
)
from storage.reports.totals import ORDERS
from storage.tables import cases, customers, order_months, orders
from surveys.statistics.complaints_report import Exposure, Exposures
from surveys.statistics.periods import Period

_NAMES: Final[dict[str, Column]] = {"touchpoint": orders.c.touchpoint, "segment": customers.c.segment}
"""Columns by which orders are told apart, as cases are."""


@shared
def of_period(connection: Connection, period: Period, by: str, only: Only) -> Exposures:
    """Orders and active customers of a period, as a whole and by group.

    Both are None while no order of the filter's kind is stored, of whatever day.
    """
    known = of_orders(connection, period, by, only)
    if known.whole.orders is None:
        return known
    whole = _with_active(connection, period, None, only, {"": known.whole})[""]
    if known.groups is None:
        return Exposures(whole)
    return Exposures(whole, _with_active(connection, period, by, only, known.groups))


@shared
def of_orders(connection: Connection, period: Period, by: str, only: Only) -> Exposures:
    """Orders of a period, as a whole and by group, without counting active customers.

    They are None while no order of the filter's kind is stored. Groups that no order of any day names are
    left out: what they are held against is unknown.
    """
    if not _is_known(connection, only):
        return Exposures()
    n = count_orders(connection, period, only)
    whole = Exposure(n, None if n else 0)
    if by not in _NAMES:
        return Exposures(whole)
    groups = _orders_by_group(connection, period, by, only)
    return Exposures(whole, {name: Exposure(groups.get(name, 0)) for name in _known(connection, by, only)})


def count_orders(connection: Connection, period: Period, only: Only) -> int:
    """How many orders of a period pass the filters, cancelled ones left out.

    A filter by category is passed over: an order has none.
    """
    return _orders_by_group(connection, period, None, only).get("", 0)


@shared
def count_buyers(connection: Connection, period: Period) -> int:
    """How many customers ordered in a period."""
    previous = orders.c.previous_at
    is_first = or_(previous.is_(None), previous < period.since)
    return _counted(connection, _ordered(period, None, NO_FILTER, is_first)).get("", 0)


@shared
def first_order_at(connection: Connection) -> datetime | None:
    """When the first order of all was made that was not cancelled; None without orders."""
    made = orders.c.ordered_at
    return connection.execute(select(made).where(is_order()).order_by(made).limit(1)).scalar()


@shared
def last_order_at(connection: Connection, now: datetime) -> datetime | None:
    """When the latest order was made that was not cancelled, until now; None without orders."""
    made = orders.c.ordered_at
    latest = select(made).where(is_order(), made <= now).order_by(made.desc()).limit(1)
    return connection.execute(latest).scalar()


@shared
def _is_known(connection: Connection, only: Only) -> bool:
    """Whether any order that passes the filters is stored, of whatever day."""
    found = select(order_months.c.n).where(order_months.c.n > 0, *matches(order_months, _of_orders(only)))
    return connection.execute(found.limit(1)).first() is not None


@shared
def _known(connection: Connection, by: str, only: Only) -> list[str]:
    """The groups that orders name, of whatever day."""
    group, n = order_months.c[by], func.sum(order_months.c.n)
    found = select(group).where(*matches(order_months, _of_orders(only))).group_by(group).having(n > 0)
    return list(connection.execute(found).scalars())


@shared
def _orders_by_group(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, int]:
    rows = spans.of_instants(ORDERS, period.since, period.until)
    group, n = named(rows.c[by] if by else NOTHING), func.sum(rows.c.n)
    counted = select(group, n).where(*matches(rows, _of_orders(only))).group_by(group).having(n > 0)
    return {name: int(times) for name, times in connection.execute(counted)}


@shared
def _with_active(
    connection: Connection, period: Period, by: str | None, only: Only, known: Mapping[str, Exposure]
) -> dict[str, Exposure]:
    """By group, those who ordered and those who complained without an order there: more could complain than
    are active otherwise.
    """
    others = _counted(connection, _others(period, by, only))
    buyers = _buyers(connection, period, by, only, known)
    return {
        name: replace(one, active_customers=buyers.get(name, 0) + others.get(name, 0))
        for name, one in known.items()
    }


def _buyers(
    connection: Connection, period: Period, by: str | None, only: Only, known: Mapping[str, Exposure]
) -> dict[str, int]:
    """Of each customer in a group one order is the first in the period: none before it lies there.

    At a touchpoint most are, so there the few others are counted, and taken off.
    """
    previous = orders.c.previous_there_at if "touchpoint" in {by, *only} else orders.c.previous_at
    if by == "touchpoint":
        repeated = _counted(connection, _ordered(period, by, only, previous >= period.since))
        return {name: (one.orders or 0) - repeated.get(name, 0) for name, one in known.items()}
    is_first = or_(previous.is_(None), previous < period.since)
    return _counted(connection, _ordered(period, by, only, is_first))


def _ordered(period: Period, by: str | None, only: Only, which: ColumnElement[bool]) -> Select[str, int]:
    """By group, how many orders of the period are such: what leaves out most is asked first."""
    name = named(_NAMES[by] if by else NOTHING)
    found = select(name, func.count()).select_from(_orders(by, only)).where(which, *_ordered_in(period, only))
    return grouped(found, name, by)


def _counted(connection: Connection, counts: Select[str, int]) -> dict[str, int]:
    return {name: int(n) for name, n in connection.execute(counts)}


def _others(period: Period, by: str | None, only: Only) -> Select[str, int]:
    ordered, complained = (_NAMES[by], cases.c[by]) if by else (NOTHING, NOTHING)
    people = (
        select(named(complained).label("name"), cases.c.customer_id)
        .where(is_complaint(cases), cases.c.day >= period.start, cases.c.day < period.end)
        .where(*matches(cases, only))
        .group_by(cases.c.customer_id, *([complained] if by else []))
        .subquery()
    )
    own: Select[Any] = (
        select(literal_column("1"))
        .select_from(_orders(by, only))
        .where(orders.c.customer_id == people.c.customer_id, named(ordered) == people.c.name)
        .where(*_ordered_in(period, only))
    )
    return select(people.c.name, func.count()).where(~own.correlate(people).exists()).group_by(people.c.name)


def _orders(by: str | None, only: Only) -> FromClause:
    if "segment" in {by, *only}:
        return orders.join(customers, customers.c.id == orders.c.customer_id)
    return orders


def _ordered_in(period: Period, only: Only) -> list[ColumnElement[bool]]:
    named_so = [_NAMES[name] == value for name, value in _of_orders(only).items()]
    return [orders.c.ordered_at >= period.since, orders.c.ordered_at < period.until, is_order(), *named_so]


def _of_orders(only: Only) -> Only:
    """An order has no category of complaint."""
    return {name: value for name, value in only.items() if name in _NAMES}

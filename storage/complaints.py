"""What reports on complaints are made of: cases, and the orders and customers that they are held against."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy import case as when

from storage.grouping import NOTHING, Column, Only, named
from storage.tables import cases, customers, orders
from surveys.statistics.complaints_report import Complaint, Exposure, Exposures, WaitingCases
from surveys.statistics.periods import Period
from surveys.statistics.rates import Count

CANCELLED: Final = "cancelled"
"""An order of this status is none."""

_OF_ORDERS: Final[dict[str, Column]] = {"touchpoint": orders.c.touchpoint, "segment": customers.c.segment}
"""What tells orders apart as well as cases."""


def opened(connection: Connection, period: Period, by: str, only: Only) -> list[Complaint]:
    rows = connection.execute(
        select(
            cases.c.customer_id,
            named(cases.c[by]),
            named(cases.c.category),
            cases.c.opened_at,
            cases.c.first_reply_at,
            cases.c.solved_at,
            cases.c.closed_at,
            cases.c.reopened,
        )
        .where(*_opened_in(period, only))
        .order_by(cases.c.id)
    )
    return [Complaint(*row) for row in rows]


def counted(connection: Connection, period: Period, by: str, only: Only) -> dict[str, int]:
    """Cases opened in a period, by group."""
    group = named(cases.c[by])
    rows = connection.execute(select(group, func.count()).where(*_opened_in(period, only)).group_by(group))
    return {name: int(n) for name, n in rows}


def waiting(connection: Connection, until: datetime, by: str, only: Only) -> dict[str, WaitingCases]:
    """Cases opened before that are still open and that nobody has answered."""
    group = named(cases.c[by])
    rows = connection.execute(
        select(group, func.count(), func.min(cases.c.opened_at))
        .where(cases.c.closed_at.is_(None), cases.c.first_reply_at.is_(None), cases.c.opened_at < until)
        .where(*_filtered(only))
        .group_by(group)
    )
    return {name: WaitingCases(int(n), since) for name, n, since in rows}


def exposures(connection: Connection, period: Period, by: str, only: Only) -> Exposures:
    """Orders and active customers of a period; unknown while no order is, or none of the filter's kind."""
    of_orders = _of_orders(only)
    if not _is_known(connection, of_orders):
        return Exposures()
    whole = _exposure(connection, period, None, of_orders).get("", Exposure(0, 0))
    if by not in _OF_ORDERS:
        return Exposures(whole)
    return Exposures(whole, _exposure(connection, period, by, of_orders))


def monthly(connection: Connection, months: Sequence[Period], only: Only) -> list[Count]:
    """Cases and orders of months that stand one after the other, in one statement.

    An order falls into a month by the business's zone, which no engine knows: the ends are told to it.
    """
    whole = Period(months[0].start, months[-1].end, months[0].zone)
    of_orders = _of_orders(only)
    case_month = _which(cases.c.day, [month.end for month in months])
    order_month = _which(orders.c.ordered_at, [month.until for month in months])
    found: Sequence[Any] = connection.execute(
        union_all(
            select(literal_column("'case'"), case_month, func.count())
            .where(*_opened_in(whole, only))
            .group_by(case_month),
            select(literal_column("'order'"), order_month, func.count())
            .select_from(_orders(None, of_orders))
            .where(*_ordered_in(whole, of_orders))
            .group_by(order_month),
        )
    ).all()
    counts: dict[tuple[str, int], int] = {(what, month): int(n) for what, month, n in found}
    return [Count(counts.get(("case", n), 0), counts.get(("order", n), 0)) for n in range(len(months))]


def _which(column: Column, ends: Sequence[Any]) -> ColumnElement[int]:
    """The number of the month that a value is in."""
    return when(*((column < end, literal_column(str(n), Integer)) for n, end in enumerate(ends)))


def _is_known(connection: Connection, only: Only) -> bool:
    """Whether any order is, of whatever day."""
    found = select(orders.c.id).select_from(_orders(None, only)).where(*_told_apart(only)).limit(1)
    return connection.execute(found).first() is not None


def _exposure(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, Exposure]:
    """By group, or of all under an empty name. Groups that no order names are unknown: they are left out."""
    name = named(_OF_ORDERS[by] if by else NOTHING)
    others = {group: int(n) for group, n in connection.execute(_others(period, by, only))}
    ordered = connection.execute(
        select(name, func.count(), func.count(orders.c.customer_id.distinct()))
        .select_from(_orders(by, only))
        .where(*_ordered_in(period, only))
        .group_by(name)
    )
    return {group: Exposure(int(n), int(buyers) + others.get(group, 0)) for group, n, buyers in ordered}


def _others(period: Period, by: str | None, only: Only) -> Select[str, int]:
    """Who complained without an order in the period: more could complain than are active otherwise."""
    ordered, complained = (_OF_ORDERS[by], cases.c[by]) if by else (NOTHING, NOTHING)
    own = (
        select(orders.c.id)
        .select_from(_orders(by, only))
        .where(orders.c.customer_id == cases.c.customer_id, named(ordered) == named(complained))
        .where(*_ordered_in(period, only))
    )
    return (
        select(named(complained), func.count(cases.c.customer_id.distinct()))
        .where(*_opened_in(period, only), ~own.correlate(cases).exists())
        .group_by(named(complained))
    )


def _orders(by: str | None, only: Only) -> FromClause:
    if "segment" in {by, *only}:
        return orders.join(customers, customers.c.id == orders.c.customer_id)
    return orders


def _ordered_in(period: Period, only: Only) -> list[ColumnElement[bool]]:
    return [
        orders.c.ordered_at >= period.since,
        orders.c.ordered_at < period.until,
        is_order(),
        *_told_apart(only),
    ]


def _of_orders(only: Only) -> Only:
    """An order has no category of complaint."""
    return {name: value for name, value in only.items() if name in _OF_ORDERS}


def _told_apart(only: Only) -> list[ColumnElement[bool]]:
    return [_OF_ORDERS[name] == value for name, value in only.items()]


def is_order() -> ColumnElement[bool]:
    return or_(orders.c.status.is_(None), orders.c.status != CANCELLED)


def _opened_in(period: Period, only: Only) -> list[ColumnElement[bool]]:
    return [cases.c.day >= period.start, cases.c.day < period.end, *_filtered(only)]


def _filtered(only: Only) -> list[ColumnElement[bool]]:
    return [cases.c[name] == value for name, value in only.items()]

"""What reports on complaints are made of: cases, and the orders and customers that they are held against."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal_column, or_, select, union

from storage.tables import cases, customers, orders
from surveys.complaints_report import Complaint, Exposure, Exposures, Waiting
from surveys.periods import Period

CANCELLED: Final = "cancelled"
"""An order of this status is none."""

Only = Mapping[str, str]
"""Filters by name: touchpoint, segment, category."""

Column = ColumnElement[Any]

_NOTHING: Final[ColumnElement[str]] = literal_column("''")
_OF_ORDERS: Final[dict[str, Column]] = {"touchpoint": orders.c.touchpoint, "segment": customers.c.segment}
"""What tells orders apart as well as cases."""


def opened(connection: Connection, period: Period, by: str, only: Only) -> list[Complaint]:
    rows = connection.execute(
        select(
            cases.c.customer_id,
            _named(cases.c[by]),
            _named(cases.c.category),
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
    group = _named(cases.c[by])
    rows = connection.execute(select(group, func.count()).where(*_opened_in(period, only)).group_by(group))
    return {name: int(n) for name, n in rows}


def waiting(connection: Connection, until: datetime, by: str, only: Only) -> dict[str, Waiting]:
    """Cases opened before that are still open and that nobody has answered."""
    group = _named(cases.c[by])
    rows = connection.execute(
        select(group, func.count(), func.min(cases.c.opened_at))
        .where(cases.c.closed_at.is_(None), cases.c.first_reply_at.is_(None), cases.c.opened_at < until)
        .where(*_filtered(only))
        .group_by(group)
    )
    return {name: Waiting(int(n), since) for name, n, since in rows}


def exposures(connection: Connection, period: Period, by: str, only: Only) -> Exposures:
    """Orders and active customers of a period; unknown while no order is, or none of the filter's kind."""
    of_orders = {name: value for name, value in only.items() if name in _OF_ORDERS}
    if not _is_known(connection, of_orders):
        return Exposures()
    whole = _exposure(connection, period, None, of_orders).get("", Exposure(0, 0))
    if by not in _OF_ORDERS:
        return Exposures(whole)
    return Exposures(whole, _exposure(connection, period, by, of_orders))


def _is_known(connection: Connection, only: Only) -> bool:
    """Whether any order is, of whatever day."""
    found = select(orders.c.id).select_from(_orders(None, only)).where(*_told_apart(only)).limit(1)
    return connection.execute(found).first() is not None


def _exposure(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, Exposure]:
    """By group, or of all under an empty name. Groups that no order names are unknown: they are left out."""
    name = _named(_OF_ORDERS[by] if by else _NOTHING)
    active = {group: int(n) for group, n in connection.execute(_active(period, by, only))}
    ordered = connection.execute(
        select(name, func.count())
        .select_from(_orders(by, only))
        .where(*_ordered_in(period, only))
        .group_by(name)
    )
    return {group: Exposure(int(n), active[group]) for group, n in ordered}


def _active(period: Period, by: str | None, only: Only) -> Select[Any]:
    """Whoever ordered or complained: otherwise more could complain than there are."""
    ordered, complained = (_OF_ORDERS[by], cases.c[by]) if by else (_NOTHING, _NOTHING)
    people = union(
        select(_named(ordered).label("name"), orders.c.customer_id)
        .select_from(_orders(by, only))
        .where(*_ordered_in(period, only)),
        select(_named(complained), cases.c.customer_id).where(*_opened_in(period, only)),
    ).subquery()
    return select(people.c.name, func.count()).group_by(people.c.name)


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


def _told_apart(only: Only) -> list[ColumnElement[bool]]:
    return [_OF_ORDERS[name] == value for name, value in only.items()]


def is_order() -> ColumnElement[bool]:
    return or_(orders.c.status.is_(None), orders.c.status != CANCELLED)


def _opened_in(period: Period, only: Only) -> list[ColumnElement[bool]]:
    return [cases.c.day >= period.start, cases.c.day < period.end, *_filtered(only)]


def _filtered(only: Only) -> list[ColumnElement[bool]]:
    return [cases.c[name] == value for name, value in only.items()]


def _named(column: Column) -> Column:
    return func.coalesce(column, _NOTHING)

"""Each order beside the customer's previous one: a buyer of a period has one order with none before it there.

Cancelled orders are none: they stand between no others, and what they themselves hold is never read.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Subquery, Update, bindparam, func, or_, select, update

from storage.reports.grouping import is_kept, is_order, is_pending, named
from storage.tables import customers, orders

_IDS: Final[Any] = bindparam("ids", expanding=True)
_LOCK: Final = (
    select(customers.c.id)
    .where(customers.c.id.in_(_IDS))
    .order_by(customers.c.id)
    .with_for_update(key_share=True)
)


def _linked(*conditions: Any, among: ColumnElement[bool] | None = None) -> Subquery:
    """Every order that counts, or those `among` which is looked, with the moments of those before it."""
    in_time = (orders.c.ordered_at, orders.c.id)
    there = (orders.c.customer_id, named(orders.c.touchpoint))
    before = func.lag(orders.c.ordered_at, type_=orders.c.ordered_at.type)
    return (
        select(
            orders.c.id,
            before.over(partition_by=orders.c.customer_id, order_by=in_time).label("previous_at"),
            before.over(partition_by=there, order_by=in_time).label("previous_there_at"),
        )
        .where(is_order() if among is None else among, *conditions)
        .subquery()
    )


def _is_wrong(linked: Subquery) -> Any:
    return (orders.c.id == linked.c.id) & or_(
        orders.c.previous_at.is_distinct_from(linked.c.previous_at),
        orders.c.previous_there_at.is_distinct_from(linked.c.previous_there_at),
    )


def _repair(linked: Subquery, *conditions: Any) -> Update:
    right = {name: linked.c[name] for name in ("previous_at", "previous_there_at")}
    return update(orders).where(_is_wrong(linked), *conditions).values(right)


_ALL: Final = _linked()
_REPAIR: Final = _repair(_linked(orders.c.customer_id.in_(_IDS)))
# As it will be once they count; those that count already stay as they are until then.
_REPAIR_PENDING: Final = _repair(_linked(orders.c.customer_id.in_(_IDS), among=is_kept()), is_pending(orders))
_REPAIR_ALL: Final = _repair(_ALL)
_WRONG: Final = (
    select(orders.c.id, _ALL.c.previous_at, orders.c.previous_at)
    .join_from(orders, _ALL, _is_wrong(_ALL))
    .order_by(orders.c.id)
)


def link(connection: Connection, customer_ids: Collection[int]) -> None:
    """Repair the previous orders of these customers' orders.

    To be called once some of them were added, moved, cancelled or deleted.
    """
    if customer_ids:
        ids = {"ids": sorted(customer_ids)}
        connection.execute(_LOCK, ids)
        connection.execute(_REPAIR, ids)


def link_pending(connection: Connection, customer_ids: Collection[int]) -> None:
    """Repair the previous orders of these customers' orders in the pending import."""
    if customer_ids:
        connection.execute(_REPAIR_PENDING, {"ids": sorted(customer_ids)})


def link_all(connection: Connection) -> None:
    """Repair the previous orders of all orders."""
    connection.execute(_REPAIR_ALL)


def differences(connection: Connection) -> list[tuple[object, ...]]:
    """Orders whose stored previous order is wrong: (table, id, its right moment, the stored one).

    Orders wrong only in the previous one at the same touchpoint are among them, with equal moments.
    """
    return [(orders.name, *row) for row in connection.execute(_WRONG)]

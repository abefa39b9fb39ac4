"""Stays, rhythms, next scores and running totals follow what is written, which is done within `following`."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Select, bindparam, select
from sqlalchemy import Row as FoundRow

from storage.reports import latest_scores, previous_orders, rhythms, stays, totals
from storage.reports.grouping import PENDING_IMPORTS
from storage.reports.totals import (
    CASES,
    CUSTOMERS,
    LATEST_SCORES,
    ORDERS,
    PENDING_CUSTOMERS,
    PENDING_ORDERS,
    RunningTotal,
)
from storage.rows import Answer, Case, ChurnSession, Customer, Order, Row, Stay
from storage.tables import churn_sessions, orders

Ids = Mapping[type[Row], Collection[int]]
"""Ids of rows by their type; types that are not counted are passed over."""

_TOTALS: Final[Mapping[type[Row], tuple[RunningTotal, ...]]] = {
    Case: (CASES,),
    Customer: (CUSTOMERS, PENDING_CUSTOMERS),
    Order: (ORDERS, PENDING_ORDERS),
    Answer: (LATEST_SCORES,),
}
"""In the order of `totals.ALL`."""
# Locked against the step in which its rows begin to count.
_PENDING_IMPORT: Final = PENDING_IMPORTS.with_for_update(read=True)
_COUNTED: Final[Mapping[type[Row], frozenset[str]]] = {
    Answer: frozenset({"score", "customer_id"}),
    Case: frozenset({"day", "source", "category", "touchpoint", "segment"}),
    ChurnSession: frozenset({"reason_class", "told_at"}),
    Customer: frozenset({"joined_at", "returned_at", "left_at", "staff_since", "segment", "import_id"}),
    Order: frozenset({"customer_id", "ordered_at", "touchpoint", "status", "import_id"}),
}
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_ORDERS_OF: Final = select(orders.c.id).where(orders.c.customer_id.in_(_IDS))
_LEAVERS_OF: Final = select(churn_sessions.c.customer_id).where(churn_sessions.c.id.in_(_IDS)).distinct()
_BUYERS_OF: Final = select(orders.c.customer_id).where(orders.c.id.in_(_IDS)).distinct()


def is_counted(kind: type[Row], columns: Collection[str] | None = None) -> bool:
    """Whether running totals depend on rows of that type or, if given, on any of these columns of them."""
    counted = _COUNTED.get(kind)
    return counted is not None and (columns is None or not counted.isdisjoint(columns))


def customers_of(rows: Iterable[Row]) -> set[int]:
    """Customers whose stays depend on these rows: to be given as changed to `following`."""
    return {row.customer_id for row in rows if isinstance(row, (ChurnSession, Stay))}


@contextmanager
def following(connection: Connection, *, changed: Ids, added: Ids) -> Iterator[None]:
    """Keep stays, rhythms, running totals and each order's previous ones right over the writes of the block.

    `changed` are rows that the block changes or deletes in what they are counted by, `added` those that it
    adds.
    """
    if not (changed or added):  # as of almost every batch
        yield
        return
    before = {kind: set(ids) for kind, ids in changed.items() if kind in _TOTALS and ids}
    if leavers := _all(connection, _LEAVERS_OF, changed.get(ChurnSession, ())):
        before.setdefault(Customer, set()).update(leavers)
    if Customer in before:  # an order is counted under its customer's segment
        before.setdefault(Order, set()).update(_all(connection, _ORDERS_OF, before[Customer]))
    buyers = _buyers(connection, before)
    is_imported = bool({*changed, *added} - {Answer})
    has_pending = is_imported and connection.execute(_PENDING_IMPORT).first() is not None
    for kind in _TOTALS:
        for total in _totals(kind, has_pending):
            totals.subtract(connection, total, before.get(kind, ()))
    yield
    for some in totals.portions({*before.get(Customer, ()), *added.get(Customer, ())}):
        stays.follow(connection, some)
    after = {kind: before.get(kind, set()) | set(added.get(kind, ())) for kind in _TOTALS}
    scored = after.pop(Answer)
    for kind, ids in after.items():
        for total in _totals(kind, has_pending):
            totals.add(connection, total, ids)
    buyers |= _buyers(connection, after)
    previous_orders.link(connection, buyers)
    for some in totals.portions(buyers):
        rhythms.follow(connection, some)
    if has_pending:
        previous_orders.link_pending(connection, buyers)
    totals.add(connection, LATEST_SCORES, before.get(Answer, ()))
    for some in totals.portions(scored):
        _count_latest(connection, latest_scores.wrong(connection, some))


def follow_scores_of(connection: Connection, customer_ids: Collection[int]) -> None:
    """Count the scores of these customers, who got those of others."""
    for some in totals.portions(customer_ids):
        _count_latest(connection, latest_scores.wrong_of_people(connection, some))


def _count_latest(connection: Connection, found: Sequence[FoundRow[Any]]) -> None:
    """What is new was not counted yet, and what is no score any more is not counted again."""
    totals.subtract(connection, LATEST_SCORES, [row.id for row in found if row.latest_until is not None])
    latest_scores.repair(connection, found)
    totals.add(connection, LATEST_SCORES, [row.id for row in found if row.until is not None])


def _totals(kind: type[Row], has_pending: bool) -> tuple[RunningTotal, ...]:
    return _TOTALS[kind] if has_pending else _TOTALS[kind][:1]


def _buyers(connection: Connection, ids: Ids) -> set[int]:
    return _all(connection, _BUYERS_OF, ids.get(Order, ()))


def _all(connection: Connection, statement: Select[Any], ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for some in totals.portions(ids):
        found.update(connection.execute(statement, {"ids": some}).scalars())
    return found

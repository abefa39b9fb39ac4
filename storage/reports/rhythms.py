"""The rhythms of customers follow their orders, so that who fell silent is read from an index.

A row stands for whoever has a rhythm; who ordered too seldom has none.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from storage.engines.shared_reads import shared
from storage.reports.grouping import is_customer, is_order, non_customers
from storage.tables import customers, orders, rhythms
from surveys.statistics.rhythm import Rhythm, rhythm_of
from surveys.statistics.risk_report import GONE_AFTER

_AT_ONCE: Final = 5_000
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_ORDERS: Final = (
    select(orders.c.customer_id, orders.c.ordered_at)
    .where(is_order())
    .order_by(orders.c.customer_id, orders.c.ordered_at)
)
_KNOWN: Final = select(rhythms.c.customer_id, rhythms.c.gap_s, rhythms.c.last_at)
_FORGET: Final = delete(rhythms).where(rhythms.c.customer_id.in_(_IDS))


@dataclass(frozen=True, slots=True)
class SilentCustomer:
    """Somebody who has ordered nothing for longer than their own rhythm allows."""

    customer_id: int
    rhythm: Rhythm


def find(connection: Connection, customer_ids: Collection[int]) -> dict[int, Rhythm]:
    """Rhythms of customers by their ids; who has none is missing."""
    found = _KNOWN.where(rhythms.c.customer_id.in_(_IDS))
    return dict(_stored(connection, found, {"ids": sorted(customer_ids)})) if customer_ids else {}


def follow(connection: Connection, customer_ids: Collection[int]) -> None:
    """Make the rhythms of these customers those of their orders; some 30 000 at most.

    To be called after `previous_orders.link`, which locks them.
    """
    if not customer_ids:
        return
    ids = {"ids": sorted(customer_ids)}
    wanted = dict(_rhythms(connection.execute(_ORDERS.where(orders.c.customer_id.in_(_IDS)), ids)))
    known = find(connection, customer_ids)
    if stale := [one for one, rhythm in known.items() if wanted.get(one) != rhythm]:
        connection.execute(_FORGET, {"ids": stale})
    _add(connection, ((one, rhythm) for one, rhythm in wanted.items() if known.get(one) != rhythm))


def follow_all(connection: Connection) -> None:
    """Make all rhythms those of the orders."""
    found = _rhythms(connection.execute(_ORDERS))
    connection.execute(delete(rhythms))
    _add(connection, found)


def differences(connection: Connection) -> list[tuple[object, ...]]:
    """Customers whose stored rhythm is wrong: (table, id, the right one, the stored one), None for none."""
    wanted, known = dict(_rhythms(connection.execute(_ORDERS))), dict(_stored(connection, _KNOWN, {}))
    everybody = sorted(wanted.keys() | known.keys())
    return [
        (rhythms.name, one, wanted.get(one), known.get(one))
        for one in everybody
        if wanted.get(one) != known.get(one)
    ]


def silent_customers(
    connection: Connection, now: datetime, limit: int, since: datetime | None = None
) -> list[SilentCustomer]:
    """Customers who fell silent by now and, if given, after `since`; who did so first comes first.

    Whoever said to have left is not silent. `since` is the moment at which the last of an earlier answer
    fell silent: `rhythm.silent_at`.
    """
    found = (
        _KNOWN.join_from(rhythms, customers, customers.c.id == rhythms.c.customer_id)
        .where(rhythms.c.silent_at <= now, is_still_customer())
        .order_by(rhythms.c.silent_at, rhythms.c.customer_id)
        .limit(limit)
    )
    if since is not None:
        found = found.where(rhythms.c.silent_at > since)
    return [SilentCustomer(*one) for one in _stored(connection, found, {})]


@shared
def count_silent(connection: Connection, now: datetime) -> int:
    """How many customers fell silent within the last year and still are; who said to have left is not."""
    is_silent = rhythms.c.silent_at <= now, rhythms.c.silent_at > now - GONE_AFTER
    found = select(func.count()).where(*is_silent, rhythms.c.customer_id.not_in(former_customers()))
    return connection.execute(found).scalar_one()


def former_customers() -> CompoundSelect[Any]:
    """The ids of those who left and of those who do not count: few, beside all others."""
    return non_customers(customers.c.left_at.is_not(None))


def is_still_customer() -> Any:
    """The condition that a customer counts and has not left."""
    return customers.c.left_at.is_(None) & is_customer()


def _rhythms(found: Iterable[Any]) -> Iterator[tuple[int, Rhythm]]:
    for customer_id, theirs in groupby(found, itemgetter(0)):
        rhythm = rhythm_of(ordered_at for _, ordered_at in theirs)
        if rhythm is not None:
            yield customer_id, rhythm


def _stored(
    connection: Connection, found: Select[Any], values: dict[str, Any]
) -> Iterator[tuple[int, Rhythm]]:
    for customer_id, gap_s, last_at in connection.execute(found, values):
        yield customer_id, Rhythm(timedelta(seconds=gap_s), last_at)


def _add(connection: Connection, found: Iterable[tuple[int, Rhythm]]) -> None:
    rest = iter(found)
    while some := list(islice(rest, _AT_ONCE)):
        connection.execute(insert(rhythms), [_values(*one) for one in some])


def _values(customer_id: int, rhythm: Rhythm) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "gap_s": round(rhythm.gap.total_seconds()),
        "last_at": rhythm.last_at,
        "silent_at": rhythm.silent_at,
    }

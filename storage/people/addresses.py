"""By what people are found: Telegram's id, the company's own, a phone. An address belongs to one person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, insert, select

from storage.tables import addresses, customers
from storage.update import keyed, update_by_key
from surveys.records.address import AddressKind

_COLUMNS: Final = {
    AddressKind.TELEGRAM: customers.c.telegram_id,
    AddressKind.COMPANY: customers.c.external_id,
}


@dataclass(frozen=True, slots=True)
class Address:
    """One name of a person."""

    kind: AddressKind
    value: str
    customer_id: int


def find(connection: Connection, kind: AddressKind, values: Collection[str]) -> dict[str, int]:
    """Ids of customers by their addresses of that kind; unknown ones are missing."""
    if not values:
        return {}
    rows = connection.execute(_found(kind), {"values": sorted(values)})
    return {str(value): customer_id for value, customer_id in rows}


def having(connection: Connection, kind: AddressKind, customer_ids: Collection[int]) -> set[int]:
    """Those of the customers who have an address of that kind."""
    if not customer_ids:
        return set()
    return set(connection.execute(_having(kind), {"ids": sorted(customer_ids)}).scalars())


def add(connection: Connection, added: Iterable[Address]) -> None:
    """Store addresses that nobody has."""
    rows = list(added)
    for kind, column in _COLUMNS.items():
        if mine := [keyed(one.customer_id, {column.name: one.value}) for one in rows if one.kind is kind]:
            connection.execute(update_by_key(customers, (column.name,)), mine)
    others = [one for one in rows if one.kind not in _COLUMNS]
    if others:
        connection.execute(
            insert(addresses),
            [{"kind": one.kind, "value": one.value, "customer_id": one.customer_id} for one in others],
        )


@cache
def _found(kind: AddressKind) -> Select[Any]:
    values: Any = bindparam("values", expanding=True)
    if (column := _COLUMNS.get(kind)) is not None:
        return select(column, customers.c.id).where(column.in_(values))
    mine = addresses.c.kind == kind, addresses.c.value.in_(values)
    return select(addresses.c.value, addresses.c.customer_id).where(*mine)


@cache
def _having(kind: AddressKind) -> Select[Any]:
    ids: Any = bindparam("ids", expanding=True)
    if (column := _COLUMNS.get(kind)) is not None:
        return select(customers.c.id).where(customers.c.id.in_(ids), column.is_not(None))
    mine = addresses.c.kind == kind, addresses.c.customer_id.in_(ids)
    return select(addresses.c.customer_id).where(*mine)

"""By what people are found: Telegram's id, the company's own, a phone. An address belongs to one person."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, bindparam, cast, insert, select

from storage.engines.types import Id
from storage.row_values import values_of
from storage.rows import ADDRESS_FIELDS, Customer, CustomerAddress
from storage.tables import addresses, customers
from surveys.records.address import AddressKind

telegram: Final = addresses.alias("telegram")
"""Accounts of Telegram, in statements over `reachable`."""
company: Final = addresses.alias("company")
"""Ids of the company, in statements over `named`."""

TELEGRAM_ID: Final[ColumnElement[int]] = cast(telegram.c.value, Id)
EXTERNAL_ID: Final[ColumnElement[str]] = company.c.value


def reachable(source: FromClause = customers) -> FromClause:
    """Customers with their account of Telegram, if they have one: `TELEGRAM_ID`."""
    mine = (telegram.c.customer_id == customers.c.id) & (telegram.c.kind == AddressKind.TELEGRAM)
    return source.outerjoin(telegram, mine)


def named(source: FromClause = customers) -> FromClause:
    """Customers with what a `Customer` tells of their addresses: `TELEGRAM_ID` and `EXTERNAL_ID`."""
    mine = (company.c.customer_id == customers.c.id) & (company.c.kind == AddressKind.COMPANY)
    return reachable(source).outerjoin(company, mine)


_FIELD: Final[dict[AddressKind, ColumnElement[Any]]] = {
    AddressKind.TELEGRAM: TELEGRAM_ID,
    AddressKind.COMPANY: EXTERNAL_ID,
}
CUSTOMER: Final[list[ColumnElement[Any]]] = [
    (_FIELD[ADDRESS_FIELDS[one.name]] if one.name in ADDRESS_FIELDS else customers.c[one.name]).label(
        f"customer_{one.name}"
    )
    for one in fields(Customer)
]
"""What a `Customer` is made of, in the order of its fields; to be selected over `named`."""

_FOUND: Final = select(addresses.c.value, addresses.c.customer_id).where(
    addresses.c.kind == bindparam("kind", type_=addresses.c.kind.type),
    addresses.c.value.in_(bindparam("values", expanding=True)),
)
WITH_TELEGRAM: Final = select(addresses.c.customer_id).where(
    addresses.c.kind == AddressKind.TELEGRAM,
    addresses.c.value.in_(bindparam("telegram_ids", expanding=True)),
)
"""Ids of the customers with the accounts of Telegram `telegram_ids`, as words, in another statement."""
_HAVING: Final = select(addresses.c.customer_id).where(
    addresses.c.customer_id.in_(bindparam("ids", expanding=True)),
    addresses.c.kind == bindparam("kind", type_=addresses.c.kind.type),
)
_OF: Final = (
    select(addresses.c.kind, addresses.c.value, addresses.c.customer_id)
    .where(addresses.c.customer_id.in_(bindparam("ids", expanding=True)))
    .order_by(addresses.c.customer_id, addresses.c.kind, addresses.c.value)
)


def find(connection: Connection, kind: AddressKind, values: Collection[str]) -> dict[str, int]:
    """Ids of customers by their addresses of that kind; unknown ones are missing."""
    if not values:
        return {}
    rows: Any = connection.execute(_FOUND, {"kind": kind, "values": sorted(values)})
    return dict(tuple(row) for row in rows)


def find_any(connection: Connection, who: str) -> int | None:
    """The customer with that id of the company's, else that Telegram id, else that phone; None for nobody.

    By the company's id first: a number may be an account of Telegram, too.
    """
    for kind in (AddressKind.COMPANY, AddressKind.TELEGRAM, AddressKind.PHONE):
        if (found := find(connection, kind, [who]).get(who)) is not None:
            return found
    return None


def having(connection: Connection, kind: AddressKind, customer_ids: Collection[int]) -> set[int]:
    """Those of the customers who have an address of that kind."""
    if not customer_ids:
        return set()
    return set(connection.execute(_HAVING, {"kind": kind, "ids": sorted(customer_ids)}).scalars())


def addresses_of(connection: Connection, customer_ids: Collection[int]) -> list[CustomerAddress]:
    """All addresses of these customers."""
    if not customer_ids:
        return []
    return [CustomerAddress(*row) for row in connection.execute(_OF, {"ids": sorted(customer_ids)})]


def add(connection: Connection, added: Iterable[CustomerAddress]) -> None:
    """Store addresses that nobody has."""
    if rows := [values_of(one) for one in added]:
        connection.execute(insert(addresses), rows)


def with_telegram(telegram_ids: Collection[int]) -> Select[Any]:
    """Ids of the customers with these accounts of Telegram, as a part of another statement."""
    return WITH_TELEGRAM.params(telegram_ids=[str(one) for one in telegram_ids])

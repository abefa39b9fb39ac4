"""Whoever is forgotten is brought back by no record, only by themselves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select

from storage.engines.database import Database
from storage.ids import Ids
from storage.people import addresses, customer_records, erasure, order_records
from storage.people.record_changes import Stored
from storage.reports import totals
from storage.rows import CustomerAddress
from storage.tables import customers, orders
from surveys.language.languages import Language
from surveys.records.address import AddressKind
from surveys.records.records import CustomerRecord, OrderRecord
from tests.storage.history import keep
from tests.storage.samples import NOW, customer

IDS = Ids()
PHONE, OTHER = "+79160000001", "+79160000002"
ERASED = NOW + timedelta(hours=1)
LATER = ERASED + timedelta(days=1)
ANN = CustomerRecord(2, "007", PHONE, "Анна")
BREAD = OrderRecord(2, "A1", NOW, 100, customer_id="007", phone=PHONE)


def _customers(connection: Connection, *records: CustomerRecord) -> Stored:
    return customer_records.store(connection, records, LATER, IDS, Language.RU)


def _orders(connection: Connection, *records: OrderRecord) -> Stored:
    return order_records.store(connection, records, LATER, IDS, Language.RU)


def _outcome(stored: Stored) -> tuple[int, int, int, list[tuple[int, str]]]:
    refused = [(one.position, one.why.id) for one in stored.refused]
    return stored.created, stored.changed, stored.unchanged, refused


async def _forgotten(database: Database) -> None:
    """Anna was a customer with an order, and is one no more."""
    await database.write(_customers, ANN)
    await database.write(_orders, BREAD)
    owner = (await database.read(addresses.find, AddressKind.COMPANY, ["007"]))["007"]
    await database.write(erasure.begin, owner, ERASED)
    await database.write(erasure.replace_key, owner)


async def _owner(database: Database, phone: str = PHONE) -> int | None:
    return (await database.read(addresses.find, AddressKind.PHONE, [phone])).get(phone)


async def _n(database: Database, column: object) -> int:
    counted = select(func.count(column))  # type: ignore[arg-type]  # any column
    return await database.read(lambda connection: connection.execute(counted).scalar_one())


@pytest.mark.parametrize(
    "record",
    [ANN, replace(ANN, phone=None), CustomerRecord(2, None, PHONE), CustomerRecord(2, "new", PHONE)],
    ids=["both", "by id", "by phone", "by phone under a new id"],
)
async def test_a_customer_of_a_file_who_is_forgotten_is_refused_by_line(
    database: Database, record: CustomerRecord
) -> None:
    await _forgotten(database)
    told = await database.write(_customers, record, CustomerRecord(3, "008", OTHER))
    assert _outcome(told) == (1, 0, 0, [(2, "record-forgotten")])
    assert await _owner(database) is None
    assert await database.read(totals.differences) == []


@pytest.mark.parametrize(
    "names", [{"customer_id": "007"}, {"customer_id": None}, {"customer_id": "new"}], ids=str
)
async def test_an_order_makes_nobody_of_who_is_forgotten(database: Database, names: dict[str, Any]) -> None:
    await _forgotten(database)
    before = await _n(database, customers.c.id), await _n(database, orders.c.id)
    told = await database.write(_orders, replace(BREAD, ordered_at=LATER, **names))
    assert _outcome(told) == (0, 0, 0, [(2, "record-forgotten")])
    assert (await _n(database, customers.c.id), await _n(database, orders.c.id)) == before


async def test_who_came_back_and_said_their_phone_is_a_customer_anew_without_their_past(
    database: Database,
) -> None:
    await _forgotten(database)
    back = customer(7, id=70)
    await keep(database, back, CustomerAddress(AddressKind.PHONE, PHONE, back.id))
    assert _outcome(await database.write(_customers, ANN)) == (0, 1, 0, [])
    old, new = BREAD, replace(BREAD, position=3, order_id="A2", ordered_at=LATER)
    assert _outcome(await database.write(_orders, old, new)) == (1, 0, 0, [(2, "record-forgotten")])
    assert _outcome(await database.write(_orders, replace(old, phone=None)))[3] == [(2, "record-forgotten")]
    assert await database.read(addresses.find, AddressKind.COMPANY, ["007"]) == {"007": back.id}
    assert await database.read(totals.differences) == []


async def test_a_phone_of_who_is_forgotten_is_given_to_nobody_else_by_a_file(database: Database) -> None:
    await _forgotten(database)
    await database.write(_customers, CustomerRecord(2, "008", OTHER))
    assert _outcome(await database.write(_customers, CustomerRecord(2, "008", PHONE))) == (0, 0, 1, [])
    assert await _owner(database) is None


async def test_a_batch_asks_once(database: Database) -> None:
    await _forgotten(database)
    said: list[str] = []

    def run(connection: Connection) -> Stored:
        @event.listens_for(connection, "before_cursor_execute")
        def listen(_: object, __: object, statement: str, *rest: object) -> None:
            said.append(statement)

        records = [CustomerRecord(n, f"c{n}", f"+7916{n:07}") for n in range(2, 300)]
        return _customers(connection, ANN, *records)

    assert len((await database.write(run)).refused) == 1
    assert sum("tombstones" in statement for statement in said) == 1

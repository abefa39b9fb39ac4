"""What the company says of customers and orders becomes rows, once."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select

from storage.engines.database import Database
from storage.ids import Ids
from storage.people import addresses, customer_records, order_records
from storage.people.record_changes import Stored
from storage.reports import totals, upkeep
from storage.rows import Customer
from storage.tables import customers, orders, stays
from surveys.language.languages import Language
from surveys.records.address import AddressKind
from surveys.records.records import CustomerRecord, OrderRecord
from tests.storage.history import at
from tests.storage.samples import NOW

IDS = Ids()
ANN_PHONE, BOB_PHONE = "+79160000001", "+79160000002"
ANN = CustomerRecord(2, "007", ANN_PHONE, "Анна", segment="gold", joined_at=at(1, 2))
BOB = CustomerRecord(3, None, BOB_PHONE, "Боб", attributes={"Город": "Тверь"})
BREAD = OrderRecord(2, "A1", at(3, 3), 123_450, customer_id="007", touchpoint="зал")


def _customers(connection: Connection, *records: CustomerRecord) -> Stored:
    return customer_records.store(connection, records, NOW, IDS, Language.RU)


def _orders(connection: Connection, *records: OrderRecord) -> Stored:
    return order_records.store(connection, records, NOW, IDS, Language.RU)


def _counts(stored: Stored) -> tuple[int, int, int, int]:
    return stored.created, stored.changed, stored.unchanged, len(stored.refused)


async def _writes(database: Database, work: Any, *args: Any) -> tuple[Any, list[str]]:
    """What the work returned and the statements that it sent to write."""
    said: list[str] = []

    def run(connection: Connection) -> Any:
        @event.listens_for(connection, "before_cursor_execute")
        def listen(_: Any, __: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith(("SELECT", "WITH")):
                said.append(statement)

        return work(connection, *args)

    return await database.write(run), said


async def _all(database: Database, *columns: Any) -> list[tuple[Any, ...]]:
    rows = await database.read(lambda connection: connection.execute(select(*columns)).all())
    return sorted(map(tuple, rows), key=str)


async def test_customers_that_are_said_twice_are_stored_once(database: Database) -> None:
    assert _counts(await database.write(_customers, ANN, BOB)) == (2, 0, 0, 0)
    again, written = await _writes(database, _customers, ANN, BOB)
    assert (_counts(again), written) == ((0, 0, 2, 0), [])
    assert await _all(database, customers.c.name, customers.c.segment, customers.c.attributes) == [
        ("Анна", "gold", None),
        ("Боб", None, {"Город": "Тверь"}),
    ]
    assert await database.read(totals.differences) == []


async def test_what_a_record_does_not_say_stays(database: Database) -> None:
    await database.write(_customers, ANN)
    told = CustomerRecord(2, "007", segment="new", attributes={"Скидка": "5 %"})
    assert _counts(await database.write(_customers, told)) == (0, 1, 0, 0)
    assert await _all(database, customers.c.name, customers.c.segment, customers.c.joined_at) == [
        ("Анна", "new", at(1, 2))
    ]
    assert await database.read(totals.differences) == []


async def test_a_person_known_by_phone_gets_the_id_of_the_company(database: Database) -> None:
    await database.write(_customers, BOB)
    assert _counts(await database.write(_customers, replace(BOB, customer_id="8"))) == (0, 1, 0, 0)
    by_phone = await database.read(addresses.find, AddressKind.PHONE, [BOB_PHONE])
    assert await database.read(addresses.find, AddressKind.COMPANY, ["8"]) == {"8": by_phone[BOB_PHONE]}


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (CustomerRecord(9, "8", ANN.phone), "record-phone-taken"),
        (CustomerRecord(9, "9", segment="я" * 101), "record-too-long"),
        (CustomerRecord(9, "a\0b"), "record-unreadable"),
        (CustomerRecord(9, "9", monthly_margin_minor=2**63), "record-too-large"),
        (CustomerRecord(9, name="Никто"), "record-nobody"),
    ],
)
async def test_a_refused_customer_holds_up_no_other(
    database: Database, record: CustomerRecord, why: str
) -> None:
    stored = await database.write(_customers, ANN, record, BOB)
    assert _counts(stored) == (2, 0, 0, 1)
    assert [(one.position, one.why.id) for one in stored.refused] == [(9, why)]


async def test_orders_that_are_said_twice_are_stored_once(database: Database) -> None:
    await database.write(_customers, ANN, BOB)
    by_phone = OrderRecord(3, "A2", at(4, 3), 100, phone=BOB.phone)
    assert _counts(await database.write(_orders, BREAD, by_phone)) == (2, 0, 0, 0)
    again, written = await _writes(database, _orders, BREAD, by_phone)
    assert (_counts(again), written) == ((0, 0, 2, 0), [])
    bought = await database.read(
        lambda connection: connection.execute(
            select(customers.c.name, orders.c.external_id, orders.c.amount_minor)
            .join_from(orders, customers)
            .order_by(orders.c.external_id)
        ).all()
    )
    assert bought == [("Анна", "A1", 123_450), ("Боб", "A2", 100)]


async def test_whoever_is_unknown_is_a_customer_since_their_first_order(database: Database) -> None:
    later = replace(BREAD, order_id="A0", ordered_at=at(9, 3))
    stranger = OrderRecord(4, "A3", at(1, 1, year=1997), 1, phone="+79160000009")
    assert _counts(await database.write(_orders, later, BREAD, stranger)) == (3, 0, 0, 0)
    assert await _all(database, customers.c.joined_at) == [(at(1, 1, year=1997),), (at(3, 3),)]
    assert await database.read(totals.differences) == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": "cancelled"},
        {"amount_minor": 5},
        {"touchpoint": "доставка", "ordered_at": at(1, 1)},
        {"customer_id": "008"},
    ],
)
async def test_a_changed_order_is_counted_as_it_is_now(database: Database, change: dict[str, Any]) -> None:
    await database.write(_orders, BREAD, replace(BREAD, order_id="A2", ordered_at=at(5, 3)))
    assert _counts(await database.write(_orders, replace(BREAD, **change))) == (0, 1, 0, 0)
    assert await database.read(totals.differences) == []


async def test_a_phone_of_somebody_else_moves_no_order(database: Database) -> None:
    await database.write(_customers, ANN)
    await database.write(_orders, OrderRecord(2, "B1", NOW, customer_id="008", phone=ANN.phone))
    found = await database.read(addresses.find, AddressKind.COMPANY, ["007", "008"])
    by_phone = await database.read(addresses.find, AddressKind.PHONE, [ANN_PHONE])
    assert (len(found), by_phone[ANN_PHONE]) == (2, found["007"])


async def test_any_history_of_records_equals_a_recount(database: Database) -> None:
    dice = Random(9)
    said: dict[str, OrderRecord] = {}
    for _ in range(20):
        batch = [_some_order(dice) for _ in range(15)]
        people = [_some_customer(dice) for _ in range(4)]
        said.update({record.order_id: record for record in batch})
        await database.write(_orders, *batch)
        await database.write(_customers, *people)
    assert await database.read(totals.differences) == []
    stored = await _all(database, orders.c.external_id, orders.c.ordered_at)
    assert stored == sorted(((one.order_id, one.ordered_at) for one in said.values()), key=str)
    [(n,)] = await _all(database, func.count(orders.c.external_id.distinct()))
    assert n == len(said)


def _some_order(dice: Random) -> OrderRecord:
    return OrderRecord(
        1,
        f"O{dice.randint(1, 90)}",
        at(1, 1) + timedelta(hours=dice.randint(0, 9000)),
        dice.randint(1, 999),
        customer_id=str(dice.randint(1, 20)),
        touchpoint=dice.choice([None, "зал", "доставка"]),
        status=dice.choice([None, "done", "cancelled"]),
    )


def _some_customer(dice: Random) -> CustomerRecord:
    joined = at(1, 1) + timedelta(hours=dice.randint(0, 9000))
    return CustomerRecord(
        1, str(dice.randint(1, 30)), segment=dice.choice(["new", "gold"]), joined_at=joined,
        left_at=dice.choice([None, joined + timedelta(days=9)]),
    )  # fmt: skip


async def test_a_file_that_is_sent_again_after_a_return_changes_nothing(database: Database) -> None:
    gone = replace(ANN, left_at=at(3, 9))
    await database.write(_customers, gone)
    [ann] = (await database.read(addresses.find, AddressKind.COMPANY, ["007"])).values()
    back = customers.update().where(customers.c.id == ann).values(left_at=None, returned_at=at(5, 10))
    await database.write(_followed, ann, back)
    assert _counts(await database.write(_customers, gone)) == (0, 0, 1, 0)
    assert await _all(database, stays.c.number, stays.c.ended_at) == [(1, at(3, 9)), (2, None)]
    later = replace(gone, left_at=at(1, 11))
    assert _counts(await database.write(_customers, later)) == (0, 1, 0, 0)
    assert await _all(database, stays.c.number, stays.c.ended_at) == [(1, at(3, 9)), (2, at(1, 11))]
    assert await database.read(totals.differences) == []


def _followed(connection: Connection, customer_id: int, change: Any) -> None:
    with upkeep.following(connection, changed={Customer: [customer_id]}, added={}):
        connection.execute(change)


@pytest.mark.parametrize("is_order_first", [True, False])
async def test_nobody_has_an_order_from_before_they_were_a_customer(
    database: Database, is_order_first: bool
) -> None:
    """In whatever order both are said, and said again, which changes nothing."""
    late, early = replace(ANN, joined_at=at(1, 5)), replace(BREAD, ordered_at=at(3, 3))
    said: list[tuple[Any, Any]] = [(_customers, late), (_orders, early)]
    if is_order_first:
        said.reverse()
    for work, record in said:
        await database.write(work, record)
    assert await _all(database, customers.c.joined_at) == [(at(3, 3),)]
    assert await _all(database, stays.c.began_at) == [(at(3, 3),)]
    for work, record in said:
        assert _counts(await database.write(work, record)) == (0, 0, 1, 0)
    assert await database.read(totals.differences) == []


async def test_whoever_left_before_they_were_known_was_a_customer_until_then(database: Database) -> None:
    await database.write(_customers, CustomerRecord(2, "9", left_at=at(2, 2)))
    assert await _all(database, customers.c.joined_at, customers.c.left_at) == [(at(2, 2), at(2, 2))]
    assert await database.read(totals.differences) == []

"""What journeys begin with is found until it is planned, whatever way it came, and never in history."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from storage.engines.database import Database
from storage.ids import Ids
from storage.imports import finishing, imports, storing, undoing
from storage.outreach import beginnings, plans
from storage.people import order_records
from storage.reports import rhythms
from storage.rows import CustomerAddress, Order, Plan, Row
from storage.states import ImportState
from surveys.journeys.calendar import MODULUS, Turn
from surveys.journeys.definition import EntryRule
from surveys.language.languages import Language
from surveys.outreach.subjects import SubjectKind
from surveys.records.address import AddressKind
from surveys.records.records import OrderRecord, RecordKind
from tests.storage.outreach.rows import ANNA, keep, plan
from tests.storage.samples import NOW, customer

IDS = Ids()
DAY = timedelta(days=1)
ALL = EntryRule()
BORIS = customer(8, id=2)
OF_ANNA = CustomerAddress(AddressKind.COMPANY, "A-7", ANNA.id)


def _record(order_id: str, ordered_at: datetime, status: str | None = None) -> OrderRecord:
    return OrderRecord(2, order_id, ordered_at, 100_00, customer_id="A-7", status=status)


def _events(connection: Connection, *records: OrderRecord) -> None:
    order_records.store(connection, records, NOW, IDS, Language.RU)


def _pending(connection: Connection, *records: OrderRecord) -> None:
    begun = imports.begin(connection, RecordKind.ORDERS, "orders.csv", "orders.csv", NOW)
    storing.take(connection, begun, records, NOW, IDS, Language.RU)


def _counts(connection: Connection) -> None:
    found = finishing.begin_to_count(connection, imports.find(connection, 1), NOW)
    while found.state is not ImportState.DONE:
        found = finishing.go_on(connection, found)


def _taken_back(connection: Connection) -> None:
    found = undoing.begin(connection, imports.find(connection, 1))
    while found.state is not ImportState.UNDONE:
        found = undoing.go_on(connection, found, NOW)


async def _new(database: Database, entry: EntryRule = ALL) -> Sequence[beginnings.JourneyBeginning]:
    return await database.read(beginnings.new_orders, "after", entry, NOW - 5 * DAY, NOW, 10)


async def test_an_order_of_an_event_is_found_until_it_is_planned(database: Database) -> None:
    await database.write(keep, ANNA, OF_ANNA)
    await database.write(_events, _record("1", NOW - DAY), _record("2", NOW - 300 * DAY))
    [found] = await _new(database)
    assert (found.customer_id, found.happened_at) == (ANNA.id, NOW - DAY)
    planned = plan(9, journey="after", subject_kind=SubjectKind.ORDER, subject_id=found.subject_id)
    assert await database.write(plans.add_new, [planned]) == 1
    assert await database.write(plans.add_new, [plan(10, **_same(found.subject_id))]) == 0
    assert await _new(database) == []


def _same(order_id: int) -> dict[str, object]:
    return {"journey": "after", "subject_kind": SubjectKind.ORDER, "subject_id": order_id}


async def test_orders_of_a_file_are_found_once_they_count_and_not_after_they_were_taken_back(
    database: Database,
) -> None:
    await database.write(keep, ANNA, OF_ANNA)
    await database.write(_pending, _record("1", NOW - DAY), _record("2", NOW - 30 * DAY))
    assert await _new(database) == []
    await database.write(_counts)
    assert [one.happened_at for one in await _new(database)] == [NOW - DAY]
    await database.write(_taken_back)
    assert await _new(database) == []


async def test_a_cancelled_order_is_none(database: Database) -> None:
    await database.write(keep, ANNA, OF_ANNA)
    await database.write(_events, _record("1", NOW - DAY, status="cancelled"))
    assert await _new(database) == []


@pytest.mark.parametrize(
    "person",
    [
        customer(None, id=2),
        customer(8, id=2, blocked_at=NOW),
        customer(8, id=2, stopped_at=NOW),
    ],
    ids=["nobody's chat", "blocked", "stopped"],
)
async def test_who_cannot_be_written_to_begins_nothing(database: Database, person: Row) -> None:
    await database.write(keep, person, Order(5, 2, NOW - DAY))
    assert await _new(database) == []


async def test_an_audience_is_touchpoints_and_segments(database: Database) -> None:
    gold = customer(8, id=2, segment="gold")
    rows = [Order(5, ANNA.id, NOW - DAY, touchpoint="shop"), Order(6, gold.id, NOW - DAY, touchpoint="web")]
    await database.write(keep, ANNA, gold, *rows)
    shop, golden = EntryRule(frozenset({"shop"})), EntryRule(segments=frozenset({"gold"}))
    assert [one.subject_id for one in await _new(database, shop)] == [5]
    assert [one.subject_id for one in await _new(database, golden)] == [6]


async def test_a_turn_is_of_those_who_have_been_customers_for_two_weeks(database: Database) -> None:
    turn = Turn(NOW.date(), 64, 0, 64 * MODULUS)
    newcomer = customer(8, id=2, joined_at=NOW - 13 * DAY)
    old = customer(9, id=3, joined_at=NOW - 15 * DAY)
    gone = customer(10, id=4, joined_at=NOW - 15 * DAY, left_at=NOW)
    await database.write(keep, newcomer, old, gone)
    found = await database.read(beginnings.customers_of_turn, "drip", ALL, turn, NOW, 10)
    assert [(one.customer_id, one.subject_id) for one in found] == [(3, NOW.date().toordinal())]
    empty = Turn(NOW.date(), 64, 5 * 64, 64 * MODULUS)
    assert await database.read(beginnings.customers_of_turn, "drip", ALL, empty, NOW, 10) == []


@pytest.mark.parametrize(
    ("days_ago", "is_silent"),
    [
        ([60, 50, 40], True),  # three times their ten days since ten
        ([90, 80, 70], False),  # begun longer ago than thirty days
        ([45, 35, 25], False),  # not three times their ten days
        ([15, 14, 13], False),  # shorter than two weeks
        ([50, 40], False),  # no rhythm
    ],
)
async def test_a_silence_is_longer_than_ones_own_rhythm_allows(
    database: Database, days_ago: list[int], is_silent: bool
) -> None:
    rows = [Order(number, ANNA.id, NOW - days * DAY) for number, days in enumerate(days_ago, start=1)]
    await database.write(keep, ANNA, *rows)
    await database.write(rhythms.follow, [ANNA.id])
    assert [one.subject_id for one in await _silences(database)] == ([len(rows)] if is_silent else [])


def _planned(one: beginnings.JourneyBeginning) -> Plan:
    subject = {"subject_kind": SubjectKind.ORDER, "subject_id": one.subject_id}
    return plan(90 + one.customer_id, customer_id=one.customer_id, journey="quiet", **subject)


async def _silences(database: Database, limit: int = 10) -> Sequence[beginnings.JourneyBeginning]:
    return await database.read(beginnings.silences, "quiet", ALL, NOW, limit)


async def test_of_two_orders_of_one_moment_one_stands_for_the_silence(database: Database) -> None:
    days_ago = [60, 50, 40, 40]
    rows = [Order(number, ANNA.id, NOW - days * DAY) for number, days in enumerate(days_ago, start=1)]
    await database.write(keep, ANNA, *rows)
    await database.write(rhythms.follow, [ANNA.id])
    [found] = await _silences(database)
    assert found.subject_id == 3
    await database.write(plans.add_new, [_planned(found)])
    assert await _silences(database) == []


async def test_a_planned_silence_hides_no_other(database: Database) -> None:
    for person, first in ((ANNA, 1), (BORIS, 11)):
        ordered = enumerate([60, 50, 40], start=first)
        rows = [Order(number, person.id, NOW - days * DAY) for number, days in ordered]
        await database.write(keep, person, *rows)
        await database.write(rhythms.follow, [person.id])
    [one] = await _silences(database, limit=1)
    await database.write(plans.add_new, [_planned(one)])
    [other] = await _silences(database, limit=1)
    assert {one.customer_id, other.customer_id} == {ANNA.id, BORIS.id}

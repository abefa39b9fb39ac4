"""One person of two customers: nothing is lost, nothing counted twice, and what contradicts is refused."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Index, PrimaryKeyConstraint, Table, UniqueConstraint, func, select

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.outreach.contact_history import find_history
from storage.people import addresses, customers, joining
from storage.reports import stays, totals
from storage.rows import (
    Case,
    ChurnSession,
    Consent,
    Customer,
    CustomerAddress,
    Feedback,
    Joining,
    Message,
    Order,
    Row,
    Stay,
)
from storage.tables import metadata, orders
from surveys.cases.feedback import FeedbackKind
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.outreach.consents import ConsentKind
from surveys.outreach.subjects import SubjectKind
from surveys.questions.message_kind import MessageKind
from surveys.records.address import AddressKind
from surveys.records.proof import Proof
from tests.storage.outreach.rows import entry, plan
from tests.storage.samples import NOW, answer, conversation, customer

PHONE = "+79161234567"
LONG_AGO = NOW - timedelta(days=400)
TALKING = customer(7, id=70, name="Аня", language="ru", timezone="Europe/Berlin")
KNOWN = customer(
    id=30,
    name="Анна Белова",
    external_id="A-007",
    segment="gold",
    joined_at=LONG_AGO,
    monthly_margin_minor=900,
)


def _keep(connection: Connection, *rows: Row) -> None:
    effects = Effects()
    for row in rows:
        effects.add(row)
    flush(connection, [effects])


def _lived(person: Customer, base: int) -> list[Row]:
    """A row of each table that holds what is a customer's, with ids from `base` on."""
    talk = conversation(person, id=base)
    message = Message(base + 1, person.id, MessageKind.TEXT, NOW, "холодная")
    complaint = Case(base + 2, base, person.id, CaseSource.COMPLAINT, Status.OPEN, NOW.date(), NOW)
    return [
        person,
        talk,
        answer(talk, None, id=base + 3),
        message,
        complaint,
        Feedback(base + 4, person.id, FeedbackKind.MESSAGE, NOW, message_id=message.id),
        ChurnSession(talk.id, person.id, "MOVED", 1, ["MOVED"], NOW.date(), NOW),
        Consent(base + 5, person.id, ConsentKind.PROMOTION, True, "v", NOW),
        Order(base + 6, person.id, NOW - timedelta(days=base), f"o-{base}", 100, "RUB", touchpoint="зал"),
        plan(base + 7, customer_id=person.id, subject_kind=SubjectKind.CONVERSATION, subject_id=talk.id),
        entry(base + 8, customer_id=person.id, plan_id=base + 7),
    ]


def _counts(connection: Connection, customer_id: int) -> dict[str, int]:
    return {
        table.name: connection.execute(
            select(func.count()).select_from(table).where(table.c.customer_id == customer_id)
        ).scalar_one()
        for table in joining.tables_of_customers()
    }


def _phone(connection: Connection, of: Customer) -> None:
    addresses.add(connection, [CustomerAddress(AddressKind.PHONE, PHONE, of.id)])


async def test_one_who_talked_and_one_of_an_import_become_one_and_nothing_is_lost(database: Database) -> None:
    await database.write(_keep, *_lived(TALKING, 100), *_lived(KNOWN, 200))
    await database.write(_phone, KNOWN)
    before = [await database.read(_counts, one.id) for one in (TALKING, KNOWN)]
    done = await database.write(joining.join, 1, (KNOWN.id, TALKING.id), Proof.CONTACT, NOW)
    assert done == Joining(1, TALKING.id, KNOWN.id, Proof.CONTACT, NOW)
    after = await database.read(_counts, TALKING.id)
    # One person has one stay; the joining itself is a row.
    added = {name: n + before[1][name] for name, n in before[0].items()} | {"stays": 1, "joinings": 1}
    assert after == added
    assert not any((await database.read(_counts, KNOWN.id)).values())
    assert await database.read(customers.customer, 7) == replace(
        TALKING,
        name="Анна Белова",
        external_id="A-007",
        segment="gold",
        joined_at=LONG_AGO,
        monthly_margin_minor=900,
    )
    names = {AddressKind.COMPANY: "A-007", AddressKind.PHONE: PHONE, AddressKind.TELEGRAM: "7"}
    for kind, value in names.items():
        assert await database.read(addresses.find, kind, [value]) == {value: TALKING.id}
    assert await database.read(totals.differences) == []


async def test_totals_and_previous_orders_follow(database: Database) -> None:
    await database.write(_keep, *_lived(TALKING, 100), *_lived(KNOWN, 200))
    await database.write(joining.join, 1, (TALKING.id, KNOWN.id), Proof.LINK, NOW)

    def previous(connection: Connection) -> list[object]:
        return list(connection.execute(select(orders.c.previous_at).order_by(orders.c.ordered_at)).scalars())

    assert await database.read(previous) == [None, NOW - timedelta(days=200)]
    assert await database.read(totals.differences) == []


@pytest.mark.parametrize("talks_first", [True, False])
async def test_of_two_histories_the_one_that_goes_on_later_is_kept(
    database: Database, talks_first: bool
) -> None:
    left, back = LONG_AGO + timedelta(days=50), LONG_AGO + timedelta(days=90)
    with_history = replace(KNOWN if talks_first else TALKING, joined_at=LONG_AGO, returned_at=back)
    other = replace(TALKING if talks_first else KNOWN, left_at=left + timedelta(days=1))
    first = Stay(with_history.id, 1, with_history.joined_at, left)
    await database.write(_keep, with_history, first, other)
    await database.write(joining.join, 1, (TALKING.id, KNOWN.id), Proof.LINK, NOW)
    kept = await database.read(customers.customer, 7)
    assert kept is not None
    assert (kept.joined_at, kept.left_at, kept.returned_at) == (LONG_AGO, None, back)
    found = (await database.read(stays.find, [TALKING.id, KNOWN.id]))[TALKING.id]
    assert [(one.began_at, one.ended_at) for one in found] == [(LONG_AGO, left), (back, None)]
    assert await database.read(totals.differences) == []


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (customer(7, id=1), customer(8, id=2), AddressKind.TELEGRAM),
        (customer(7, id=1, external_id="A"), customer(id=2, external_id="B"), AddressKind.COMPANY),
        (customer(id=1, external_id="A"), customer(id=2, external_id="B"), AddressKind.COMPANY),
    ],
    ids=["two accounts", "two ids, one talks", "two ids of an import"],
)
async def test_what_contradicts_changes_nothing_and_is_listed_once(
    database: Database, first: Customer, second: Customer, kind: AddressKind
) -> None:
    await database.write(_keep, first, second)
    before = [await database.read(_counts, one.id) for one in (first, second)]
    for joining_id in (1, 2):
        done = await database.write(joining.join, joining_id, (first.id, second.id), Proof.RECORD, NOW)
        assert done.refused is kind
    [listed] = await database.read(joining.contradictions, 10)
    assert listed.joining == Joining(2, 1, 2, Proof.RECORD, NOW, kind)
    assert await database.read(joining.joinings_of, second.id) == [listed.joining]
    for one, counted in zip((first, second), before, strict=True):
        assert (await database.read(_counts, one.id)) | {"joinings": 0} == counted


async def test_a_plan_that_both_have_is_one_with_the_verdicts_of_both(database: Database) -> None:
    day = date(2026, 12, 1).toordinal()
    dated = {"journey": "birthday", "subject_kind": SubjectKind.DATE, "subject_id": day}
    await database.write(
        _keep,
        TALKING,
        KNOWN,
        plan(1, customer_id=TALKING.id, **dated),
        plan(2, customer_id=KNOWN.id, **dated),
        plan(3, customer_id=KNOWN.id, subject_kind=SubjectKind.CUSTOMER, subject_id=KNOWN.id),
        entry(4, customer_id=KNOWN.id, plan_id=2),
    )
    await database.write(joining.join, 1, (TALKING.id, KNOWN.id), Proof.CONTACT, NOW)
    history = await database.read(find_history, "A-007", LONG_AGO)
    assert history is not None
    assert [(one.id, one.subject_id) for one in history.plans] == [(1, day), (3, TALKING.id)]
    assert [(one.id, one.plan_id) for one in history.entries] == [(4, 1)]


async def test_a_chain_of_three_is_one_person(database: Database) -> None:
    by_phone = customer(id=40)
    await database.write(_keep, TALKING, KNOWN, by_phone)
    await database.write(_phone, by_phone)
    await database.write(joining.join, 1, (by_phone.id, KNOWN.id), Proof.RECORD, NOW)
    await database.write(joining.join, 2, (KNOWN.id, TALKING.id), Proof.LINK, NOW)
    found = await database.read(joining.joinings_of, TALKING.id)
    assert [one.other_id for one in found] == [by_phone.id, KNOWN.id]
    assert await database.read(addresses.find, AddressKind.PHONE, [PHONE]) == {PHONE: TALKING.id}


def _keys(table: Table) -> Iterable[set[str]]:
    yield {column.name for column in table.primary_key}
    for one in (*table.constraints, *table.indexes):
        if isinstance(one, UniqueConstraint) or (isinstance(one, Index) and one.unique):
            yield {column.name for column in one.columns}


def test_whoever_adds_a_table_whose_keys_hold_a_customer_says_how_rows_of_two_become_rows_of_one() -> None:
    tables = metadata.sorted_tables
    keyed = {table.name for table in tables if any("customer_id" in key for key in _keys(table))}
    assert keyed == joining.SETTLED


def _leads_to_customers(table: Table) -> bool:
    keys: list[PrimaryKeyConstraint | Index] = [table.primary_key, *table.indexes]
    return any(next(iter(key.columns)).name == "customer_id" for key in keys if len(key.columns))


def test_no_large_table_is_read_whole_to_find_a_persons_rows() -> None:
    moved = [table for table in joining.tables_of_customers() if table.name not in joining.LEFT]
    assert [table.name for table in moved if not _leads_to_customers(table)] == []

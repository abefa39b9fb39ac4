"""What was kept for as long as the company says goes by night, and no number of a report changes."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, update

from storage import tables
from storage.engines.database import Database
from storage.people.retention import RETAINED, RetentionPeriods
from storage.reports import totals
from storage.row_values import values_of
from storage.rows import AuditEntry, Customer, File, Import, SentTable
from storage.states import AuditAction, FileState, ImportState, SentTableState
from surveys.language.languages import Language
from surveys.records.records import RecordKind
from tests.harness import NOON, Harness, opened
from tests.report_numbers import every_number
from tests.updates import ANNA, said

CANARY = "кенар-90d"


@pytest.fixture
async def harness(database: Database) -> AsyncIterator[Harness]:
    async with opened(database) as one:
        yield one


def _keep(harness: Harness, **periods: Any) -> None:
    harness.contexts.current = replace(harness.contexts.current, periods=RetentionPeriods(**periods))


async def _words(harness: Harness, *found_in: Table) -> str:
    rows = [dict(row) for table in found_in for row in await harness.rows(table)]
    return json.dumps(rows, default=str, ensure_ascii=False)


async def _told(harness: Harness) -> None:
    """A score with a comment, a wish and a complaint."""
    for text in (
        "/rate", "9", f"Всё хорошо, {CANARY}", f"/wish больше света, {CANARY}",
        "/complain", f"Суп остыл, {CANARY}", f"И хлеб чёрствый, {CANARY}",
    ):  # fmt: skip
        await harness.deliver(said(ANNA, text))


def _store(connection: Connection, *rows: Any) -> None:
    for row in rows:
        connection.execute(insert(row.table), [values_of(row)])


async def _close_cases(harness: Harness, at: datetime) -> None:
    def close(connection: Connection) -> None:
        connection.execute(update(tables.cases).values(status="closed", closed_at=at))

    await harness.database.write(close)


async def _numbers(harness: Harness) -> str:
    context = harness.contexts.current.report_context
    start, end = NOON.date() - timedelta(days=31), NOON.date() + timedelta(days=2)
    return await harness.database.read(
        every_number, context, harness.fake_clock.now + timedelta(hours=1), start, end
    )


async def test_words_go_after_their_period_and_no_number_changes(harness: Harness) -> None:
    await _told(harness)
    await _close_cases(harness, harness.fake_clock.now)
    _keep(harness, answers=timedelta(days=90), complaints=timedelta(days=90))
    told = (tables.answers, tables.messages, tables.cases, tables.conversations)
    counted = await _numbers(harness)
    lines = {table.name: len(await harness.rows(table)) for table in told}

    harness.fake_clock.move(days=89)
    await harness.parts.housekeeping.tidy()
    assert (await _words(harness, *told)).count(CANARY) >= 4

    harness.fake_clock.move(days=2)
    await harness.parts.housekeeping.tidy()
    assert CANARY not in await _words(harness, *told)
    harness.fake_clock.move(days=-91)
    assert await _numbers(harness) == counted
    assert {table.name: len(await harness.rows(table)) for table in told} == lines
    assert await harness.database.read(totals.differences) == []
    assert {row["state"] for row in await harness.rows(tables.feedback)} <= {"seen", "case"}


async def test_without_a_period_words_are_kept(harness: Harness) -> None:
    await _told(harness)
    await _close_cases(harness, harness.fake_clock.now)
    before = await _words(harness, tables.answers, tables.messages, tables.cases)
    harness.fake_clock.move(days=5_000)
    await harness.parts.housekeeping.tidy()
    assert await _words(harness, tables.answers, tables.messages, tables.cases) == before


async def test_words_of_an_open_complaint_stay_until_it_was_closed_so_long(harness: Harness) -> None:
    await _told(harness)
    _keep(harness, answers=timedelta(days=30), complaints=timedelta(days=30))
    harness.fake_clock.move(days=300)
    await harness.parts.housekeeping.tidy()
    assert CANARY in await _words(harness, tables.cases)
    assert CANARY in await _words(harness, tables.messages)
    await _close_cases(harness, harness.fake_clock.now)
    harness.fake_clock.move(days=29)
    await harness.parts.housekeeping.tidy()
    assert CANARY in await _words(harness, tables.cases)
    harness.fake_clock.move(days=2)
    await harness.parts.housekeeping.tidy()
    assert CANARY not in await _words(harness, tables.cases, tables.messages)


def _records(connection: Connection, days: int, number: int) -> None:
    """An order with columns of its own, a line of the log, a refused line, a sent table, an event."""
    at = NOON - timedelta(days=days)
    _store(
        connection,
        Customer(number, number, Language.RU, at),
        AuditEntry(number, at, 1, AuditAction.EXPORT, "orders"),
        Import(number, RecordKind.ORDERS, "orders.csv", f"{number}", at, state=ImportState.DONE),
        File(number, "orders.csv", "text/csv", at, content=CANARY.encode(), state=FileState.STORED),
        SentTable(number, 1, SentTableState.SHOWN, at),
    )
    connection.execute(
        insert(tables.orders).values(
            id=number, external_id=f"A{number}", customer_id=number, ordered_at=at, amount_minor=100_00,
            currency="RUB", attributes={"address": CANARY}, code="SPRING",
        )
    )  # fmt: skip
    connection.execute(insert(tables.import_refusals).values(import_id=number, line=2, why={"value": CANARY}))
    connection.execute(
        insert(tables.received_events).values(source="shop", event=f"{number}", received_at=at)
    )


_KINDS = {
    "orders": tables.orders,
    "audit_log": tables.audit_log,
    "refused_lines": tables.import_refusals,
    "sent_tables": tables.files,
    "events": tables.received_events,
}


@pytest.mark.parametrize("kind", _KINDS)
async def test_each_kind_goes_after_its_own_period(harness: Harness, kind: str) -> None:
    for number, days in ((1, 59), (2, 61)):
        await harness.database.write(_records, days, number)
    usual = {"refused_lines": None, "sent_tables": None, "events": None}
    _keep(harness, **{**usual, kind: timedelta(days=60)})
    before = {name: await harness.rows(table) for name, table in _KINDS.items()}
    await harness.parts.housekeeping.tidy()
    for name, table in _KINDS.items():
        left = await harness.rows(table)
        if name != kind:
            assert left == before[name]
        elif kind == "orders":
            kept = {row["id"]: (row["external_id"], row["amount_minor"], row["code"]) for row in left}
            assert kept == {1: ("A1", 100_00, "SPRING"), 2: ("A2", 100_00, "SPRING")}
            assert {row["id"]: row["attributes"] for row in left} == {1: {"address": CANARY}, 2: None}
        else:
            assert len(left) == 1


async def test_more_than_a_window_goes_in_one_night(harness: Harness) -> None:
    old = NOON - timedelta(days=500)
    events = [{"source": "shop", "event": f"{n:05}", "received_at": old} for n in range(4_500)]
    await harness.database.write(
        lambda connection: connection.execute(insert(tables.received_events), events) and None
    )
    await harness.parts.housekeeping.tidy()
    assert await harness.rows(tables.received_events) == []


def test_each_period_is_carried_out() -> None:
    carried_out = {one.period for one in RETAINED} | {"files"}
    assert carried_out == set(RetentionPeriods.__dataclass_fields__)

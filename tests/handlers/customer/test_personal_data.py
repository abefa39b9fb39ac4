"""A person's rights: what is theirs comes as a file, and once forgotten is found nowhere."""

import asyncio
import json
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, text

from bot.jobs.erasure import ERASURE
from bot.jobs.personal_data import PERSONAL_DATA
from playground import Person
from storage import tables
from storage.backup import back_up
from storage.engines.database import Database
from storage.engines.sqlite import file_of
from storage.people.tombstones import forgotten
from storage.reports import totals
from tests.handlers.support_harness import PATIENCE_S, SupportHarness
from tests.harness import READ_WORK, Harness
from tests.updates import ANNA, tapped

CANARY = "кенар-7f3a"
NAME = "Канарейкина-51b9"
NOT_YET = {"ready", "running"}


async def _jobs_done(support: SupportHarness) -> None:
    """All jobs that are due have ended, and what they said was sent."""
    async with asyncio.timeout(3 * PATIENCE_S):
        while any(_is_due(support, row) for row in await support.harness.rows(tables.jobs)):
            support.harness.jobs.wake()
            await asyncio.sleep(0.01)
    await support.settled()


def _is_due(support: SupportHarness, row: Mapping[str, Any]) -> bool:
    known = row["kind"] in support.harness.jobs.kinds
    return known and row["state"] in NOT_YET and row["due_at"] <= support.harness.fake_clock.now


async def said_much(support: SupportHarness, person: Person) -> None:
    """A score with a comment, a wish, a complaint and a file."""
    harness = support.harness
    harness.jobs.kinds = {**READ_WORK, ERASURE.name: ERASURE, PERSONAL_DATA.name: PERSONAL_DATA}
    await support.deliver(await person.start())
    await support.deliver(await person.say("/rate"))
    await support.deliver(await person.say("3"))
    await support.deliver(await person.say(f"Курьер опоздал, {CANARY}"))
    await support.deliver(await person.say(f"/wish больше света, {CANARY}"))
    await support.deliver(await person.say("/complain"))
    await support.deliver(await person.say(f"Суп остыл, {CANARY}"))
    await support.deliver(await person.document(b"%PDF " + CANARY.encode(), f"{CANARY}.pdf", CANARY))


async def forget(support: SupportHarness, person: Person) -> None:
    await support.deliver(await person.say("/forget"))
    asked = [message for message in person.chat.messages if message.from_bot][-1]
    await support.deliver(await person.tap(asked, "Удалить навсегда"))
    for _ in range(3):  # the word that it is done was on its way when the job came first
        await _jobs_done(support)
        support.harness.fake_clock.move(minutes=6)
    await _jobs_done(support)
    jobs = await support.harness.rows(tables.jobs)
    assert not any(row["kind"] == ERASURE.name and row["state"] in NOT_YET for row in jobs)


async def _customer_of(support: SupportHarness, person: Person) -> int:
    found = await support.harness.rows(tables.addresses)
    return int(next(row["customer_id"] for row in found if row["value"] == str(person.id)))


def everything(connection: Connection) -> str:
    """All rows of all tables, as text."""
    return "\n".join(str(row) for table in tables.metadata.sorted_tables for row in _raw(connection, table))


def _raw(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    for row in connection.execute(text(f'SELECT {names} FROM "{table.name}"')):  # as it is stored
        yield tuple(row)


def bytes_of(url: str) -> bytes:
    """What stands in the files of a SQLite database that may be open here.

    Another process reads them: whoever closes such a file takes away all locks that their own process has on
    it, and a process that opens it then believes to be the first and spoils it.
    """
    file = file_of(url)
    parts = [file, *(Path(f"{file}{end}") for end in ("-wal", "-shm"))]
    found = [part for part in parts if part.exists()]
    return subprocess.run(["cat", *found], check=True, capture_output=True, timeout=PATIENCE_S).stdout


async def test_a_person_who_is_forgotten_is_found_nowhere(
    support: SupportHarness, harness_database: Database, tmp_path: Path
) -> None:
    await support.reload(forum=True, supergroup=True)
    person = support.telegram.person(NAME)
    await said_much(support, person)
    assert CANARY in await harness_database.read(everything)
    before = {table.name: len(await support.harness.rows(table)) for table in tables.metadata.sorted_tables}
    counted = await support.harness.rows(tables.score_days)

    await forget(support, person)

    left = await harness_database.read(everything)
    assert CANARY not in left
    assert NAME not in left
    assert str(person.id) not in left
    assert await support.harness.rows(tables.score_days) == counted
    assert await harness_database.read(totals.differences) == []
    for name in ("customers", "answers", "messages", "cases", "feedback", "conversations"):
        assert len(await support.harness.rows(tables.metadata.tables[name])) >= before[name]
    mine, other = ("telegram", str(person.id)), ("telegram", "1")
    assert set(await harness_database.read(forgotten, [mine, other])) == {mine}
    if harness_database.is_embedded:
        _find_nothing_in_files(harness_database.url, tmp_path)


def _find_nothing_in_files(url: str, tmp_path: Path) -> None:
    """In the database's files and in a new backup."""
    saved = tmp_path / "saved.db"
    back_up(url, saved)
    for content in (bytes_of(url), saved.read_bytes()):
        assert CANARY.encode() not in content
        assert json.dumps(CANARY)[1:-1].encode() not in content
        assert NAME.encode() not in content
    with sqlite3.connect(saved) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_all_that_was_theirs_keeps_one_key_that_is_new(
    support: SupportHarness, harness_database: Database
) -> None:
    await support.reload(forum=True, supergroup=True)
    person = support.telegram.person(NAME)
    await said_much(support, person)
    old = await _customer_of(support, person)
    await forget(support, person)
    [new] = [row["id"] for row in await support.harness.rows(tables.customers) if row["name"] is None]
    assert new != old
    for table in (tables.answers, tables.messages, tables.cases, tables.conversations):
        owners = {row["customer_id"] for row in await support.harness.rows(table)}
        assert new in owners
        assert old not in owners


async def test_open_complaints_are_closed_and_their_topics_go(support: SupportHarness) -> None:
    group = await support.reload(forum=True, supergroup=True)
    person = support.telegram.person(NAME)
    await said_much(support, person)
    assert group.topics
    await forget(support, person)
    cases = await support.all_cases()
    assert {(case["status"], case["solved_at"]) for case in cases} == {("closed", None)}
    assert all(topic.deleted for topic in group.topics.values())
    assert any("удалил свои данные" in said for said in support.said())
    await support.deliver(await support.vera.say(f"/about {cases[0]['number']} Олег", to=group))
    assert all(topic.deleted for topic in group.topics.values()), "nothing of it is shown again"
    assert {row["state"] for row in await support.outbox()} <= {"sent", "replaced"}


async def test_who_comes_back_is_a_stranger(support: SupportHarness) -> None:
    await support.reload(forum=True, supergroup=True)
    person = support.telegram.person(NAME)
    await said_much(support, person)
    await forget(support, person)
    await support.deliver(await person.say("/start"))
    mine = await _customer_of(support, person)
    answered = {row["customer_id"] for row in await support.harness.rows(tables.answers)}
    assert mine not in answered


async def test_a_copy_of_ones_data_comes_as_a_file_and_names_no_staff(support: SupportHarness) -> None:
    await support.reload(forum=True, supergroup=True)
    person = support.telegram.person(NAME)
    await said_much(support, person)
    await support.deliver(await person.say("/mydata"))
    await _jobs_done(support)
    [row] = [row for row in await support.harness.rows(tables.files) if row["name"].endswith(".json")]
    told = json.loads(row["content"])
    assert told["customers"][0]["name"] == NAME
    assert CANARY in json.dumps(told["cases"], ensure_ascii=False)
    assert CANARY in json.dumps(told["messages"], ensure_ascii=False)
    assert "staff_telegram_id" not in json.dumps(told)
    sent = [message for message in person.chat.messages if message.from_bot][-1]
    assert NAME in sent.text


async def test_forgetting_takes_two_steps_and_can_be_left(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/forget")
    assert asked.text.startswith("Удалить всё")
    [told] = await harness.deliver(tapped(ANNA, asked.buttons["Оставить как есть"]))
    assert told.text.startswith("Ничего не удалили")
    assert [row["value"] for row in await harness.rows(tables.addresses)] == [str(ANNA.id)]
    assert await harness.rows(tables.tombstones) == []


@pytest.mark.parametrize("late", ["forget:yes", "forget:yes:", "forget:yes:0", "forget:yes:99999999999"])
async def test_an_old_or_forged_button_asks_again(harness: Harness, late: str) -> None:
    await harness.say(ANNA, "/start")
    [told] = await harness.deliver(tapped(ANNA, late))
    assert told.text.startswith("Удалить всё")
    assert [row["value"] for row in await harness.rows(tables.addresses)] == [str(ANNA.id)]


async def test_a_button_of_yesterday_asks_again(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/forget")
    harness.fake_clock.move(hours=2)
    [told] = await harness.deliver(tapped(ANNA, asked.buttons["Удалить навсегда"]))
    assert told.text.startswith("Удалить всё")


async def test_two_taps_forget_once(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/forget")
    tap = tapped(ANNA, asked.buttons["Удалить навсегда"])
    await harness.deliver(tap, tapped(ANNA, asked.buttons["Удалить навсегда"]))
    assert len(await harness.rows(tables.tombstones)) == 1

"""What is recognised as a copy, and what becomes of outreach in one."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, text

from bot.config.context_store import ContextStore
from bot.delivery.copy_watch import CopyWatch
from handlers.outreach.explanation import explain
from storage import installation, tables
from storage.delivery import heartbeats, inbox
from storage.engines.database import Database
from storage.engines.factory import open_database
from storage.engines.installation_file import InstallationFile, Seal
from storage.engines.sqlite import file_of
from storage.outreach import hold
from storage.rows import Installation
from storage.states import CopySign
from surveys.outreach.plan_state import PlanState
from tests.harness import app_context
from tests.outreach_harness import OutreachHarness, begun
from tests.postgres import Postgres
from tests.updates import ANNA

REMINDED = "Всё ещё хотим услышать вас"


@pytest.fixture
async def outreach_harness(database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(database) as one:
        yield one


def _watch(database: Database, harness: OutreachHarness) -> CopyWatch:
    parts = harness.harness.parts
    return CopyWatch(database, ContextStore(app_context()), parts.enqueuer, parts.clock)


async def _sign(url: str, harness: OutreachHarness) -> CopySign | None:
    """By what the database of that address is recognised at the next start."""
    async with open_database(url) as opened:
        await _watch(opened, harness).begin()
        here = await opened.read(installation.find)
        assert here is not None
        return here.held_why


def _replace(file: Path, content: bytes | None) -> None:
    file.unlink()
    if content is not None:
        file.write_bytes(content)


async def _hold(database: Database, harness: OutreachHarness) -> None:
    await harness.harness.parts.copies.begin()
    await database.write(hold.begin, CopySign.RESTORED, harness.now)


async def _why(database: Database, harness: OutreachHarness) -> str:
    app = app_context()
    told = await database.read(explain, app, str(ANNA.id), "en", harness.now)
    assert told is not None
    return told


async def _state(harness: OutreachHarness) -> tuple[PlanState, str]:
    [plan] = await harness.plans("reminder")
    return plan["state"], plan["why"]


async def test_a_reminder_waits_in_a_copy_and_goes_once_it_is_the_working_one(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    await _hold(database, outreach_harness)
    asked = len(outreach_harness.heard(ANNA))
    await outreach_harness.wait(days=3)
    await outreach_harness.wait(hours=2)
    assert len(outreach_harness.heard(ANNA)) == asked
    assert await _state(outreach_harness) == (PlanState.WAITING, "held")
    assert await outreach_harness.verdicts() == [("planning", "wait", "held")]
    assert "this database may be a copy" in await _why(database, outreach_harness)

    assert await database.write(hold.release, outreach_harness.now)
    await outreach_harness.run_once()
    assert await _state(outreach_harness) == (PlanState.SENT, "due")
    assert not await database.write(hold.release, outreach_harness.now)


async def test_a_reminder_on_its_way_is_held_at_the_gate_and_dropped_by_an_owner(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    outreach_harness.harness.fake_clock.move(days=3)
    await database.write(outreach_harness.outreach.post_page)
    await _hold(database, outreach_harness)
    asked = len(outreach_harness.heard(ANNA))
    await outreach_harness.settled()
    assert (await outreach_harness.verdicts())[1:] == [("sending", "wait", "held")]

    assert await database.write(hold.drop, outreach_harness.now)
    await outreach_harness.wait(hours=2)
    assert len(outreach_harness.heard(ANNA)) == asked
    assert await _state(outreach_harness) == (PlanState.DROPPED, "revoked")
    assert "an owner dropped what waited" in await _why(database, outreach_harness)
    [row] = [row for row in await outreach_harness.harness.rows(tables.outbox) if row["kind"]]
    assert (row["state"], row["body"]) == ("refused", None)


async def test_who_stopped_in_a_copy_is_not_written_to_when_it_goes_on(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    await _hold(database, outreach_harness)
    await outreach_harness.wait(days=3)
    await outreach_harness.say(ANNA, "/stop")
    await database.write(hold.release, outreach_harness.now)
    asked = len(outreach_harness.heard(ANNA))
    await outreach_harness.run_once()
    assert len(outreach_harness.heard(ANNA)) == asked
    assert await _state(outreach_harness) == (PlanState.DROPPED, "stopped")


async def test_what_would_come_too_late_in_a_copy_is_given_up(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    await _hold(database, outreach_harness)
    await outreach_harness.wait(days=3)
    await outreach_harness.wait(days=3)
    assert await _state(outreach_harness) == (PlanState.DROPPED, "too_late")


async def test_a_database_that_is_opened_again_where_it_was_is_no_copy(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    for _ in range(3):
        assert await _sign(database.url, outreach_harness) is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_file_that_lags_behind_its_database_is_what_a_crash_leaves(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    await _sign(database.url, outreach_harness)
    for _ in range(5):
        await database.write(installation.rise)
    assert await _sign(database.url, outreach_harness) is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_first_start_that_ended_between_the_file_and_the_row_is_no_copy(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    InstallationFile(file_of(database.url)).write(Seal("begun"))
    assert await _sign(database.url, outreach_harness) is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("beside", "sign"),
    [
        (b"", CopySign.OTHER_ID),
        (b"\x00" * 128, CopySign.OTHER_ID),
        (b'{"id": "another", "mark": 1, "inode": 5}', CopySign.OTHER_ID),
        (b"[" * 5000, CopySign.OTHER_ID),
        (None, CopySign.NO_FILE),
    ],
)
async def test_a_file_that_is_gone_or_says_something_else_stands_beside_a_copy(
    database: Database, outreach_harness: OutreachHarness, beside: bytes | None, sign: CopySign
) -> None:
    await _sign(database.url, outreach_harness)
    _replace(Path(f"{file_of(database.url)}.id"), beside)
    assert await _sign(database.url, outreach_harness) is sign
    assert await _sign(database.url, outreach_harness) is sign  # until somebody decides
    await database.write(hold.release, outreach_harness.now)
    assert await _sign(database.url, outreach_harness) is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_database_that_was_begun_anew_beside_an_old_file_holds_nothing(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    InstallationFile(file_of(database.url)).write(Seal("older", 7))
    assert await _sign(database.url, outreach_harness) is None
    assert await _sign(database.url, outreach_harness) is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_mark_rises_with_time_and_the_file_follows(
    database: Database, outreach_harness: OutreachHarness, tmp_path: Path
) -> None:
    watch = _watch(database, outreach_harness)
    await watch.begin()
    file = InstallationFile(file_of(database.url))
    first = file.read()
    await watch.look()
    assert first is not None
    assert file.read() == replace(first, mark=first.mark + 1)
    await watch.note(first.mark)  # what comes late takes nothing back
    assert file.read() == replace(first, mark=first.mark + 1)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_mark_that_cannot_be_written_keeps_nobody_from_being_served(
    database: Database, outreach_harness: OutreachHarness, caplog: pytest.LogCaptureFixture
) -> None:
    watch = _watch(database, outreach_harness)
    await watch.begin()
    file = f"{file_of(database.url)}.id"
    os.unlink(file)
    os.mkdir(file)
    await watch.look()
    assert "mark not written reason=EISDIR" in caplog.text


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("part", range(4))
async def test_a_server_that_is_another_one_serves_a_copy(
    database: Database, outreach_harness: OutreachHarness, part: int
) -> None:
    assert await _sign(database.url, outreach_harness) is None
    here = await database.read(installation.find)
    assert here is not None
    numbers = (here.cluster or "").split("/")
    assert len(numbers) == 4
    assert "0" not in numbers
    numbers[part] = "77"
    await database.write(installation.store, replace(here, cluster="/".join(numbers)))
    assert await _sign(database.url, outreach_harness) is CopySign.OTHER_SERVER


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_dump_that_was_restored_is_a_copy(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    """What `pg_restore --clean` does: each table is made anew with the same rows."""
    assert await _sign(database.url, outreach_harness) is None
    for statement in (
        "CREATE TABLE again (LIKE installation INCLUDING ALL)",
        "INSERT INTO again SELECT * FROM installation",
        "DROP TABLE installation",
        "ALTER TABLE again RENAME TO installation",
    ):
        await database.write(Connection.execute, text(statement))
    assert await _sign(database.url, outreach_harness) is CopySign.OTHER_SERVER


async def test_a_database_of_a_server_that_was_copied_there_is_a_copy(
    postgres: Postgres, postgres_model: str, tmp_path: Path
) -> None:
    template = postgres.database("copied", template=urlsplit(postgres_model).path[1:])
    async with open_database(template) as opened, begun(opened) as harness:
        assert await _sign(template, harness) is None
    copy = postgres.database("copy", template=urlsplit(template).path[1:])
    async with open_database(copy) as opened, begun(opened) as harness:
        assert await _sign(copy, harness) is CopySign.OTHER_SERVER
    postgres.drop(copy)
    postgres.drop(template)


def test_what_a_server_does_not_tell_is_no_sign() -> None:
    known = Installation("one", cluster="5/1/100/200")
    assert installation.sign_of_server(known, "0/0/100/200") is None
    assert installation.sign_of_server(replace(known, cluster="0/0/100/200"), "5/1/100/200") is None
    assert installation.sign_of_server(known, "0/0/100/201") is CopySign.OTHER_SERVER


async def test_updates_that_are_missing_are_known_by_their_numbers(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    now = outreach_harness.now
    assert not await database.read(inbox.has_gap, 42, 5_000, now)  # nothing is known
    await outreach_harness.say(ANNA, "/rate")
    last = max(row["update_id"] for row in await outreach_harness.harness.rows(tables.inbox))
    await database.write(heartbeats.record, "intake", now - timedelta(seconds=20))
    assert not await database.read(inbox.has_gap, 42, last, now)  # not confirmed in time, and comes again
    assert not await database.read(inbox.has_gap, 42, last + 1, now)
    assert not await database.read(inbox.has_gap, 43, last + 2, now)  # another bot
    assert await database.read(inbox.has_gap, 42, last + 2, now)
    assert not await database.read(inbox.has_gap, 42, last + 10_000_000, now)  # begun anew
    outreach_harness.harness.fake_clock.move(days=7)
    assert not await database.read(inbox.has_gap, 42, last + 2, outreach_harness.now)


async def test_taps_that_telegram_forgot_while_we_were_away_make_no_copy(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    last = max(row["update_id"] for row in await outreach_harness.harness.rows(tables.inbox))
    outreach_harness.harness.fake_clock.move(minutes=3)
    now = outreach_harness.now
    await database.write(heartbeats.record, "intake", now - timedelta(minutes=3))
    assert not await database.read(inbox.has_gap, 42, last + 300, now)
    assert await database.read(inbox.has_gap, 42, last + 3_000, now)


def test_copying_the_file_beside_makes_it_no_original(tmp_path: Path) -> None:
    file = InstallationFile(tmp_path / "otklik.db")
    file.write(Seal("one", 3))
    assert file.read() == Seal("one", 3)
    shutil.copy(tmp_path / "otklik.db.id", tmp_path / "other.db.id")
    assert InstallationFile(tmp_path / "other.db").read() == Seal("one", 3, is_original=False)


async def test_the_first_start_is_remembered_by_later_ones(
    database: Database, outreach_harness: OutreachHarness
) -> None:
    """Until then nobody could complain to the bot or tell it that they left."""
    first = outreach_harness.now
    for _ in range(2):
        await _watch(database, outreach_harness).begin()
        here = await database.read(installation.find)
        assert here is not None
        assert here.began_at == first
        outreach_harness.harness.fake_clock.move(days=3)

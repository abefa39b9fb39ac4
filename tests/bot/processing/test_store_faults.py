"""A store that does not work is nobody's fault: what arrived waits, unconfirmed, until it works again."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from sqlalchemy import text

from bot.processing.updates import inbox_updates_of
from storage import tables
from storage.engines.database import Connection, Database
from storage.engines.factory import open_database
from storage.states import InboxState
from tests.harness import NOON, Harness, app_context, opened
from tests.postgres import Postgres
from tests.storage import outside
from tests.updates import ANNA, BORIS, ZOYA, Person, Raw, customers, said

STAYS_UNCONFIRMED_S = 0.7
"""Longer than the tries of one update took when each of its errors was its own."""


async def _stays_unconfirmed(taking: "asyncio.Task[None]", harness: Harness) -> None:
    done, _ = await asyncio.wait([taking], timeout=STAYS_UNCONFIRMED_S)
    assert not done
    assert InboxState.POISON not in await _states(harness)


async def _states(harness: Harness) -> list[InboxState]:
    return [row["state"] for row in await harness.rows(tables.inbox)]


async def _fault_is(harness: Harness, code: str | None) -> None:
    async with asyncio.timeout(10):
        while harness.parts.store_state.fault != code:  # noqa: ASYNC110  # a plain value rings no bell
            await asyncio.sleep(0.01)


def _take(tasks: asyncio.TaskGroup, harness: Harness, *updates: Raw) -> "asyncio.Task[None]":
    return tasks.create_task(harness.worker.take(inbox_updates_of(updates, 42, NOON)))


# PostgreSQL ---------------------------------------------------------------------------------------


@pytest.fixture
async def server(
    postgres: Postgres, postgres_model: str, request: pytest.FixtureRequest
) -> AsyncIterator[Harness]:
    """An office on a server that gives no lock later than after 50 ms."""
    url = postgres.database(request.node.name, template=urlsplit(postgres_model).path[1:])
    postgres.execute(f'ALTER DATABASE "{urlsplit(url).path[1:]}" SET lock_timeout = 50')
    async with open_database(url) as database, opened(database) as harness:
        yield harness
    postgres.drop(url)


async def _execute(url: str, *statements: str) -> None:
    other = await asyncpg.connect(url)
    try:
        for statement in statements:
            await other.execute(statement)
    finally:
        await other.close()


@asynccontextmanager
async def _locked(url: str, table: str) -> AsyncIterator[None]:
    other = await asyncpg.connect(url)
    try:
        async with other.transaction():
            await other.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield
    finally:
        await other.close()


@pytest.mark.parametrize("table", ["answers", "outbox", "inbox", "customers"])
async def test_an_answer_waits_for_a_locked_table_and_is_stored_once(server: Harness, table: str) -> None:
    await server.deliver(said(ANNA, "/rate"))
    async with asyncio.TaskGroup() as tasks:
        async with _locked(server.database.url, table):
            taking = _take(tasks, server, said(ANNA, "9"), said(BORIS, "/start"))
            await _fault_is(server, "55P03")
            await _stays_unconfirmed(taking, server)
            assert not server.parts.store_state.is_lasting
        await taking
    await _fault_is(server, None)
    await server.deliver()
    assert await server.scores() == {9: 1}
    assert set(await _states(server)) == {InboxState.DONE}


async def test_an_answer_waits_while_its_table_is_missing(
    server: Harness,
) -> None:
    await server.deliver(said(ANNA, "/rate"))
    outside.execute(server.database.url, "ALTER TABLE answers RENAME TO elsewhere")
    async with asyncio.TaskGroup() as tasks:
        taking = _take(tasks, server, said(ANNA, "9"))
        await _fault_is(server, "42P01")
        assert server.parts.store_state.is_lasting
        await _stays_unconfirmed(taking, server)
        outside.execute(server.database.url, "ALTER TABLE elsewhere RENAME TO answers")
        await taking
    assert await server.scores() == {9: 1}


async def test_an_answer_waits_while_the_server_may_only_be_read(server: Harness) -> None:
    await server.deliver(said(ANNA, "/rate"))
    name = outside.execute(server.database.url, "SELECT current_database()")
    outside.execute(server.database.url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    outside.execute(server.database.url, _END_ALL)
    async with asyncio.TaskGroup() as tasks:
        taking = _take(tasks, server, said(ANNA, "9"))
        await _fault_is(server, "25006")
        await _stays_unconfirmed(taking, server)
        await _execute(
            server.database.url,
            "SET default_transaction_read_only = off",
            f'ALTER DATABASE "{name}" SET default_transaction_read_only = off',
        )
        await taking
    assert await server.scores() == {9: 1}


async def test_connections_that_are_ended_again_and_again_cost_no_answer(server: Harness) -> None:
    people = customers(5)
    await server.deliver(*(said(person, "/rate") for person in people))
    for person in people:
        outside.execute(server.database.url, _END_ALL)
        await server.deliver(said(person, "9"))
    assert await server.scores() == {9: 5}
    assert set(await _states(server)) == {InboxState.DONE}


_END_ALL = """
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def test_what_was_committed_while_the_word_of_it_was_lost_is_not_done_again(server: Harness) -> None:
    """The server ends the connection when the transaction is over and before it can say so."""
    await server.deliver(said(ANNA, "/rate"))
    url = server.database.url
    outside.execute(
        url,
        """DO $$ BEGIN
        CREATE SEQUENCE ended;
        CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
            IF nextval(''ended'') < 3 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
            RETURN NULL;
        END';
        CREATE CONSTRAINT TRIGGER at_the_end AFTER INSERT ON answers DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION end_it();
        END $$""",
    )
    await server.deliver(said(ANNA, "9"))
    assert await server.scores() == {9: 1}
    assert set(await _states(server)) == {InboxState.DONE}


# SQLite -------------------------------------------------------------------------------------------


@pytest.fixture
def path(sqlite_model: Path, tmp_path: Path) -> Path:
    """A file of the newest schema."""
    return Path(shutil.copy(sqlite_model, tmp_path / "otklik.db"))


@pytest.fixture
async def file(path: Path) -> AsyncIterator[Harness]:
    async with open_database(f"sqlite:///{path}") as database, opened(database) as harness:
        yield harness


async def _set_pages(harness: Harness, most: int) -> None:
    """The disk is as large as this."""

    def set_most(connection: Connection) -> None:
        connection.execute(text(f"PRAGMA max_page_count = {most}"))

    await harness.database.write(set_most)


async def test_a_full_disk_costs_no_answer(file: Harness) -> None:
    await file.deliver(said(ANNA, "/rate"))
    await _set_pages(file, 1)
    long = "слово " * 600
    async with asyncio.TaskGroup() as tasks:
        taking = _take(tasks, file, said(ANNA, "9"), *(said(person, long) for person in customers(40)))
        await _fault_is(file, "SQLITE_FULL")
        await _stays_unconfirmed(taking, file)
        await _set_pages(file, 10**6)
        await taking
    await file.deliver()
    assert await file.scores() == {9: 1}
    assert set(await _states(file)) == {InboxState.DONE}


async def test_a_corrupt_table_confirms_nothing_and_says_so(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_database(f"sqlite:///{path}") as database, opened(database) as file:
        await file.deliver(said(ANNA, "/rate"))
    outside.corrupt(path, "answers")
    async with (
        open_database(f"sqlite:///{path}") as database,
        opened(database) as file,
        asyncio.TaskGroup() as tasks,
    ):
        taking = _take(tasks, file, said(ANNA, "9"))
        await _stays_unconfirmed(taking, file)
        assert str(file.parts.store_state.fault).startswith("SQLITE_CORRUPT")
        assert file.parts.store_state.is_lasting
        taking.cancel()
    assert sum("store does not work" in record.message for record in caplog.records) == 1


@pytest.mark.parametrize("end", ["", "-wal"])
async def test_a_deleted_file_confirms_nothing(file: Harness, path: Path, end: str) -> None:
    await file.deliver(said(ANNA, "/rate"))
    gone, away = f"{path}{end}", f"{path}.away"
    os.rename(gone, away)
    async with asyncio.TaskGroup() as tasks:
        taking = _take(tasks, file, said(ANNA, "9"))
        await _fault_is(file, "FILE_GONE")
        assert file.parts.store_state.is_lasting
        assert not taking.done()
        os.rename(away, gone)
        await taking
    assert await file.scores() == {9: 1}


async def test_a_replaced_file_confirms_nothing(file: Harness, path: Path, sqlite_model: Path) -> None:
    await file.deliver(said(ANNA, "/rate"))
    shutil.copy(sqlite_model, f"{path}.copy")
    os.rename(f"{path}.copy", path)
    async with asyncio.TaskGroup() as tasks:
        taking = _take(tasks, file, said(ANNA, "9"))
        await _fault_is(file, "FILE_GONE")
        assert not taking.done()
        taking.cancel()


# Both ---------------------------------------------------------------------------------------------


async def test_a_store_that_fails_while_nobody_writes_is_noticed(file: Harness, path: Path) -> None:
    await file.deliver(said(ANNA, "/start"))
    os.unlink(path)
    await _fault_is(file, "FILE_GONE")


async def test_innocent_people_do_not_wait_for_three_that_the_database_refuses(
    database: Database,
) -> None:
    """Three of three hundred; each is found by halving, so that the others are served at once."""
    async with opened(database) as harness:
        await _innocent_are_served(harness, customers(300))


async def _innocent_are_served(harness: Harness, people: Sequence[Person]) -> None:
    await harness.deliver(said(people[0], "/help"))
    await _refuse(harness, [people[30].id, people[140].id, people[260].id])
    told = await harness.deliver(*(said(person, "/start") for person in people))
    kept = [row for row in await harness.rows(tables.inbox) if row["state"] == InboxState.POISON]
    assert len(kept) == 3
    assert len({one.body["chat_id"] for one in told if not one.is_menu}) == 297
    batches = harness.metrics.registry.get_sample_value("otklik_batches_total")
    assert batches is not None
    assert batches < 60


async def _refuse(harness: Harness, people: list[int]) -> None:
    """From now on the database takes nothing for these people's chats."""
    listed = ", ".join(map(str, people))
    url = harness.database.url
    if harness.database.is_embedded:
        outside.execute(
            url,
            f"CREATE TRIGGER refuse BEFORE INSERT ON outbox WHEN NEW.chat_id IN ({listed}) "
            "BEGIN SELECT RAISE(ABORT, 'canary'); END",
        )
    else:
        outside.execute(
            url, f"ALTER TABLE outbox ADD CONSTRAINT refuse CHECK (chat_id NOT IN ({listed})) NOT VALID"
        )


async def test_what_the_database_refuses_to_several_people_is_said_until_somebody_is_served(
    database: Database,
) -> None:
    async with opened(database) as harness:
        await _refusal_is_said(harness)


async def _refusal_is_said(harness: Harness) -> None:
    await harness.deliver(said(ANNA, "/start"), said(BORIS, "/start"))
    await _refuse(harness, [ANNA.id, BORIS.id])
    updates = inbox_updates_of([said(ANNA, "/help"), said(BORIS, "/help")], 42, NOON)
    await harness.worker.take(updates)
    await _fault_is(harness, "SQLITE_CONSTRAINT_TRIGGER" if harness.database.is_embedded else "23514")
    assert not harness.parts.store_state.is_lasting
    await harness.worker.take(inbox_updates_of([said(ZOYA, "/start")], 42, NOON))
    await _fault_is(harness, None)


async def test_who_sent_what_cannot_be_handled_hears_of_it_in_their_language(harness: Harness) -> None:
    broken = said(ANNA, "canary")
    broken["message"]["date"] = {"absurd": True}
    broken["message"]["text"] = ["no", "text"]
    [told] = [
        one for one in await harness.deliver(broken, said(ZOYA, "/help")) if one.body["chat_id"] == ANNA.id
    ]
    assert told.text == app_context().texts.text("ru", "message-kept")

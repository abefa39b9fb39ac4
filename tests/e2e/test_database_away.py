"""The database cannot be written for a while: the process stays, and afterwards nothing is missing."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, text

from playground import Fault, Playground
from storage.delivery import inbox
from storage.engines.database import Connection
from storage.states import InboxState
from storage.tables import answers
from tests.e2e.conftest import Install
from tests.e2e.ledger import Door, found, free_address, read, write
from tests.postgres import bundled, installed
from tests.stoppable_postgres import StoppablePostgres, stoppable

END_ALL = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def test_a_file_that_another_program_locks_ends_nothing(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    await anna.say("/rate")
    question = await anna.sees("how likely are you")
    with closing(sqlite3.connect(tmp_path / "otklik.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        tap = await anna.tap(question, "9")
        await life.says("OperationalError")  # longer than SQLite is willing to wait
        assert tap.confirmed is None
        other.execute("ROLLBACK")
    await anna.sees("Your score: 9", within=20)
    assert await telegram.updates.all_confirmed()
    assert await life.stop() == 0
    assert [row.score for row in await found(otklik.url, select(answers.c.score))] == [9]
    assert await read(otklik.url, inbox.count_open) == {InboxState.WAITING: 0, InboxState.POISON: 0}


def _end_all_connections(connection: Connection) -> None:
    connection.execute(text(END_ALL))


async def test_a_server_that_ends_all_connections_costs_no_answer(
    install: Install, telegram: Playground, postgres_url: str
) -> None:
    otklik = await install(postgres_url)
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    await anna.say("/rate")
    question = await anna.sees("how likely are you")
    await write(otklik.url, _end_all_connections)
    await anna.tap(question, "9")
    await anna.sees("Your score: 9", within=20)
    said = await anna.say("Канарейка довольна")
    await anna.sees("kind words", within=20, after=said.message)
    await life.says("the lead is lost")
    await anna.say("/privacy")
    await anna.sees("What we keep", within=20)
    assert await life.stop() == 0
    scores = select(answers.c.score).where(answers.c.kind == "score")
    assert [row.score for row in await found(otklik.url, scores)] == [9]
    assert await read(otklik.url, inbox.count_open) == {InboxState.WAITING: 0, InboxState.POISON: 0}


@pytest.mark.torture
async def test_a_start_waits_for_a_file_that_another_program_locks(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    assert await (await otklik.serve()).stop() == 0
    anna = telegram.person("Канарейкина Анна", language="en")
    with closing(sqlite3.connect(tmp_path / "otklik.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        life = otklik.start()
        await life.says("the database is away; waiting for it", within=20)
        assert life.alive
        other.execute("ROLLBACK")
    await otklik.ready(life)
    await anna.say("/privacy")
    await anna.sees("What we keep", within=20)
    assert await life.stop() == 0
    assert "Traceback" not in life.words


async def test_health_says_which_error_the_last_poll_had(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    door = Door(free_address())
    life = await otklik.serve(settings={"OTKLIK_HTTP__LISTEN": door.address})
    await door.shows("serving", ok=True)
    telegram.faults.add(Fault.JSON_500, "getUpdates")
    anna = telegram.person("Канарейкина Анна", language="en")
    await anna.say("/privacy")  # ends the call that waits
    while (await door.health())["telegram_error"] is None:
        await telegram.calls.made.wait(0.1)
    assert (await door.health())["telegram_error"] == "500 Internal Server Error"
    assert "no updates reason=500 Internal Server Error again_in=" in life.words
    telegram.faults.clear()
    while (await door.health())["telegram_error"] is not None:
        await telegram.calls.made.wait(0.1)
    assert await life.stop() == 0


# The server is away ---------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[StoppablePostgres]:
    """A server of this test's own."""
    with stoppable([*installed(os.environ.get("PATH", "")), *bundled()]) as running:
        yield running


def _database_of(server: StoppablePostgres) -> str:
    assert server.server is not None
    return server.server.database("away")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
async def test_a_server_that_is_away_for_three_seconds_costs_no_answer(
    install: Install, telegram: Playground, server: StoppablePostgres, how: signal.Signals
) -> None:
    address = free_address()
    otklik = await install(_database_of(server), settings={"OTKLIK_HTTP__LISTEN": address})
    door = Door(address)
    anna, *others = (telegram.person(f"Канарейкина {number}", language="en") for number in range(6))
    life = await otklik.serve()
    await anna.say("/rate")
    question = await anna.sees("how likely are you", within=20)
    assert await door.status() == 200
    server.stop(how)
    tap = await anna.tap(question, "9")
    for _ in range(6):  # the server is away for three seconds: that is what is tried
        await asyncio.sleep(0.5)
        assert await door.status() != 200
        assert tap.confirmed is None
    server.start()
    await anna.sees("Your score: 9", within=30)
    for person in others:
        await person.say("/rate")
    for person in others:
        await person.sees("how likely are you", within=30)
    assert await telegram.updates.all_confirmed()
    assert await life.stop() == 0
    assert [row.score for row in await found(otklik.url, select(answers.c.score))] == [9]
    assert await read(otklik.url, inbox.count_open) == {InboxState.WAITING: 0, InboxState.POISON: 0}


async def test_leader_and_standby_survive_a_crash_of_the_server(
    install: Install, telegram: Playground, server: StoppablePostgres
) -> None:
    otklik = await install(_database_of(server))
    anna = telegram.person("Канарейкина Анна", language="en")
    first = await otklik.serve()
    second = otklik.start()
    await second.says("waiting to take over")
    server.stop(signal.SIGQUIT)
    said = await anna.say("/rate")
    await asyncio.sleep(1)  # so long it is away
    server.start()
    question = await anna.sees("how likely are you", within=30, after=said.message)
    await anna.tap(question, "9")
    await anna.sees("Your score: 9", within=20)
    assert first.alive
    assert second.alive
    assert sorted([await first.stop(), await second.stop()]) == [0, 0]
    assert await read(otklik.url, inbox.count_open) == {InboxState.WAITING: 0, InboxState.POISON: 0}


async def test_a_server_that_may_only_be_read_for_a_while_ends_no_process_that_served(
    install: Install, telegram: Playground, server: StoppablePostgres
) -> None:
    """As after a failover, while the address still leads to what was the first server."""
    url = _database_of(server)
    assert server.server is not None
    database = urlsplit(url).path[1:]
    otklik = await install(url)
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    await anna.say("/rate")
    question = await anna.sees("how likely are you", within=20)
    server.server.execute(f'ALTER DATABASE "{database}" SET default_transaction_read_only = on')
    server.stop()
    server.start()
    tap = await anna.tap(question, "9")
    await life.says("waiting for it reason=25006")
    assert life.alive
    assert tap.confirmed is None
    server.server.execute(f'ALTER DATABASE "{database}" RESET default_transaction_read_only')
    await anna.sees("Your score: 9", within=30)
    assert await life.stop() == 0


# The file is gone -----------------------------------------------------------------------------------


async def test_a_process_whose_file_was_deleted_confirms_nothing_and_ends_with_a_sentence(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    address = free_address()
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db", settings={"OTKLIK_HTTP__LISTEN": address})
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    await anna.say("/rate")
    question = await anna.sees("how likely are you")
    for end in ("", "-wal", "-shm"):
        os.unlink(f"{tmp_path}/otklik.db{end}")
    tap = await anna.tap(question, "9")
    await life.says("FILE_GONE")
    assert await Door(address).status() != 200
    assert await life.end(within=40) == 2
    assert tap.confirmed is None
    assert life.words.splitlines()[-1].startswith("The database file was deleted")

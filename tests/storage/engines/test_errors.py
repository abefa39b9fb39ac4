"""Whose fault an error is, judged on errors that real databases raise."""

import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Connection, insert, text

from storage import tables
from storage.engines.database import Database
from storage.engines.errors import DatabaseBusy, DatabaseFault, fault_of, sentence_of
from storage.engines.factory import open_database
from storage.engines.sqlite import file_of
from tests.harness import NOON
from tests.storage import outside

_FILES = "INSERT INTO files (id, name, media_type, created_at, content, state) VALUES "


def _run(*statements: str) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return work


_Judged = tuple[str, bool] | None
"""The code and whether it lasts; None where the update may be at fault."""


def _passes(code: str) -> _Judged:
    return code, False


def _lasts(code: str) -> _Judged:
    return code, True


def _judged(error: BaseException) -> _Judged:
    fault = fault_of(error)
    return (fault.code, fault.is_lasting) if fault else None


async def _fault(database: Database, work: Callable[[Connection], Any]) -> _Judged:
    """What the store is blamed for when this work is written in a batch."""
    with pytest.raises(Exception) as refusal:  # noqa: PT011  # which error it is differs by engine  # which kind it is differs between drivers
        async with database.writing() as transaction:
            await transaction.commit(work)
    return _judged(refusal.value)


@pytest.fixture
async def server(postgres_url: str) -> AsyncIterator[Database]:
    async with open_database(postgres_url) as database:
        await database.write(_run("CREATE TABLE scores (id int PRIMARY KEY, score int)"))
        await database.write(_run("INSERT INTO scores VALUES (1, 9), (2, 9)"))
        yield database


@pytest.fixture
async def file(sqlite_model: Path, tmp_path: Path) -> AsyncIterator[Database]:
    shutil.copy(sqlite_model, tmp_path / "otklik.db")
    async with open_database(f"sqlite:///{tmp_path}/otklik.db") as database:
        yield database


# PostgreSQL --------------------------------------------------------------------------------------


async def test_a_lock_that_is_not_had_in_time_passes(server: Database, postgres_url: str) -> None:
    other = await asyncpg.connect(postgres_url)
    async with other.transaction():
        await other.execute("LOCK TABLE scores IN SHARE MODE")
        work = _run("SET LOCAL lock_timeout = 50", "UPDATE scores SET score = 1")
        assert await _fault(server, work) == _passes("55P03")
    await other.close()


async def test_a_statement_that_takes_too_long_passes(server: Database) -> None:
    work = _run("SET LOCAL statement_timeout = 20", "SELECT pg_sleep(5)")
    assert await _fault(server, work) == _passes("57014")


async def test_an_idle_transaction_that_the_server_ends_passes(server: Database) -> None:
    def work(connection: Connection) -> None:
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 20"))
        time.sleep(0.2)  # idle is what it is to be
        connection.execute(text("SELECT 1"))

    fault = await _fault(server, work)
    assert fault is not None
    assert fault == _passes(fault[0])


async def test_a_deadlock_passes(server: Database, postgres_url: str) -> None:
    def work(connection: Connection) -> None:
        connection.execute(text("SET LOCAL deadlock_timeout = 50"))
        connection.execute(text("UPDATE scores SET score = 1 WHERE id = 1"))
        connection.execute(text("SELECT pg_sleep(0.2)"))
        connection.execute(text("UPDATE scores SET score = 1 WHERE id = 2"))

    other = outside.begin(
        postgres_url,
        """DO $$ BEGIN SET LOCAL deadlock_timeout = '9s'; UPDATE scores SET score = 2 WHERE id = 2;
        PERFORM pg_sleep(0.2); UPDATE scores SET score = 2 WHERE id = 1; END $$""",
    )
    assert await _fault(server, work) == _passes("40P01")
    other.result()


async def test_two_transactions_that_cannot_be_put_in_a_row_pass(server: Database, postgres_url: str) -> None:
    def work(connection: Connection) -> None:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        connection.execute(text("SELECT score FROM scores"))
        outside.execute(postgres_url, "UPDATE scores SET score = 3 RETURNING 1")
        connection.execute(text("UPDATE scores SET score = 4"))

    assert await _fault(server, work) == _passes("40001")


async def test_a_backend_that_is_ended_passes(server: Database, postgres_url: str) -> None:
    def work(connection: Connection) -> None:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        outside.execute(postgres_url, f"SELECT pg_terminate_backend({pid}, 5000)")
        connection.execute(text("SELECT 1"))

    fault = await _fault(server, work)
    assert fault is not None
    assert fault == _passes(fault[0])
    async with server.writing() as transaction:
        await transaction.commit(_run("SELECT 1"))


async def test_a_closed_connection_passes(server: Database) -> None:
    def work(connection: Connection) -> None:
        connection.close()
        connection.execute(text("SELECT 1"))

    fault = await _fault(server, work)
    assert fault == _passes("ResourceClosedError")


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("SELECT * FROM nowhere", "42P01"),
        ("SELECT nothing FROM scores", "42703"),
        ("SET TRANSACTION READ ONLY; UPDATE scores SET score = 1", "25006"),
        ("DO $$ BEGIN RAISE SQLSTATE 'XX001'; END $$", "XX001"),
        ("DO $$ BEGIN RAISE SQLSTATE '28P01'; END $$", "28P01"),
        ("DO $$ BEGIN RAISE SQLSTATE '3D000'; END $$", "3D000"),
        ("DO $$ BEGIN RAISE SQLSTATE '26000'; END $$", "26000"),
    ],
)
async def test_what_needs_a_person_lasts(server: Database, statement: str, state: str) -> None:
    assert await _fault(server, _run(*statement.split(";")[:2] if "SET" in statement else [statement])) == (
        _lasts(state)
    )


@pytest.mark.parametrize("state", ["53100", "53200", "53300", "57P01", "57P03", "58030", "08006", "40003"])
async def test_what_passes_by_itself_passes(server: Database, state: str) -> None:
    assert await _fault(server, _run(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")) == _passes(state)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO scores VALUES (1, 9)",
        "INSERT INTO scores VALUES (2147483648, 9)",
        "SELECT 1 / 0",
        "SELECT CAST('nine' AS int)",
        "DO $$ BEGIN RAISE SQLSTATE 'P0001'; END $$",
        "SELECT repeat('canary', 2000000000)",
    ],
)
async def test_what_the_server_will_never_take_may_be_the_updates_fault(
    server: Database, statement: str
) -> None:
    assert await _fault(server, _run(statement)) is None


# Both --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [2**63, -(2**70), object()])
async def test_a_value_that_the_driver_cannot_send_may_be_the_updates_fault(
    database: Database, value: object
) -> None:
    def work(connection: Connection) -> None:
        connection.execute(
            insert(tables.files),
            {"id": value, "name": "photo", "media_type": "image", "created_at": NOON, "content": value},
        )

    assert await _fault(database, work) is None


# SQLite ------------------------------------------------------------------------------------------


async def test_a_file_that_another_program_writes_passes(file: Database) -> None:
    with closing(sqlite3.connect(file_of(file.url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await _fault(file, _run("DELETE FROM heartbeats")) == _passes("SQLITE_BUSY")


async def test_a_full_disk_passes(file: Database) -> None:
    async with file.writing() as transaction:
        await transaction.commit(_run("PRAGMA max_page_count = 1"))
    assert await _fault(file, _run(_FILES + "(1, 'a', 'b', 0, zeroblob(99999999), 'stored')")) == _passes(
        "SQLITE_FULL"
    )
    async with file.writing() as transaction:
        await transaction.commit(_run("PRAGMA max_page_count = 999999"))
    async with file.writing() as transaction:
        await transaction.commit(_run(_FILES + "(1, 'a', 'b', 0, zeroblob(99), 'stored')"))


async def test_a_corrupt_page_lasts(sqlite_model: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sqlite_model, tmp_path / "otklik.db"))
    outside.corrupt(path, "files")
    async with open_database(f"sqlite:///{path}") as database:
        fault = await _fault(database, _run(_FILES + "(1, 'a', 'b', 0, zeroblob(9), 'stored')"))
    assert fault is not None
    assert fault == _lasts(fault[0])
    assert fault[0].startswith("SQLITE_CORRUPT")


async def test_a_database_that_may_only_be_read_lasts(file: Database) -> None:
    assert await _fault(file, _run("PRAGMA query_only = ON", "DELETE FROM heartbeats")) == (
        _lasts("SQLITE_READONLY")
    )


async def test_a_table_that_is_gone_lasts(file: Database) -> None:
    assert await _fault(file, _run("DELETE FROM nowhere")) == _lasts("SQLITE_ERROR")


@pytest.mark.parametrize(
    "statement",
    [
        _FILES + "(1, 'a', 'b', 0, zeroblob(9), 'stored'), (1, 'a', 'b', 0, zeroblob(9), 'stored')",
        _FILES + "(1, NULL, 'b', 0, zeroblob(9), 'stored')",
        _FILES + "(1, 'a', 'b', 0, zeroblob(2000000000), 'stored')",
        "SELECT abs(-9223372036854775808)",
    ],
)
async def test_what_a_file_will_never_take_may_be_the_updates_fault(file: Database, statement: str) -> None:
    assert await _fault(file, _run(statement)) is None


async def test_a_store_that_ends_a_command_is_a_sentence_and_never_a_trace(file: Database) -> None:
    with closing(sqlite3.connect(file_of(file.url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Exception) as busy:  # noqa: PT011  # which error it is differs by engine  # the driver's
            await file.write(_run("DELETE FROM heartbeats"))
    with pytest.raises(Exception) as gone:  # noqa: PT011  # which error it is differs by engine
        await file.write(_run("DELETE FROM nowhere"))
    assert isinstance(sentence_of(busy.value), DatabaseBusy)
    assert isinstance(sentence_of(gone.value), DatabaseFault)
    assert sentence_of(FileNotFoundError("orders.csv")) is None

"""SQLite's own side: what each connection is set to, and the part of aiosqlite that is not public."""

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.engines import schema
from storage.engines.database import Database
from storage.engines.errors import DatabaseBusy, NoDatabase, NoFile
from storage.engines.factory import open_database
from storage.engines.sqlite import file_of

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "secure_delete": 1,
    "temp_store": 2,  # MEMORY
}


def _pragmas(connection: Connection) -> dict[str, object]:
    return {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in PRAGMAS}


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path}/new/folder/otklik.db") as database:
        await database.write(schema.migrate)
        yield database


@pytest.fixture
def other_program(opened: Database) -> Iterator[sqlite3.Connection]:
    """It is writing: nobody else may until it commits."""
    with closing(sqlite3.connect(file_of(opened.url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def _beat(connection: Connection) -> None:
    connection.execute(
        text("INSERT INTO heartbeats (name, beat_at) VALUES (:name, 0)"), {"name": str(_beats(connection))}
    )


def _beats(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM heartbeats")).scalar_one())


async def test_every_connection_is_set_to_lose_nothing(opened: Database) -> None:
    async with opened.writing() as transaction:
        assert await transaction.run(_pragmas) == PRAGMAS
    assert await opened.write(_pragmas) == PRAGMAS
    assert await opened.read(_pragmas) == PRAGMAS
    assert opened.is_embedded


async def test_the_reader_refuses_to_write(opened: Database) -> None:
    with pytest.raises(DBAPIError, match="readonly"):
        await opened.read(lambda found: found.execute(text("DELETE FROM customers")))


async def test_a_writer_waits_for_another_program(opened: Database, tmp_path: Path) -> None:
    """A backup tool or a second shell holds the file for a moment; the write is late, not lost."""
    other = sqlite3.connect(file_of(opened.url), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.2, other.execute, ["COMMIT"])
    release.start()
    await opened.write(lambda found: found.execute(text("DELETE FROM heartbeats")))
    release.join()
    other.close()


async def test_a_batch_waits_for_another_program_without_holding_up_the_loop(
    opened: Database, other_program: sqlite3.Connection
) -> None:
    """It is the loop that ends the other one's transaction here."""
    asyncio.get_running_loop().call_later(0.05, other_program.execute, "COMMIT")
    async with opened.writing() as transaction:
        await transaction.run(_beat)
        await transaction.commit(_beats)
    assert await opened.read(_beats) == 1


async def test_a_batch_that_is_given_up_while_it_waits_for_another_program_leaves_nothing_begun(
    opened: Database, other_program: sqlite3.Connection
) -> None:
    async def batch() -> None:
        async with opened.writing() as transaction:
            await transaction.run(_beat)
            await transaction.commit(_beat)

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(batch())
        await asyncio.sleep(0)
        task.cancel()
        other_program.execute("COMMIT")
    async with opened.writing() as transaction:
        assert await transaction.commit(_beats) == 0


async def test_only_the_commit_of_a_batch_leaves_the_thread_of_the_loop(opened: Database) -> None:
    def thread(_: Connection) -> int:
        return threading.get_ident()

    async with opened.writing() as transaction:
        assert {await transaction.run(thread) for _ in range(2)} == {threading.get_ident()}
        assert await transaction.commit(thread) != threading.get_ident()
    assert await opened.write(thread) != threading.get_ident()
    assert await opened.read(thread) != threading.get_ident()


async def test_a_batch_begins_after_a_write_whose_caller_has_gone(opened: Database) -> None:
    """The connection is never in use by two threads at once."""
    begun, may_end = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def stall(connection: Connection) -> None:
        loop.call_soon_threadsafe(begun.set)
        may_end.wait(30)
        _beat(connection)

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(opened.write(stall))
        await begun.wait()
        task.cancel()
    loop.call_later(0.05, may_end.set)
    async with opened.writing() as transaction:
        assert await transaction.run(_beats) == 1


async def test_erased_words_are_not_left_in_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/otklik.db"
    insert = text(
        "INSERT INTO files (id, name, media_type, created_at, state) VALUES (1, 'канарейка', '', 0, 'stored')"
    )
    async with open_database(url) as database:
        await database.write(schema.migrate)
        await database.write(lambda found: found.execute(insert))
    assert "канарейка".encode() in file_of(url).read_bytes()
    async with open_database(url) as database:
        await database.write(lambda found: found.execute(text("DELETE FROM files")))
    assert "канарейка".encode() not in file_of(url).read_bytes()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
async def test_an_address_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///otklik\.db"):
        async with open_database(url):
            pass


async def test_a_file_that_is_no_database_is_refused_and_leaves_no_thread(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"JFIF" * 4096)
    before = set(threading.enumerate())
    with pytest.raises(NoDatabase, match="SQLITE_NOTADB"):
        async with open_database(f"sqlite:///{tmp_path}/photo.jpg"):
            pass
    _all_end(before)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for url, reason in (
        (f"sqlite:///{tmp_path}/file/otklik.db", "EEXIST|ENOTDIR"),
        (f"sqlite:///{tmp_path}", "CANTOPEN"),
    ):
        with pytest.raises(NoDatabase, match=reason):
            async with open_database(url):
                pass


async def test_a_file_is_not_made_for_those_who_only_look(tmp_path: Path) -> None:
    with pytest.raises(NoFile):
        async with open_database(f"sqlite:///{tmp_path}/new/otklik.db", create=False):
            pass
    assert not (tmp_path / "new").exists()


async def test_a_closed_database_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    async with open_database(f"sqlite:///{tmp_path}/otklik.db"):
        assert len(set(threading.enumerate()) - before) == 2
    _all_end(before)


def _all_end(before: set[threading.Thread]) -> None:
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


# aiosqlite's private part --------------------------------------------------------------------------


@pytest.fixture
async def aio(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(tmp_path / "otklik.db", isolation_level=None) as connection:
        yield connection


async def test_functions_run_on_the_one_thread_of_the_connection(aio: aiosqlite.Connection) -> None:
    threads = {await aio._execute(threading.get_ident) for _ in range(3)}  # type: ignore[no-untyped-call]  # private to aiosqlite
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    driver = aio._conn
    assert isinstance(driver, sqlite3.Connection)
    with pytest.raises(sqlite3.ProgrammingError, match="thread"):
        driver.execute("SELECT 1")


async def test_functions_run_in_the_order_in_which_they_were_asked_for(aio: aiosqlite.Connection) -> None:
    done: list[int] = []
    asked = [aio._execute(done.append, number) for number in range(50)]  # type: ignore[no-untyped-call]  # private to aiosqlite
    await asyncio.gather(*asked)
    assert done == list(range(50))


async def test_a_function_runs_to_its_end_though_its_caller_was_cancelled(aio: aiosqlite.Connection) -> None:
    begun, may_end = threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> None:
        begun.set()
        may_end.wait(30)
        done.append("slow")

    async def ask() -> None:
        await aio._execute(slow)  # type: ignore[no-untyped-call]  # private to aiosqlite

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(ask())
        await asyncio.to_thread(begun.wait, 30)
        task.cancel()
    may_end.set()
    await aio._execute(done.append, "next")  # type: ignore[no-untyped-call]  # private to aiosqlite
    assert done == ["slow", "next"]


async def test_what_a_function_raises_reaches_its_caller(aio: aiosqlite.Connection) -> None:
    def fails() -> None:
        raise LookupError("here")

    with pytest.raises(LookupError, match="here"):
        await aio._execute(fails)  # type: ignore[no-untyped-call]  # private to aiosqlite


# Another program has the file at the start ----------------------------------------------------------


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
@pytest.mark.parametrize("is_fresh", [True, False])
async def test_a_start_waits_for_another_program_and_then_says_so(
    sqlite_model: Path,
    tmp_path: Path,
    begin: str,
    is_fresh: bool,
) -> None:
    path = f"{tmp_path}/otklik.db"
    if not is_fresh:
        shutil.copy(sqlite_model, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(begin)
        with pytest.raises(DatabaseBusy):
            async with open_database(f"sqlite:///{path}", busy_for_s=0):
                pass
        asyncio.get_running_loop().call_later(0.2, other.execute, "ROLLBACK")
        async with open_database(f"sqlite:///{path}") as database:
            await database.write(schema.migrate)

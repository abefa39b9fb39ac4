"""PostgreSQL's own side: connections that the server ends."""

import asyncio
import traceback
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.engines.database import Database
from storage.engines.errors import DatabaseAway, NoDatabase, UnusableEncoding, is_passing
from storage.engines.factory import open_database
from tests.postgres import Postgres
from tests.storage import outside
from tests.words import words_of

_END_ALL = """
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def _backend(connection: Connection) -> int:
    return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


@pytest.fixture
async def opened(postgres_url: str) -> AsyncIterator[Database]:
    async with open_database(postgres_url) as database:
        yield database


async def test_batches_keep_one_connection(opened: Database) -> None:
    seen = set()
    for _ in range(3):
        async with opened.writing() as transaction:
            seen.add(await transaction.commit(_backend))
    assert len(seen) == 1
    assert not opened.is_embedded


async def test_a_connection_that_the_server_ended_is_replaced(opened: Database) -> None:
    """A restart of the server costs the batch that meets it, which is tried again, and no other."""
    async with opened.writing() as transaction:
        before = await transaction.commit(_backend)
    await opened.write(_backend)
    await opened.read(_backend)
    outside.execute(opened.url, _END_ALL)
    with pytest.raises(DBAPIError) as refusal:
        async with opened.writing() as transaction:
            await transaction.run(_backend)
    assert is_passing(refusal.value)
    async with opened.writing() as transaction:
        assert await transaction.commit(_backend) != before
    await opened.write(_backend)
    await opened.read(_backend)


async def test_a_connection_that_ends_within_a_batch_is_replaced(opened: Database) -> None:
    async with opened.writing() as transaction:
        await transaction.run(lambda found: found.execute(text("CREATE TABLE half_done (id integer)")))
        outside.execute(opened.url, _END_ALL)
        with pytest.raises(DBAPIError):
            await transaction.commit(_backend)
    async with opened.writing() as transaction:
        await transaction.commit(_backend)
    assert outside.execute(opened.url, "SELECT to_regclass('half_done') IS NULL")


async def test_a_transaction_that_is_cancelled_while_the_server_works_is_undone(opened: Database) -> None:
    """It is in the middle of a statement when the caller gives up."""
    begun = asyncio.Event()

    def stall(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half_done (id integer)"))
        begun.set()
        connection.execute(text("SELECT pg_sleep(30)"))

    async def batch() -> None:
        async with opened.writing() as transaction:
            await transaction.run(stall)
            await transaction.commit(_backend)

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(batch())
        await begun.wait()
        task.cancel()
    async with opened.writing() as transaction:
        assert await transaction.commit(
            lambda found: found.execute(text("SELECT to_regclass('half_done') IS NULL")).scalar_one()
        )


async def test_more_callers_than_connections_wait_for_each_other(opened: Database) -> None:
    backends = await asyncio.gather(*(opened.read(_backend) for _ in range(60)))
    assert 1 <= len(set(backends)) <= 6


async def test_readers_leave_a_connection_as_writers_need_it(opened: Database) -> None:
    """The pool is shared: what a read sets is reset when it is given back."""
    for _ in range(8):
        await opened.read(_backend)
        await opened.write(lambda found: found.execute(text("CREATE TEMPORARY TABLE t (id integer)")))
        await opened.write(lambda found: found.execute(text("DROP TABLE t")))


async def test_a_database_that_cannot_hold_every_letter_is_refused(postgres: Postgres) -> None:
    name = "otklik_test_latin"
    postgres.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        with pytest.raises(UnusableEncoding) as refusal:
            async with open_database(urlsplit(postgres.url)._replace(path=f"/{name}").geturl()):
                pass
    finally:
        postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert "LATIN1" in words_of(refusal.value, "en")


async def test_a_server_that_is_away_and_a_database_that_is_not_there_are_told_apart(
    postgres_url: str,
) -> None:
    server = urlsplit(postgres_url)
    nowhere = server._replace(netloc="boris:canary@127.0.0.1:1").geturl()
    for url, kind, reason in (
        (nowhere, DatabaseAway, "ECONNREFUSED"),
        (server._replace(path="/canary").geturl(), NoDatabase, "InvalidCatalogNameError"),
        (server._replace(netloc=f"canary@127.0.0.1:{server.port}").geturl(), NoDatabase, "Error"),
    ):
        with pytest.raises(kind, match=reason) as refusal:
            async with open_database(url):
                pass
        said = "".join(traceback.format_exception(refusal.value)) + words_of(refusal.value, "ru")
        assert "canary" not in words_of(refusal.value, "ru") + words_of(refusal.value)
        assert "boris" not in said

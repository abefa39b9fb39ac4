"""An office on each engine, for tests of every room that needs one: import the fixtures into a conftest."""

import multiprocessing
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.jobs.process_pool import ProcessPool
from storage.engines.database import Connection, Database
from storage.engines.factory import open_database
from storage.tables import metadata
from tests.harness import Harness, opened
from tests.postgres import Postgres


@pytest.fixture(scope="session")
def shared_postgres_url(postgres: Postgres, postgres_model: str) -> str:
    """One database for many tests, each of which begins by emptying it: making one takes longer."""
    return postgres.database("offices", template=urlsplit(postgres_model).path[1:])


@pytest.fixture
def harness_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if engine == "sqlite":
        return f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_model'), tmp_path / 'otklik.db')}"
    return str(request.getfixturevalue("shared_postgres_url"))


@pytest.fixture
async def harness_database(
    harness_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Database]:
    async with open_database(harness_url) as database:
        if not database.is_embedded:
            monkeypatch.chdir(tmp_path)  # what people send lies in the current folder then
            await database.write(empty)
        yield database


class SharedProcess(ProcessPool):
    """Read work of many offices, warm from one test to the next."""

    def end(self) -> None:
        """Not with one of the offices."""

    def end_of_all(self) -> None:
        super().end()
        for child in multiprocessing.active_children():
            child.join(20)


@pytest.fixture(scope="module")
def reading_process() -> Iterator[SharedProcess]:
    """Begun by the first test of a file that has something read."""
    process = SharedProcess()
    yield process
    process.end_of_all()


@pytest.fixture
async def harness(harness_database: Database, reading_process: SharedProcess) -> AsyncIterator[Harness]:
    """The worker on each engine; Boris is an owner, Anna a customer, Zoya a stranger."""
    async with opened(harness_database, reading_process) as working:
        yield working


def empty(connection: Connection) -> None:
    """Delete every row of every table."""
    statements = [f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)]
    if connection.dialect.name == "postgresql":  # a tenth of the time of as many round trips
        statements = [f"DO $$ BEGIN {'; '.join(statements)}; END $$"]
    for statement in statements:
        connection.exec_driver_sql(statement)

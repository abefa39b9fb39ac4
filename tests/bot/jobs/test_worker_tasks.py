"""What runs in the spawned processes: it reads on a connection of its own, and imports little."""

import asyncio
import multiprocessing.connection
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient
from bot.jobs.worker_tasks import WorkerDatabase
from storage import jobs
from storage.engines.database import Database
from storage.engines.factory import open_database
from storage.rows import Job
from storage.tables import jobs as table
from tests.bot.jobs.running import NOW, becomes, hours_pass, order, running

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def worker(database: Database) -> AsyncIterator[WorkerDatabase]:
    """Its loop is not the test's, so it is asked from a thread."""
    worker = WorkerDatabase(database.url)
    yield worker
    await asyncio.to_thread(worker.close)


def _job_ids(connection: Connection) -> list[int]:
    return list(connection.execute(select(table.c.id).order_by(table.c.id)).scalars())


def _clear(connection: Connection) -> None:
    connection.execute(table.delete())


def _session(connection: Connection) -> object:
    """What differs from connection to connection: the server's process, or a table that only one sees."""
    if connection.dialect.name == "postgresql":
        return connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return id(connection.connection.dbapi_connection)


async def test_each_question_sees_what_was_committed_before_it(
    database: Database, worker: WorkerDatabase
) -> None:
    assert await asyncio.to_thread(worker.read, _job_ids) == []
    await order(database, Job(1, "recount", {}, NOW))
    assert await asyncio.to_thread(worker.read, _job_ids) == [1]


async def test_the_connection_stays_open_until_an_error(worker: WorkerDatabase) -> None:
    def ask(connection: Connection) -> None:
        connection.execute(text("SELECT nothing FROM nowhere"))

    first = await asyncio.to_thread(worker.read, _session)
    assert await asyncio.to_thread(worker.read, _session) == first
    with pytest.raises(DBAPIError):
        await asyncio.to_thread(worker.read, ask)
    assert await asyncio.to_thread(worker.read, _job_ids) == []


async def test_nothing_can_be_written_there(database: Database, worker: WorkerDatabase) -> None:
    await order(database, Job(1, "recount", {}, NOW))
    with pytest.raises(DBAPIError):
        await asyncio.to_thread(worker.read, _clear)
    async with open_database(database.url, read_only=True) as reader:
        with pytest.raises(DBAPIError):
            await reader.write(_clear)
    assert await database.read(_job_ids) == [1]


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_connection_that_the_server_closed_is_replaced_unnoticed(
    database: Database, worker: WorkerDatabase
) -> None:
    first = await asyncio.to_thread(worker.read, _session)
    kill = text("SELECT pg_terminate_backend(:session)").bindparams(session=first)
    await database.write(lambda connection: connection.execute(kill))
    assert await asyncio.to_thread(worker.read, _session) != first


async def test_a_recount_runs_in_its_own_process_and_tells_differences(
    database: Database, client: BotApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "INSERT INTO score_days VALUES ('2026-11-02', 'nps', 'score', '', '', 9, 3)"
    await database.write(lambda found: found.execute(text(wrong)))
    await database.write(jobs.add, Job(1, "recount", {}, NOW, key="recount"))
    async with running(database, client, Clock(now=lambda: NOW)):
        assert await becomes(database, "done") is None
    assert "totals differ from a recount rows=1" in caplog.text
    assert "otklik totals --rebuild" in caplog.text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_spawned_process_that_dies_is_replaced(
    database: Database, client: BotApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    await database.write(jobs.add, Job(1, "recount", {}, NOW))
    async with running(database, client, Clock(now=hours_pass())) as runner:
        await becomes(database, "done")
        [child] = multiprocessing.active_children()
        child.kill()
        await asyncio.to_thread(child.join)
        await database.write(lambda found: found.execute(table.delete()))
        await database.write(jobs.add, Job(2, "recount", {}, NOW))
        runner.wake()
        assert await becomes(database, "done", 2) == "BrokenProcessPool"


async def test_nothing_is_left_behind_when_the_runner_has_stopped(
    database: Database, client: BotApiClient
) -> None:
    await database.write(jobs.add, Job(1, "recount", {}, NOW))
    async with running(database, client, Clock(now=lambda: NOW)):
        await becomes(database, "done")
        [child] = multiprocessing.active_children()
    # The system is asked, since `is_alive` says yes where the executor has collected the process first.
    assert await asyncio.to_thread(multiprocessing.connection.wait, [child.sentinel], 20)


def test_work_of_the_spawned_processes_loads_no_aiogram() -> None:
    program = (
        "import sys, bot.jobs.process_pool, bot.jobs.worker_tasks;"
        "import reports.case_list, reports.picture, reports.screen;"
        "sys.exit('aiogram' in sys.modules or 'aiohttp' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_the_bot_itself_loads_no_drawing_library() -> None:
    program = (
        "import sys, bot.jobs.runner, handlers.manager.reports, reports.charts.drawing;"
        "sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)

"""Slow work beside the conversation: files from Telegram, and a recount in a process of its own."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from bot import spawned
from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.bot_api_client import BotApiClient
from bot.jobs import Jobs
from bot.observability.logs import LogFormatter
from playground import Playground
from storage.database import Database
from storage.delivery import jobs
from storage.ids import Ids
from storage.rows import Job
from storage.tables import files
from storage.tables import jobs as table
from tests.harness import app_context

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
JFIF = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 300


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=False, seed=1) as playground:
        yield playground


@pytest.fixture
async def client(telegram: Playground) -> AsyncIterator[BotApiClient]:
    client = BotApiClient(telegram.url, telegram.token)
    yield client
    await client.close()


@asynccontextmanager
async def _working(database: Database, client: BotApiClient, clock: Clock) -> AsyncIterator[None]:
    runner = Jobs(database, client, ContextStore(app_context()), clock, Ids(), lambda rows: None)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(runner.run())
        yield
        runner.stop()


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():  # noqa: ASYNC110  # what the runner does shows in the database only
            await asyncio.sleep(0.02)


async def _becomes(database: Database, state: str, tries: int = 1) -> str | None:
    """The error of the only job, once it is in that state after so many tries."""

    def look(connection: Connection) -> tuple[object, ...]:
        return tuple(connection.execute(select(table.c.state, table.c.tries)).one())

    async def is_so() -> bool:
        return await database.read(look) == (state, tries)

    await _until(is_so)
    return await database.read(lambda found: found.execute(select(table.c.error)).scalar_one())


def _contents(connection: Connection) -> list[tuple[object, ...]]:
    found = connection.execute(select(files.c.name, files.c.telegram_file_id, files.c.content))
    return [tuple(row) for row in found]


def _hours_pass() -> Callable[[], datetime]:
    """Each look at this clock is an hour after the last one."""
    moments = (NOW + timedelta(hours=number) for number in range(1000))
    return lambda: next(moments)


@pytest.fixture
async def photo(telegram: Playground, database: Database) -> str:
    """Anna sent a photo, and fetching it was ordered."""
    update = await telegram.person("Anna").photo(JFIF)
    assert update.message is not None
    assert update.message.content.media is not None
    file_id = update.message.content.media.file.id
    await database.write(jobs.add, Job(1, "fetch_file", {"file_id": file_id, "kind": "photo"}, NOW))
    return file_id


async def test_a_photo_is_fetched_into_files(
    database: Database, telegram: Playground, client: BotApiClient, photo: str
) -> None:
    async with _working(database, client, Clock(now=lambda: NOW)):
        assert await _becomes(database, "done") is None
    assert await database.read(_contents) == [("photo", photo, JFIF)]


@pytest.mark.parametrize(
    ("method", "fault", "times", "error"),
    [
        ("getFile", "html_502", 1, "Uncertain"),
        ("file", "html_502", 1, "NotSent"),
        ("file", "reset_before", 2, "NotSent"),  # the HTTP library repeats a GET once by itself
    ],
)
async def test_a_download_that_fails_is_tried_again_and_nothing_of_it_is_said(
    database: Database,
    telegram: Playground,
    client: BotApiClient,
    photo: str,
    method: str,
    fault: str,
    times: int,
    error: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    rule = telegram.faults.add(fault, method, times=times)
    async with _working(database, client, Clock(now=_hours_pass())):
        assert await _becomes(database, "done", 2) == error
    assert rule.hits == times
    assert await database.read(_contents) == [("photo", photo, JFIF)]
    said = _said(caplog)
    assert "job failed id=1 kind=fetch_file try=1" in said
    for secret in (telegram.token, telegram.token.partition(":")[2], telegram.url, "photos/", photo):
        assert secret not in said


def _said(caplog: pytest.LogCaptureFixture) -> str:
    """What the process's log would say, tracebacks included."""
    return "\n".join(map(LogFormatter().format, caplog.records))


async def test_a_job_that_always_fails_is_given_up_and_its_key_is_free(
    database: Database, telegram: Playground, client: BotApiClient, photo: str
) -> None:
    rule = telegram.faults.add("html_502", "file")
    async with _working(database, client, Clock(now=_hours_pass())):
        assert await _becomes(database, "failed", 5) == "NotSent"
    assert rule.hits == 5
    assert await database.read(_contents) == []


async def test_a_retry_waits_longer_each_time(
    database: Database, telegram: Playground, client: BotApiClient, photo: str
) -> None:
    telegram.faults.add("html_502", "file")
    due: list[timedelta] = []
    for number in range(4):
        moment = NOW + timedelta(hours=number)
        async with _working(database, client, Clock(now=repeat(moment).__next__)):
            await _becomes(database, "ready", number + 1)
        due.append(
            await database.read(lambda found: found.execute(select(table.c.due_at)).scalar_one()) - moment
        )
    assert due == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]


async def test_an_unknown_kind_of_job_does_not_stop_the_others(
    database: Database, telegram: Playground, client: BotApiClient, photo: str
) -> None:
    await database.write(jobs.add, Job(2, "of_a_newer_version", {}, NOW - timedelta(hours=1)))

    async def is_fetched() -> bool:
        return bool(await database.read(_contents))

    async with _working(database, client, Clock(now=lambda: NOW)):
        await _until(is_fetched)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_an_unreachable_database_does_not_end_the_runner(
    database: Database, client: BotApiClient, photo: str, caplog: pytest.LogCaptureFixture
) -> None:
    hidden = "ALTER TABLE jobs RENAME TO hidden"
    await database.write(lambda found: found.execute(text(hidden)))

    async def is_told() -> bool:
        return "jobs cannot be read" in caplog.text

    async with _working(database, client, Clock(now=lambda: NOW)):
        await _until(is_told)
        await database.write(lambda found: found.execute(text("ALTER TABLE hidden RENAME TO jobs")))
        await _becomes(database, "done")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_job_whose_end_cannot_be_written_is_taken_up_again(
    database: Database,
    telegram: Playground,
    client: BotApiClient,
    photo: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.faults.add("hang", "getFile", times=1, seconds=1)
    hidden, shown = "ALTER TABLE jobs RENAME TO hidden", "ALTER TABLE hidden RENAME TO jobs"

    async def is_told() -> bool:
        return "a failed job cannot be put back id=1" in caplog.text

    async with _working(database, client, Clock(now=_hours_pass())):
        await _becomes(database, "running")
        await database.write(lambda found: found.execute(text(hidden)))
        await _until(is_told)
        await database.write(lambda found: found.execute(text(shown)))
        await _becomes(database, "done", 2)


# The spawned process ----------------------------------------------------------------------------------


async def test_a_recount_runs_in_its_own_process_and_tells_differences(
    database: Database, client: BotApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "INSERT INTO totals VALUES ('2026-11-02', 'nps', 'score', '', '', 9, 3)"
    await database.write(lambda found: found.execute(text(wrong)))
    await database.write(jobs.add, Job(1, "recount", {}, NOW, key="recount"))
    async with _working(database, client, Clock(now=lambda: NOW)):
        assert await _becomes(database, "done") is None
    assert "totals differ from a recount rows=1" in caplog.text
    assert "otklik totals --rebuild" in caplog.text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_spawned_process_that_dies_is_replaced(
    database: Database, client: BotApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    await database.write(jobs.add, Job(1, "recount", {}, NOW))
    async with _working(database, client, Clock(now=_hours_pass())):
        await _becomes(database, "done")
        [child] = multiprocessing.active_children()
        child.kill()
        await asyncio.to_thread(child.join)
        await database.write(lambda found: found.execute(table.delete()))
        await database.write(jobs.add, Job(2, "recount", {}, NOW))
        assert await _becomes(database, "done", 2) == "BrokenProcessPool"


def _ends(process_id: int) -> bool:
    """Asked of the system: who of the executor and the test collects the child first is left to chance."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def test_the_spawned_process_is_ended_in_the_middle_of_its_work() -> None:
    processes = spawned.pool()
    assert processes.submit(os.getpid).result(30) != os.getpid()
    working = processes.submit(time.sleep, 60)
    while not working.running():
        time.sleep(0.01)
    [child] = multiprocessing.active_children()
    spawned.end(processes)
    assert isinstance(working.exception(10), BrokenExecutor)
    assert _ends(child.pid or 0)


SPAWNS = """
import os, sys
from bot import spawned
if __name__ == "__main__":
    pool = spawned.pool()
    print(pool.submit(os.getpid).result(), flush=True)
    sys.stdin.readline()
    print(pool.submit(os.getpid).result(), flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has spawned its own; it says the child's id, again after each line that it is given."""
    script = tmp_path / "spawns.py"
    script.write_text(SPAWNS)
    pipe, environment = subprocess.PIPE, os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, script], env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        yield process
        process.kill()


def _read(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_ctrl_c_is_for_the_parent(parent: subprocess.Popen[str]) -> None:
    child = _read(parent)
    os.kill(child, signal.SIGINT)
    said, complained = parent.communicate("\n\n", timeout=30)
    assert int(said) == child
    assert complained == ""


def test_the_spawned_process_ends_with_a_parent_that_was_killed(parent: subprocess.Popen[str]) -> None:
    child = _read(parent)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 20
    while _is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_alive(child)


def _is_alive(process_id: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def test_heavy_work_loads_no_aiogram() -> None:
    program = (
        "import sys, bot.heavy, bot.pictures, bot.spawned;"
        "sys.exit('aiogram' in sys.modules or 'aiohttp' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_the_bot_itself_loads_no_drawing_library() -> None:
    program = (
        "import sys, bot.jobs, handlers.manager.nps, reports.drawing; sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)

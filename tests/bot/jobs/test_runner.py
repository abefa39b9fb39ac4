"""The runner: woken by the commit, several jobs side by side, and the last of what was asked for wins."""

import asyncio
import errno
import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import OperationalError

from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from storage.effects import Effects
from storage.engines.database import Database
from storage.ids import lowest_id
from storage.jobs import TRIES
from storage.rows import File, Job, OutboxRow
from storage.tables import files
from surveys.outreach.urgency import Urgency
from tests.bot.jobs.running import NOW, becomes, hours_pass, order, running, states, until
from tests.harness import NOON, Harness
from tests.updates import ANNA, sent

CLOCK = Clock(now=lambda: NOW)
HIDE, SHOW = text("ALTER TABLE jobs RENAME TO hidden"), text("ALTER TABLE hidden RENAME TO jobs")
PHOTO = {"file_id": "AgACAgI", "file_unique_id": "AQADAg", "width": 90, "height": 90}


def _full() -> sqlite3.OperationalError:
    full = sqlite3.OperationalError("full")
    full.sqlite_errorcode, full.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
    return full


class Bench:
    """Jobs that a test finishes by hand; what came of each is a file of that name."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._released: set[str] = set()
        self._moved = asyncio.Condition()
        self.kinds = {pool.value: JobKind(pool.value, pool, self._work) for pool in Pool}

    async def _work(self, context: JobContext, args: Mapping[str, Any]) -> Finish:
        name = str(args["name"])
        async with self._moved:
            self.begun.append(name)
            self._moved.notify_all()
            await self._moved.wait_for(lambda: name in self._released)
        result = File(context.ids.next(), name, "text/plain", NOW)

        def finish(connection: Connection) -> Effects:
            effects = Effects()
            effects.add(result)
            return effects

        return finish

    async def release(self, *names: str) -> None:
        async with self._moved:
            self._released.update(names)
            self._moved.notify_all()

    async def begins(self, *names: str) -> None:
        """These are under way, or were."""
        async with asyncio.timeout(20), self._moved:
            await self._moved.wait_for(lambda: set(names) <= set(self.begun))


def _job(number: int, pool: Pool, name: str, key: str | None = None) -> Job:
    return Job(number, pool.value, {"name": name}, NOW + timedelta(seconds=number - 100), key=key)


async def _end(database: Database, *numbers: int) -> None:
    async def are_done() -> bool:
        found = await states(database)
        return all(found[number] == "done" for number in numbers)

    await until(are_done)


async def _results(database: Database) -> list[str]:
    found = select(files.c.name).order_by(files.c.name)
    return await database.read(lambda connection: list(connection.execute(found).scalars()))


async def test_a_commit_of_the_worker_wakes_the_runner(harness: Harness) -> None:
    fetched: asyncio.Queue[str] = asyncio.Queue()

    async def fetch(context: JobContext, args: Mapping[str, Any]) -> None:
        fetched.put_nowait(args["file_id"])

    kinds = {"fetch_file": JobKind("fetch_file", Pool.NETWORK, fetch)}
    await order(harness.database, Job(1, "fetch_file", {"file_id": "of before"}, NOON))
    runner = harness.parts.jobs
    runner.kinds, runner.look_every_s = kinds, 3600
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(runner.run())
        assert await fetched.get() == "of before"
        await _end(harness.database, 1)
        await harness.deliver(sent(ANNA, photo=[PHOTO]))
        assert await fetched.get() == PHOTO["file_id"]
        runner.stop()


async def test_what_was_asked_for_last_under_a_key_is_what_comes(
    database: Database, client: BotApiClient
) -> None:
    bench = Bench()
    async with running(database, client, CLOCK, kinds=bench.kinds) as runner:
        await order(database, _job(1, Pool.INTERACTIVE, "week", "message:1"))
        runner.wake()
        await bench.begins("week")
        await order(database, _job(2, Pool.INTERACTIVE, "month", "message:1"))
        await order(database, _job(3, Pool.INTERACTIVE, "year", "message:1"))
        await bench.release("week", "month", "year")
        await _end(database, 3)
    assert bench.begun == ["week", "year"]
    assert await _results(database) == ["year"]


async def test_a_slow_job_of_one_pool_holds_up_none_of_another(
    database: Database, client: BotApiClient
) -> None:
    bench = Bench()
    await order(database, _job(1, Pool.BULK, "picture"), _job(2, Pool.BULK, "export"))
    async with running(database, client, CLOCK, kinds=bench.kinds) as runner:
        await bench.begins("picture")
        await order(database, _job(3, Pool.INTERACTIVE, "report"), _job(4, Pool.NETWORK, "photo"))
        runner.wake()
        await bench.begins("report", "photo")
        await bench.release("report", "photo")
        await _end(database, 3, 4)
        assert "export" not in bench.begun
        await bench.release("picture", "export")
        await _end(database, 1, 2)


async def test_a_process_has_one_job_at_a_time_and_the_network_a_few(
    database: Database, client: BotApiClient
) -> None:
    bench = Bench()
    photos = [_job(number, Pool.NETWORK, f"photo {number}") for number in range(1, 6)]
    await order(database, *photos, _job(6, Pool.INTERACTIVE, "nps"), _job(7, Pool.INTERACTIVE, "churn"))
    async with running(database, client, CLOCK, kinds=bench.kinds):
        await bench.begins("photo 1", "photo 2", "photo 3", "photo 4", "nps")
        assert list((await states(database)).values()).count("running") == 5
        await bench.release("photo 2", "nps")
        await bench.begins("photo 5", "churn")
        await bench.release("photo 1", "photo 3", "photo 4", "photo 5", "churn")


async def test_what_came_of_a_job_is_handed_out_after_the_commit(
    database: Database, client: BotApiClient
) -> None:
    offered: list[OutboxRow] = []

    async def greet(context: JobContext, args: Mapping[str, Any]) -> Finish:
        def finish(connection: Connection) -> Effects:
            effects = Effects()
            effects.add(OutboxRow(9, 7, Urgency.REPLY, "sendMessage", "{}", NOW, NOW))
            return effects

        return finish

    kinds = {"greeting": JobKind("greeting", Pool.NETWORK, greet)}
    await order(database, Job(1, "greeting", {}, NOW))
    async with running(database, client, CLOCK, offer=offered.extend, kinds=kinds):
        await becomes(database, "done")
    assert [row.id for row in offered] == [9]


async def test_a_kind_that_is_tried_once_fails_for_good(database: Database, client: BotApiClient) -> None:
    async def fail(context: JobContext, args: Mapping[str, Any]) -> None:
        raise LookupError

    kinds = {"hasty": JobKind("hasty", Pool.NETWORK, fail, tries=1)}
    await order(database, Job(1, "hasty", {}, NOW))
    async with running(database, client, Clock(now=hours_pass()), kinds=kinds):
        assert await becomes(database, "failed") == "LookupError"


@pytest.mark.parametrize("full", [OperationalError("", {}, _full()), OSError(errno.ENOSPC, "full")])
async def test_a_full_disk_is_waited_for_and_takes_none_of_the_tries_of_a_file(
    database: Database, client: BotApiClient, full: Exception
) -> None:
    errors = iter([full] * (TRIES + 2))

    async def fetch(context: JobContext, args: Mapping[str, Any]) -> None:
        if (error := next(errors, None)) is not None:
            raise error

    kinds = {"fetch": JobKind("fetch", Pool.NETWORK, fetch)}
    moments = (NOW + timedelta(minutes=number) for number in range(100))
    await order(database, Job(lowest_id(NOW), "fetch", {}, NOW))
    async with running(database, client, Clock(now=lambda: next(moments)), kinds=kinds):
        await becomes(database, "done")


async def test_stopping_finishes_what_was_begun_and_begins_nothing_more(
    database: Database, client: BotApiClient
) -> None:
    bench = Bench()
    await order(database, _job(1, Pool.INTERACTIVE, "nps"), _job(2, Pool.INTERACTIVE, "churn"))
    async with running(database, client, CLOCK, kinds=bench.kinds) as runner:
        await bench.begins("nps")
        runner.stop()
        await bench.release("nps", "churn")
    assert await states(database) == {1: "done", 2: "ready"}


async def test_an_unknown_kind_of_job_waits_for_the_version_that_knows_it_and_stops_no_other(
    database: Database, client: BotApiClient
) -> None:
    bench = Bench()
    await order(database, Job(2, "of_a_newer_version", {}, NOW - timedelta(hours=1)))
    await order(database, _job(1, Pool.NETWORK, "photo"))
    await bench.release("photo")
    async with running(database, client, CLOCK, kinds=bench.kinds):
        await _end(database, 1)
    assert await states(database) == {1: "done", 2: "ready"}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_an_unreachable_database_does_not_end_the_runner(
    database: Database, client: BotApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    bench = Bench()
    await order(database, _job(1, Pool.NETWORK, "photo"))
    await bench.release("photo")
    await database.write(lambda found: found.execute(HIDE))

    async def is_told() -> bool:
        return "jobs cannot be read" in caplog.text

    async with running(database, client, CLOCK, kinds=bench.kinds) as runner:
        await until(is_told)
        await database.write(lambda found: found.execute(SHOW))
        runner.wake()
        await becomes(database, "done")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_job_whose_end_cannot_be_written_is_taken_up_again(
    database: Database, client: BotApiClient, caplog: pytest.LogCaptureFixture
) -> None:
    bench = Bench()
    await order(database, _job(1, Pool.NETWORK, "photo"))

    async def is_told() -> bool:
        return "a failed job cannot be put back id=1" in caplog.text

    async with running(database, client, Clock(now=hours_pass()), kinds=bench.kinds) as runner:
        await bench.begins("photo")
        await database.write(lambda found: found.execute(HIDE))
        await bench.release("photo")
        await until(is_told)
        await database.write(lambda found: found.execute(SHOW))
        runner.wake()
        await becomes(database, "done", 2)

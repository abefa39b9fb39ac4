"""What goes into the spawned process for a report, and what that process loads for it."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient
from bot.jobs import worker_tasks
from bot.jobs.process_pool import ProcessPool
from reports import screen
from reports.catalogue import REPORTS
from reports.job import ReportJob
from reports.request import ReportRequest
from storage import tables
from storage.engines.database import Connection, Database
from storage.rows import Job
from storage.states import JobState
from surveys.statistics.periods import parse
from tests.bot import report_data
from tests.bot.jobs.running import order, running, states, until
from tests.harness import app_context

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)
MANY = [10] * 20 + [8] * 10 + [3] * 10


def wanted(report: str, words: str = "", message_id: int | None = None) -> ReportJob:
    request = ReportRequest(parse(words, NOW, app_context().zone, REPORTS[report].usual), NOW)
    return ReportJob(report, "", request, "", "1", "en", 1, chat_id=5, message_id=message_id)


def row(row_id: int, job: ReportJob) -> Job:
    return Job(row_id, job.kind, job.to_json(), NOW, key=job.key)


@pytest.fixture
async def process() -> AsyncIterator[ProcessPool]:
    process = ProcessPool()
    yield process
    process.end()


@pytest.mark.parametrize("report", REPORTS)
def test_an_order_comes_back_from_its_row_as_it_was(report: str) -> None:
    job = wanted(report, '90d touchpoint:"North branch"', 77)
    assert ReportJob.from_json(json.loads(json.dumps(job.to_json())), app_context().zone) == job


async def test_the_process_that_puts_reports_into_words_loads_neither_the_bot_nor_what_draws(
    database: Database, process: ProcessPool
) -> None:
    await report_data.scores(database, {date(2026, 9, 5): MANY, date(2026, 10, 5): MANY})
    context = app_context().report_context
    found = await process.run(worker_tasks.read, database.url, screen.compose, context, wanted("nps"))
    assert "NPS 16 Sep – 15 Oct 2026" in found.text
    words = await loaded(process)
    assert not words & {"aiogram", "aiohttp", "pydantic", "handlers", "matplotlib", "numpy", "pandas"}
    assert found.picture is not None
    png = await process.run(worker_tasks.picture, database.url, context, found.picture)
    assert png is not None
    assert not await loaded(process) & {"aiogram", "aiohttp", "handlers"}


async def loaded(process: ProcessPool) -> set[str]:
    """The top-level packages of that process."""
    names: list[str] = await process.run(eval, "list(__import__('sys').modules)")
    return {name.partition(".")[0] for name in names}


async def test_of_two_reports_for_one_message_the_later_one_is_shown(
    database: Database, client: BotApiClient
) -> None:
    await order(database, row(1, wanted("nps", "90d", 77)), row(2, wanted("nps", "2026-09", 77)))

    def said(connection: Connection) -> list[dict[str, Any]]:
        return [
            json.loads(body)
            for (body,) in connection.execute(tables.outbox.select().with_only_columns(tables.outbox.c.body))
        ]

    async def is_done() -> bool:
        return JobState.DONE in (await states(database)).values()

    async with running(database, client, Clock(now=lambda: NOW)):
        await until(is_done)
    [told] = await database.read(said)
    assert (told["chat_id"], told["message_id"]) == (5, 77)
    assert "September 2026" in told["text"]

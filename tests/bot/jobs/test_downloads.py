"""Files are fetched from Telegram: tried again when that fails, given up in the end, and nothing is said."""

from datetime import timedelta
from itertools import repeat

import pytest
from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient
from bot.observability.logs import LogFormatter
from playground import Playground
from storage import jobs
from storage.engines.database import Database
from storage.rows import Job
from storage.tables import files
from storage.tables import jobs as table
from tests.bot.jobs.running import NOW, becomes, hours_pass, running

JFIF = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 300


def _contents(connection: Connection) -> list[tuple[object, ...]]:
    found = connection.execute(select(files.c.name, files.c.telegram_file_id, files.c.content))
    return [tuple(row) for row in found]


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
    async with running(database, client, Clock(now=lambda: NOW)):
        assert await becomes(database, "done") is None
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
    async with running(database, client, Clock(now=hours_pass())):
        assert await becomes(database, "done", 2) == error
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
    async with running(database, client, Clock(now=hours_pass())):
        assert await becomes(database, "failed", 5) == "NotSent"
    assert rule.hits == 5
    assert await database.read(_contents) == []


async def test_a_retry_waits_longer_each_time(
    database: Database, telegram: Playground, client: BotApiClient, photo: str
) -> None:
    telegram.faults.add("html_502", "file")
    due: list[timedelta] = []
    for number in range(4):
        moment = NOW + timedelta(hours=number)
        async with running(database, client, Clock(now=repeat(moment).__next__)):
            await becomes(database, "ready", number + 1)
        due.append(
            await database.read(lambda found: found.execute(select(table.c.due_at)).scalar_one()) - moment
        )
    assert due == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]

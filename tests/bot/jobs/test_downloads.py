"""Files are fetched from Telegram: tried again when that fails, given up in the end, and nothing is said."""

import os
import stat
from datetime import timedelta
from hashlib import sha256
from itertools import repeat
from pathlib import Path

import pytest
from aiogram import Bot
from sqlalchemy import Connection, select

from bot.build import Components
from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from bot.observability.logs import LogFormatter
from playground import Playground
from storage.delivery.file_store import FileStore, directory_beside
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.rows import File, Job
from storage.states import FileState
from storage.tables import files, jobs
from tests.bot.jobs.running import NOW, becomes, hours_pass, running
from tests.fake_bot_api import TOKEN
from tests.harness import app_context

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
    await database.write(_order, file_id)
    return file_id


def _order(connection: Connection, file_id: str, number: int = 1, size: int | None = None) -> None:
    """As a handler does when a customer sends a file."""
    effects = Effects()
    effects.add(
        File(
            number, "photo", "image/jpeg", NOW, telegram_file_id=file_id, state=FileState.ORDERED, size=size,
            customer_id=7,
        )
    )  # fmt: skip
    effects.add(Job(number, "fetch_file", {"file": number, "file_id": file_id}, NOW))
    flush(connection, [effects])


async def _sent_document(telegram: Playground, content: bytes) -> str:
    update = await telegram.person("Boris").document(content, "Большой.jpg")
    assert update.message is not None
    assert update.message.media is not None
    return update.message.media.file.id


def _states(connection: Connection) -> dict[int, tuple[object, ...]]:
    found = connection.execute(
        select(files.c.id, files.c.state, files.c.size, files.c.sha256, files.c.content)
    )
    return {row.id: tuple(row)[1:] for row in found}


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
    assert await database.read(_contents) == [("photo", photo, None)]


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
            await database.read(lambda found: found.execute(select(jobs.c.due_at)).scalar_one()) - moment
        )
    assert due == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]


LARGE = b"\xff\xd8\xff\xe0" + bytes(1024 * 1024)


@pytest.fixture
def store(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    """Where large files lie, also when the database is a server's."""
    monkeypatch.chdir(tmp_path)
    return FileStore(directory_beside(database.url))


async def test_a_large_file_lies_on_disk_whole_and_private_and_its_row_has_its_hash(
    database: Database, telegram: Playground, client: BotApiClient, store: FileStore
) -> None:
    await database.write(_order, await _sent_document(telegram, LARGE))
    async with running(database, client, Clock(now=lambda: NOW)):
        await becomes(database, "done")
    expected = (FileState.STORED, len(LARGE), sha256(LARGE).hexdigest(), None)
    assert await database.read(_states) == {1: expected}
    assert store.read(1) == LARGE
    assert stat.S_IMODE(store.directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((store.directory / "1").stat().st_mode) == 0o600
    assert len(list(store.directory.iterdir())) == 1


async def test_a_file_that_proves_larger_than_the_rest_of_the_quota_is_left_with_telegram(
    database: Database, telegram: Playground, client: BotApiClient, store: FileStore
) -> None:
    """Nobody said how large it is when it was ordered."""
    await database.write(_order, "earlier", 2, 100 * 1024 * 1024)
    await database.write(lambda connection: connection.execute(jobs.delete()))
    await database.write(_order, await _sent_document(telegram, LARGE))
    async with running(database, client, Clock(now=lambda: NOW)):
        await becomes(database, "done")
    assert (await database.read(_states))[1] == (FileState.LEFT, len(LARGE), None, None)
    assert not store.directory.exists()


async def test_what_a_crash_left_on_disk_and_what_is_kept_long_enough_is_swept_away(
    database: Database, telegram: Playground, client: BotApiClient, store: FileStore
) -> None:
    """On disk are: one whose row says so, one whose row does not yet, one without a row, half of one."""
    await database.write(_order, await _sent_document(telegram, LARGE))
    parts = Components(app_context(), database, client, Bot(TOKEN), RateLimiter(0, 0), Clock(now=lambda: NOW))
    async with running(database, client, Clock(now=lambda: NOW)):
        await becomes(database, "done")
    await database.write(_order, "coming", 2)
    for number in (2, 3, 4):
        store.write(number, LARGE)
    (store.directory / "4").rename(store.directory / "4.part")
    for file in store.directory.iterdir():
        os.utime(file, (NOW.timestamp() - 7200,) * 2)
    store.write(5, LARGE)  # at this moment, by a job whose end is not written yet
    os.utime(store.directory / "5", (NOW.timestamp(),) * 2)
    await parts.housekeeping.tidy()
    assert {file.name for file in store.directory.iterdir()} == {"1", "2", "5"}
    later = Clock(now=lambda: NOW + timedelta(days=366))
    parts = Components(app_context(), database, client, Bot(TOKEN), RateLimiter(0, 0), later)
    await parts.housekeeping.tidy()
    assert list(store.directory.iterdir()) == []
    assert await database.read(_states) == {}

"""From the order of a picture to the phone: drawn in its own process, sent once, exchanged at its place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from playground import Person, Playground
from playground.files import picture_size
from playground.messages import Message
from reports.job import PictureJob
from reports.request import ReportRequest
from storage.effects import Effects, flush
from storage.engines.database import Connection
from storage.ids import Ids
from storage.rows import Job
from storage.states import JobState, OutboxState
from storage.tables import files
from storage.tables import jobs as table
from surveys.statistics.periods import parse
from tests.bot import report_data
from tests.bot.delivery.sender_harness import Post
from tests.bot.jobs.running import running
from tests.harness import app_context

PLACE = "picture:1"
MANY = [10] * 20 + [8] * 10 + [3] * 10
PATIENCE_S = 60


@asynccontextmanager
async def _working(post: Post) -> AsyncIterator[Ids]:
    ids = Ids()
    clock, offer = post.fake_clock.clock, post.offer
    async with running(post.database, post.client, clock, ids, offer=offer, look_every_s=0.05):
        yield ids


async def _order(post: Post, ids: Ids, chat: Person, words: str = "", *, edit: bool = False) -> int:
    request = ReportRequest(parse(words, post.fake_clock.now, app_context().zone), post.fake_clock.now)
    args = PictureJob("nps", request, "ru", chat.id, PLACE, replaces=edit).to_json()
    return await _store(post, ids, args)


async def _store(post: Post, ids: Ids, args: dict[str, Any]) -> int:
    effects = Effects()
    job = effects.add(Job(ids.next(), "picture", args, post.fake_clock.now, key=PLACE))
    await post.database.write(flush, [effects])
    return job.id


async def _ended(post: Post, job_id: int) -> tuple[str, int, str | None]:
    """State, tries and error of the job."""

    def look(connection: Connection) -> tuple[str, int, str | None]:
        found = connection.execute(
            select(table.c.state, table.c.tries, table.c.error).where(table.c.id == job_id)
        )
        state, tries, error = found.one()
        return state, tries, error

    async with asyncio.timeout(PATIENCE_S):
        # The end of a job is a row and rings no bell.
        while (ended := await post.database.read(look))[0] not in (JobState.DONE, JobState.FAILED):  # noqa: ASYNC110  # a row is no event
            await asyncio.sleep(0.02)
    await post.settled()
    return ended


def _pictures(chat: Person) -> list[Message]:
    return [message for message in chat.chat.messages if message.media and not message.deleted]


def _content(message: Message) -> bytes:
    assert message.media is not None
    return message.media.file.data


@pytest.fixture
async def boris(post: Post, telegram: Playground) -> Person:
    boris = telegram.person("Boris")
    await post.meet(boris)
    return boris


async def test_a_picture_arrives_and_the_next_one_takes_its_place(post: Post, boris: Person) -> None:
    await report_data.scores(post.database, {date(2026, 9, 5): MANY, date(2026, 10, 5): MANY}, "зал")
    await report_data.scores(post.database, {date(2026, 9, 5): MANY, date(2026, 10, 5): [0] * 40}, "доставка")
    async with _working(post) as ids:
        assert await _ended(post, await _order(post, ids, boris)) == (JobState.DONE, 1, None)
        [picture] = _pictures(boris)
        first = _content(picture)
        assert picture_size(first) == (1080, 1080)

        assert await _ended(post, await _order(post, ids, boris, "touchpoint:зал", edit=True))
        assert _pictures(boris) == [picture]
        second = _content(picture)
        assert second.startswith(b"\x89PNG")
        assert second != first

        assert await _ended(post, await _order(post, ids, boris, "touchpoint:киоск", edit=True))
        assert picture.text.startswith("Эта картинка — о том, что показывали раньше")
        assert await _ended(post, await _order(post, ids, boris, "touchpoint:доставка", edit=True))
        assert not picture.text

        picture.deleted = True
        assert await _ended(post, await _order(post, ids, boris, edit=True))
        [anew] = _pictures(boris)
        assert _content(anew) == first
    assert set(await post.settled()) == {OutboxState.SENT}


async def test_where_there_is_nothing_to_draw_nothing_is_sent_and_a_failure_is_not_repeated(
    post: Post, boris: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with _working(post) as ids:
        assert await _ended(post, await _order(post, ids, boris)) == (JobState.DONE, 1, None)
        failed = await _ended(post, await _store(post, ids, {"report": "no such report"}))
        assert failed == (JobState.FAILED, 1, "KeyError")
        assert "job failed" in caplog.text
        assert _pictures(boris) == []
        assert await post.rows() == []

        await report_data.scores(post.database, {date(2026, 9, 5): MANY, date(2026, 10, 5): MANY})
        assert await _ended(post, await _order(post, ids, boris, edit=True)) == (JobState.DONE, 1, None)
        assert len(_pictures(boris)) == 1


async def test_a_picture_that_was_asked_for_anew_meanwhile_is_not_sent(post: Post, boris: Person) -> None:
    await report_data.scores(post.database, {date(2026, 9, 5): MANY, date(2026, 10, 5): MANY})
    async with _working(post) as ids:
        await _order(post, ids, boris)
        last = await _order(post, ids, boris, edit=True)
        assert await _ended(post, last) == (JobState.DONE, 1, None)

    def kept(connection: Connection) -> int:
        return len(connection.execute(select(files.c.id)).all())

    assert len(_pictures(boris)) == 1
    assert await post.database.read(kept) == 1

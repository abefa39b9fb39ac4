"""From the order of the page to the phone: written in its own process, sent as one document."""

import asyncio

from playground import Playground
from reports.job import PageJob
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.rows import Job
from tests.bot.delivery.sender_harness import Post
from tests.bot.jobs.running import running
from tests.reports.page.company import furnish_company

PATIENCE_S = 60


async def test_the_page_arrives_as_a_document(post: Post, telegram: Playground) -> None:
    boris = telegram.person("Boris")
    await post.meet(boris)
    await furnish_company(post.database)
    ids, clock, before = Ids(), post.fake_clock.clock, len(boris.chat.messages)
    job = PageJob("en", post.fake_clock.now, boris.id, 1)
    effects = Effects()
    effects.add(Job(ids.next(), job.kind, job.to_json(), post.fake_clock.now, key=job.key))
    await post.database.write(flush, [effects])
    async with (
        running(post.database, post.client, clock, ids, offer=post.offer, look_every_s=0.05),
        asyncio.timeout(PATIENCE_S),
    ):
        # The end of a job is a row and rings no bell.
        while len(boris.chat.messages) == before:  # noqa: ASYNC110  # a message that comes is no event
            await asyncio.sleep(0.02)
    message = boris.chat.messages[-1]
    assert message.media is not None
    assert message.media.file.name == f"otklik-{job.now:%Y-%m-%d}.html"
    assert message.media.file.data.startswith(b"<!doctype html>")
    assert "needs no network" in str(message.text)

"""From the order of a file to the phone: written in its own process, sent as a document, in the audit log."""

import asyncio
import csv
import io

import pytest

from bot.jobs import exports
from playground import Person, Playground
from reports.job import ExportJob
from storage import audit
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.reports.exports import ExportRequest
from storage.rows import Job
from tests.bot.delivery.sender_harness import Post
from tests.bot.jobs.running import running
from tests.storage.history import at, keep, order
from tests.storage.samples import customer

PATIENCE_S = 60


async def _export(post: Post, boris: Person, format_: str) -> bytes | str:
    ids, clock, before = Ids(), post.fake_clock.clock, len(boris.chat.messages)
    job = ExportJob(ExportRequest("orders"), format_, "ru", boris.id, 1)
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
    return message.media.file.data if message.media else str(message.text)


@pytest.fixture
async def boris(post: Post, telegram: Playground) -> Person:
    boris = telegram.person("Boris")
    await post.meet(boris)
    anna = customer(name="canary", external_id="007")
    await keep(post.database, anna, order(anna, at(1, 10), amount_minor=150))
    return boris


async def test_a_file_arrives_and_the_audit_log_knows_who_asked(post: Post, boris: Person) -> None:
    content = await _export(post, boris, "csv")
    assert isinstance(content, bytes)
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert (row["amount"], row["customer_external_id"]) == ("1,50", "007")
    assert b"canary" not in content
    (entry,) = await post.database.read(audit.latest, 9)
    assert (entry.staff_telegram_id, entry.subject) == (boris.id, "orders")
    assert entry.details == {"rows": 1, "days": None, "names": False}


async def test_what_is_too_large_for_a_chat_is_said(
    post: Post, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "_LARGEST", 10)
    said = await _export(post, boris, "xlsx")
    assert isinstance(said, str)
    assert "otklik export orders" in said
    assert await post.database.read(audit.latest, 9) == []

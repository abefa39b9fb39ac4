"""The worker and its desk on a real database, fed with raw updates and a clock that a test moves.

Nothing is sent: what was decided is read from the outbox, what a tap was told from the letterbox.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, func, select

from bot.build import Components
from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from bot.jobs.alert_check import ALERT_CHECK
from bot.jobs.case_list import CASE_LIST
from bot.jobs.customer_card import CUSTOMER_CARD
from bot.jobs.feedback_list import FEEDBACK_LIST
from bot.jobs.kind import Pool
from bot.jobs.process_pool import ProcessPool
from bot.jobs.reports import REPORT
from bot.jobs.weekly_digest import WEEKLY_DIGEST
from bot.processing.albums import ALBUM_COMPLETE_AFTER_S
from bot.processing.updates import inbox_updates_of
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage import tables
from storage.effects import flush
from storage.engines.database import Database
from storage.people import customers
from storage.people.addresses import EXTERNAL_ID, TELEGRAM_ID, named
from storage.reports import totals
from storage.states import InboxState, JobState, OutboxState
from surveys.catalogue.files import load, load_reasons, load_support_texts, load_themes
from tests.fake_bot_api import BOT, TOKEN, FakeBotApi, listening
from tests.updates import BORIS, Person, Raw, said, tapped
from texts.catalogue import Texts

Work = Callable[[UpdateContext], Awaitable[None]]
"""What a handler does."""

NOON = datetime(2026, 10, 15, 9, tzinfo=UTC)
"""Midday in Moscow, where the business is."""


READ_WORK = {
    kind.name: kind for kind in (REPORT, CASE_LIST, CUSTOMER_CARD, FEEDBACK_LIST, WEEKLY_DIGEST, ALERT_CHECK)
}
"""What an office itself does of the jobs that are ordered in it; pictures and files wait."""

PATIENCE_S = 30


class FakeClock:
    """The hands of a clock: it stands still until they are moved, but limits feel real time pass as well."""

    def __init__(self) -> None:
        self.now = NOON
        self._moved_s = 0.0
        self.clock = Clock(now=lambda: self.now, monotonic=lambda: time.monotonic() + self._moved_s)

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)
        self.let_pass(timedelta(**by).total_seconds())

    def let_pass(self, seconds: float) -> None:
        """What waits for so long is due, and the time of day is the same."""
        self._moved_s += seconds


class StillClock(FakeClock):
    """Limits feel no time but what it is moved by, however slow the machine is."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock(now=lambda: self.now, monotonic=lambda: self._moved_s)


@dataclass(frozen=True)
class SentCall:
    """A call that waits in the outbox."""

    method: str
    body: dict[str, Any]

    @property
    def is_menu(self) -> bool:
        return self.method.endswith("MyCommands")

    @property
    def text(self) -> str:
        return str(self.body["text"])

    @property
    def buttons(self) -> dict[str, str]:
        """Button data by label."""
        rows = self.body.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
        return {one["text"]: one["callback_data"] for row in rows for one in row if "callback_data" in one}


@cache
def app_context() -> AppContext:
    return AppContext(
        business="Кофейня «Подсолнух»",
        zone=ZoneInfo("Europe/Moscow"),
        owner_ids=frozenset({BORIS.id}),
        catalogue=load(),
        texts=Texts(),
        reasons=load_reasons(),
        support_texts=load_support_texts(),
        themes=load_themes(),
    )


class Harness:
    def __init__(
        self,
        database: Database,
        fake_bot_api: FakeBotApi,
        client: BotApiClient,
        limiter: RateLimiter | None = None,
        process: ProcessPool | None = None,
        fake_clock: FakeClock | None = None,
    ) -> None:
        self.database = database
        self.fake_bot_api = fake_bot_api
        self.fake_clock = fake_clock or FakeClock()
        limiter = limiter or RateLimiter(0, 0)
        reading = process or ProcessPool()
        self.parts = parts = Components(
            app_context(), database, client, BOT, limiter, self.fake_clock.clock,
            {Pool.INTERACTIVE: reading, Pool.BULK: reading},
        )  # fmt: skip
        self.jobs = parts.jobs
        self.jobs.kinds = READ_WORK
        self.metrics = parts.metrics
        self.ids = parts.ids
        self.contexts = parts.contexts
        self.sender = parts.sender
        self.acknowledger = parts.acknowledger
        self.worker = parts.worker
        self.worker.acknowledge_within_s = PATIENCE_S  # a busy machine says the same words
        self._seen = 0

    async def deliver(self, *updates: Raw) -> list[SentCall]:
        """Hand over updates as one call of Telegram's, until all are dealt with: what is to be told."""
        copies = json.loads(json.dumps(updates))
        await self.worker.take(inbox_updates_of(copies, 42, self.fake_clock.now))
        while await self.waits():
            await self.worker.take([])
        await self.read_work_done()
        return await self.told()

    async def waits(self) -> bool:
        """Whether updates wait in the inbox; the moment is over for which albums wait for what may come."""

        def waiting(connection: Connection) -> list[str | None]:
            found = select(tables.inbox.c.album).where(tables.inbox.c.state == InboxState.WAITING)
            return list(connection.execute(found).scalars())

        albums = await self.database.read(waiting)
        if any(albums):
            self.fake_clock.let_pass(ALBUM_COMPLETE_AFTER_S)
        return bool(albums)

    async def read_work_done(self) -> None:
        """Returns when what was ordered to be read has been read and its answer is in the outbox."""
        async with asyncio.timeout(PATIENCE_S):
            while await self.reads():  # noqa: ASYNC110  # the end of a job is a row and rings no bell
                await asyncio.sleep(0.005)

    async def reads(self) -> int:
        """How many jobs of read work have not ended."""
        unended = tables.jobs.c.kind.in_(READ_WORK) & tables.jobs.c.state.in_(
            (JobState.READY, JobState.RUNNING)
        )

        def count(connection: Connection) -> int:
            return connection.execute(select(func.count()).where(unended)).scalar_one()

        return await self.database.read(count)

    async def told(self) -> list[SentCall]:
        """What came into the outbox since this was asked last."""
        rows = [row for row in await self.rows(tables.outbox) if row["id"] > self._seen]
        self._seen = max([self._seen, *(row["id"] for row in rows)])
        waiting = [row for row in rows if row["state"] != OutboxState.REPLACED]
        return [SentCall(row["method"], json.loads(row["body"])) for row in waiting]

    async def say(self, person: Person, text: str) -> SentCall:
        """One text and the one thing that is said to it; a menu says nothing."""
        [told] = [told for told in await self.deliver(said(person, text)) if not told.is_menu]
        assert told.body["chat_id"] == person.id
        return told

    async def tap(self, person: Person, data: str, message_id: int | None = None) -> str:
        """A tap and the text that pops up; what goes into the chat is left to `told`."""
        return await self.pop_up(tapped(person, data, message_id))

    async def pop_up(self, tap: Raw) -> str:
        copies = json.loads(json.dumps([tap]))
        await self.worker.take(inbox_updates_of(copies, 42, self.fake_clock.now))
        text = await self.fake_bot_api.acknowledgement(tap["callback_query"]["id"])
        assert text is not None
        assert 0 < len(text) <= 200
        return text

    async def handled(self, telegram_id: int, work: Work) -> None:
        """A letter of that person's whose handler does this; what it says is handed to the sender."""
        async with self.database.writing() as transaction:
            known = (await transaction.run(customers.known, [telegram_id]))[telegram_id]
            now = self.fake_clock.now
            ctx = UpdateContext(
                self.contexts.current, now, self.ids, transaction.run, known.customer, known.conversation
            )
            await work(ctx)
            await ctx.keep()
            post = self.parts.enqueuer.post
            rows = [post(one, ctx.customer, ctx.effects) for one in ctx.outgoing]
            await transaction.commit(flush, [ctx.effects])
        self.sender.offer(rows)

    async def rows(self, table: Table) -> list[Mapping[str, Any]]:
        """Everything in a table, oldest first."""

        def read(connection: Connection) -> list[Mapping[str, Any]]:
            found = connection.execute(select(table).order_by(*table.primary_key)).mappings()
            return [dict(row) for row in found]

        return await self.database.read(read)

    async def customers(self) -> list[Mapping[str, Any]]:
        """All customers with their addresses as a `Customer` tells them, oldest first."""

        def read(connection: Connection) -> list[Mapping[str, Any]]:
            columns = select(
                tables.customers, TELEGRAM_ID.label("telegram_id"), EXTERNAL_ID.label("external_id")
            )
            found = columns.select_from(named()).order_by(tables.customers.c.id)
            return [dict(row) for row in connection.execute(found).mappings()]

        return await self.database.read(read)

    async def scores(self) -> dict[int, int]:
        """The running totals by score; they must equal a recount."""
        assert await self.database.read(totals.differences) == []
        found: dict[int, int] = {}
        for row in await self.rows(tables.score_days):
            found[row["score"]] = found.get(row["score"], 0) + row["n"]
        return {score: n for score, n in found.items() if n}


@asynccontextmanager
async def opened(
    database: Database, process: ProcessPool | None = None, fake_clock: FakeClock | None = None
) -> AsyncIterator[Harness]:
    """An office that works until the block ends; it reads in that process, or in one of its own."""
    async with listening() as fake_bot_api, asyncio.TaskGroup() as tasks:
        client = BotApiClient(fake_bot_api.url, TOKEN)
        harness = Harness(database, fake_bot_api, client, process=process, fake_clock=fake_clock)
        tasks.create_task(harness.worker.run())
        tasks.create_task(harness.acknowledger.run())
        tasks.create_task(harness.jobs.run())
        try:
            yield harness
        finally:
            harness.jobs.stop()
            harness.worker.stop()
            harness.acknowledger.stop()
            await asyncio.sleep(0)
            await client.close()

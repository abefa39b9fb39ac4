"""The sender on a real database, posting to a playground over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy import insert

from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from handlers.shared.update_context import Outgoing
from playground import Person, Playground
from storage import tables
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.row_values import values_of
from storage.rows import Customer, OutboxRow
from storage.states import OutboxState
from surveys.language.languages import Language
from surveys.outreach.urgency import Urgency
from tests.fake_bot_api import FakeBotApi
from tests.harness import FakeClock, Harness
from tests.scripted_bot_api import ScriptedBotApi

PATIENCE_S = 10


def is_to_be_sent(row: Mapping[str, Any], now: datetime) -> bool:
    """Whether a row of the outbox is being sent or might be sent now."""
    is_due: bool = row["state"] == OutboxState.READY and row["due_at"] <= now
    return is_due or row["state"] == OutboxState.SENDING


class Post:
    """An outbox and its sender. Rows are offered after their commit, as the worker does."""

    def __init__(
        self, database: Database, telegram: Playground | ScriptedBotApi, limiter: RateLimiter | None = None
    ) -> None:
        self._client = BotApiClient(telegram.url, telegram.token)
        self._office = Harness(database, FakeBotApi(), self._client, limiter)

    @property
    def fake_clock(self) -> FakeClock:
        return self._office.fake_clock

    @property
    def database(self) -> Database:
        return self._office.database

    @property
    def client(self) -> BotApiClient:
        return self._client

    def offer(self, rows: Iterable[OutboxRow]) -> None:
        self._office.sender.offer(rows)

    async def put(
        self,
        *methods: TelegramMethod[Any],
        urgency: Urgency = Urgency.REPLY,
        fills: str | None = None,
        at: str | None = None,
    ) -> list[OutboxRow]:
        """Decide on calls, commit them together and hand them to the sender."""
        customer = Customer(0, None, Language.RU, self.fake_clock.now)
        effects = Effects()
        post = self._office.parts.enqueuer.post
        rows = [post(Outgoing(method, urgency, fills, at), customer, effects) for method in methods]
        await self._office.database.write(flush, [effects])
        self._office.sender.offer(rows)
        return rows

    async def say(
        self,
        to: int,
        *texts: str,
        urgency: Urgency = Urgency.REPLY,
        fills: str | None = None,
        at: str | None = None,
    ) -> None:
        messages = [SendMessage(chat_id=to, text=text) for text in texts]
        await self.put(*messages, urgency=urgency, fills=fills, at=at)

    async def write(self, row: OutboxRow) -> None:
        """A row exactly as it is, that the sender has to find by itself."""

        def store(connection: Connection) -> None:
            connection.execute(insert(tables.outbox), [values_of(row)])

        await self._office.database.write(store)

    async def meet(self, person: Person) -> None:
        """The person has started the bot and is a customer."""
        await person.start()
        customer = Effects()
        customer.add(Customer(self._office.ids.next(), person.id, Language.RU, self.fake_clock.now))
        await self._office.database.write(flush, [customer])

    def pass_time(self, **by: float) -> None:
        """Move the clock, and let the sender see it at once."""
        self.fake_clock.move(**by)
        self._office.sender.offer([])

    async def slowed(self, chat_id: int) -> None:
        """The sender has learned that this chat has to wait."""
        async with asyncio.timeout(PATIENCE_S):
            while self._is_open(chat_id):  # noqa: ASYNC110  # what it learns is no event
                await asyncio.sleep(0.001)

    def _is_open(self, chat_id: int) -> bool:
        now = self.fake_clock.clock.monotonic()
        return self._office.parts.limiter.chat_opens_at(chat_id, now) <= now

    async def states(self) -> list[str]:
        return [row["state"] for row in await self._office.rows(tables.outbox)]

    async def rows(self) -> list[Mapping[str, Any]]:
        return await self._office.rows(tables.outbox)

    async def places(self) -> dict[str, Mapping[str, Any]]:
        return {row["name"]: row for row in await self._office.rows(tables.places)}

    async def customers(self) -> list[Mapping[str, Any]]:
        return await self._office.rows(tables.customers)

    async def settled(self, passing_s: float = 0) -> list[str]:
        """The states of all rows once none is to be sent now; with a clock that is moved, once none waits."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(PATIENCE_S) as patience:
            while True:
                await self._office.worker.take([])
                rows = await self.rows()
                until = self.fake_clock.now + timedelta(days=9999 if passing_s else 0)
                if not any(is_to_be_sent(row, until) for row in rows):
                    return [row["state"] for row in rows]
                if passing_s:
                    self.pass_time(seconds=passing_s)
                    patience.reschedule(loop.time() + PATIENCE_S)
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def working(self) -> AsyncIterator["Post"]:
        harness = self._office
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(harness.sender.run())
            writing = tasks.create_task(harness.worker.run())
            try:
                yield self
            finally:
                harness.sender.stop()
                await asyncio.wait([sending], timeout=PATIENCE_S)
                harness.worker.stop()
                await asyncio.wait([writing], timeout=PATIENCE_S)
                await self._client.close()

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

from aiogram import Bot
from sqlalchemy import Connection, Table, select

from bot import mail
from bot.acknowledger import Acknowledger
from bot.clock import Clock
from bot.desk import Desk
from bot.gate import Gate
from bot.metrics import Metrics
from bot.pace import Pace
from bot.posting import post
from bot.premises import Premises
from bot.sender import Sender
from bot.telegram import Telegram
from bot.worker import Worker
from handlers.house import House
from handlers.texts import Texts
from handlers.visit import Visit
from storage import letters, people, tables, totals
from storage.database import Database
from storage.effects import flush
from storage.ids import Ids
from surveys.files import load, load_desk, load_reasons
from tests.letterbox import TOKEN, Letterbox, listening
from tests.updates import BORIS, Person, Raw, said, tapped

Work = Callable[[Visit, House], Awaitable[None]]
"""What a handler does."""

NOON = datetime(2026, 10, 15, 9, tzinfo=UTC)
"""Midday in Moscow, where the business is."""


class Hands:
    """The hands of a clock: it stands still until they are moved, but limits feel real time pass as well."""

    def __init__(self) -> None:
        self.now = NOON
        self._moved_s = 0.0
        self.clock = Clock(now=lambda: self.now, monotonic=lambda: time.monotonic() + self._moved_s)

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)
        self._moved_s += timedelta(**by).total_seconds()


@dataclass(frozen=True)
class Told:
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
        return {button["text"]: button["callback_data"] for row in rows for button in row}


@cache
def house() -> House:
    return House(
        business="Кофейня «Подсолнух»",
        zone=ZoneInfo("Europe/Moscow"),
        owner_ids=frozenset({BORIS.id}),
        catalogue=load(),
        texts=Texts(),
        reasons=load_reasons(),
        desk=load_desk(),
    )


class Office:
    def __init__(
        self, database: Database, letterbox: Letterbox, telegram: Telegram, pace: Pace | None = None
    ) -> None:
        self.database = database
        self.letterbox = letterbox
        self.hands = Hands()
        self.metrics = Metrics()
        self.ids = Ids()
        clock, ids, wake = self.hands.clock, self.ids, asyncio.Event()
        self.premises = Premises(house())
        gate = Gate(database, self.premises, clock, ids)
        self.sender = Sender(telegram, database, pace or Pace(0, 0), gate, clock, ids, wake.set)
        self.acknowledger = Acknowledger(telegram)
        desk = Desk(self.premises, Bot(TOKEN), clock, ids)
        self.worker = Worker(database, desk, self.sender, self.acknowledger, clock, self.metrics, wake)
        self._seen = 0

    async def deliver(self, *updates: Raw) -> list[Told]:
        """Hand over updates as one call of Telegram's, until all are dealt with: what is to be told."""
        copies = json.loads(json.dumps(updates))
        await self.worker.take(mail.letters_of(copies, 42, self.hands.now))
        while (await self.database.read(letters.count_open))[letters.WAITING]:
            await self.worker.take([])
        return await self.told()

    async def told(self) -> list[Told]:
        """What came into the outbox since this was asked last."""
        rows = [row for row in await self.rows(tables.outbox) if row["id"] > self._seen]
        self._seen = max([self._seen, *(row["id"] for row in rows)])
        return [Told(row["method"], json.loads(row["body"])) for row in rows]

    async def say(self, person: Person, text: str) -> Told:
        """One text and the one thing that is said to it; a menu says nothing."""
        [told] = [told for told in await self.deliver(said(person, text)) if not told.is_menu]
        assert told.body["chat_id"] == person.id
        return told

    async def tap(self, person: Person, data: str, message_id: int | None = None) -> str:
        """A tap and the text that pops up; what goes into the chat is left to `told`."""
        return await self.pop_up(tapped(person, data, message_id))

    async def pop_up(self, tap: Raw) -> str:
        copies = json.loads(json.dumps([tap]))
        await self.worker.take(mail.letters_of(copies, 42, self.hands.now))
        text = await self.letterbox.acknowledgement(tap["callback_query"]["id"])
        assert text is not None
        assert 0 < len(text) <= 200
        return text

    async def visited(self, telegram_id: int, bot: Bot, work: Work) -> None:
        """A letter of that person's whose handler does this; what it says is handed to the sender."""
        async with self.database.writing() as transaction:
            known = (await transaction.run(people.known, [telegram_id]))[telegram_id]
            now, house = self.hands.now, self.premises.house
            visit = Visit(now, house.zone, self.ids, transaction.run, known.customer, known.conversation)
            await work(visit, house)
            await visit.keep()
            rows = [post(one, visit.customer, visit.effects, bot, self.ids, now) for one in visit.outgoing]
            await transaction.commit(flush, [visit.effects])
        self.sender.offer(rows)

    async def rows(self, table: Table) -> list[Mapping[str, Any]]:
        """Everything in a table, oldest first."""

        def read(connection: Connection) -> list[Mapping[str, Any]]:
            found = connection.execute(select(table).order_by(*table.primary_key)).mappings()
            return [dict(row) for row in found]

        return await self.database.read(read)

    async def scores(self) -> dict[int, int]:
        """The running totals by score; they must equal a recount."""
        assert await self.database.read(totals.differences) == []
        found: dict[int, int] = {}
        for row in await self.rows(tables.totals):
            found[row["score"]] = found.get(row["score"], 0) + row["n"]
        return {score: n for score, n in found.items() if n}


@asynccontextmanager
async def opened(database: Database) -> AsyncIterator[Office]:
    """An office that works until the block ends."""
    async with listening() as letterbox, asyncio.TaskGroup() as tasks:
        telegram = Telegram(letterbox.url, TOKEN)
        office = Office(database, letterbox, telegram)
        tasks.create_task(office.worker.run())
        tasks.create_task(office.acknowledger.run())
        try:
            yield office
        finally:
            office.worker.stop()
            office.acknowledger.stop()
            await asyncio.sleep(0)
            await telegram.close()

"""Two customers and an owner on a stage where time, orders, edits of files and ends of the process happen."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import insert

from bot.delivery.bot_api_client import BotApiClient
from bot.processing.updates import inbox_updates_of
from handlers.outreach.triggers import fire
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from playground import Message, Person, Playground, Update
from playground.chats import Chat
from storage import tables
from storage.cases import cases
from storage.engines.database import Connection, Database
from storage.people import links, staff
from storage.reports import upkeep
from storage.row_values import values_of
from storage.rows import Case, Consent, Order, Staff
from storage.states import OutboxState
from surveys.cases.lifecycle import Status
from surveys.journeys.trigger import Trigger
from surveys.outreach.consents import ConsentKind
from surveys.questions.link_request import LinkRequest
from surveys.roles import Role
from tests.fake_bot_api import FakeBotApi
from tests.handlers.surveys_played.edits import editions
from tests.harness import Harness, app_context
from tests.harnesses import empty
from tests.outbox import due

T = TypeVar("T")
PATIENCE_S = 30
PHOTO = b"photo"


class SurveyStage:
    """Plays follow one another on the same database, which each begins by emptying.

    Everything happens in a loop of its own, which turns only while a rule of the play is carried out.
    """

    def __init__(self, open_database: Any) -> None:
        self._open = open_database
        self._loop = asyncio.new_event_loop()
        self._cues: asyncio.Queue[str] = asyncio.Queue()
        self._is_set = asyncio.Event()
        self._life = self._loop.create_task(self._live())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this in the stage's loop."""
        return self._loop.run_until_complete(asyncio.wait_for(work, PATIENCE_S))

    def begin(self) -> None:
        """Set the stage for another play; returns when everybody is there."""
        self.run(self._changed("play"))

    def end(self) -> None:
        """End the play."""
        self.run(self._changed("end"))

    def close(self) -> None:
        """End the loop between two plays."""
        self._cues.put_nowait("close")
        self._loop.run_until_complete(self._life)
        self._loop.close()

    async def _changed(self, cue: str) -> None:
        self._is_set.clear()
        self._cues.put_nowait(cue)
        waiting = self._loop.create_task(self._is_set.wait())
        await asyncio.wait([waiting, self._life], return_when=asyncio.FIRST_COMPLETED)
        if self._life.done():
            self._life.result()

    async def _live(self) -> None:
        """Everything is opened and closed by one task."""
        async with self._open() as database:
            while await self._cues.get() == "play":
                await database.write(empty)
                async with Playground(limits=False, seed=1) as self.telegram:
                    await self._play(database)
                self._is_set.set()

    async def _play(self, database: Database) -> None:
        self._enter(database, None)
        self.telegram.clock.advance(self.now.timestamp() - self.telegram.clock.now())
        self.edition = 0
        self.offered: dict[int, dict[str, Message]] = {}
        """All buttons that each customer was ever shown and the messages under which they stood first."""
        self.customers = (
            self.telegram.person("Анна"),
            self.telegram.person("Bella", language="en"),
        )
        self.owner = self.telegram.person("Борис")
        is_begun = False
        while True:
            async with _working(self.harness):
                if not is_begun:
                    is_begun = True
                    await self._furnish()
                self._is_set.set()
                cue = await self._cues.get()
            if cue == "end":
                return
            self._enter(database, self.harness)

    def _enter(self, database: Database, before: Harness | None) -> None:
        """Another process over the same database, at the same hour."""
        client = BotApiClient(self.telegram.url, self.telegram.token)
        self.harness = Harness(database, FakeBotApi(), client)
        if before is not None:
            self.harness.fake_clock.now = before.fake_clock.now

    async def _furnish(self) -> None:
        await self._publish(0)
        self.customer_ids: dict[int, int] = {}
        enrolled = Staff(self.owner.id, Role.OWNER, self.now, self.owner.name)
        await self.harness.database.write(staff.enroll, enrolled)
        people = (*self.customers, self.owner)
        await self.deliver(*[await person.start() for person in people])
        for row in await self.harness.customers():
            self.customer_ids[row["telegram_id"]] = row["id"]
        anna = self.customer_ids[self.customers[0].id]
        consent = Consent(self.harness.ids.next(), anna, ConsentKind.PROMOTION, True, "test", self.now)
        await self._store(consent)

    # What happens ---------------------------------------------------------------------------------

    @property
    def now(self) -> Any:
        return self.harness.fake_clock.now

    @property
    def app(self) -> AppContext:
        return self.harness.contexts.current

    async def deliver(self, *updates: Update) -> None:
        """Hand the updates over as one call of Telegram's; returns when all that follows has been sent."""
        await self.receive(*updates)
        await self.settled()

    async def receive(self, *updates: Update) -> None:
        """The same, but returns when they are durable: nobody waits for what follows."""
        raw = [json.loads(update.json()) for update in updates]
        await self.harness.worker.take(inbox_updates_of(raw, self.telegram.bot_id, self.now))

    async def settled(self) -> None:
        """Whatever was received is handled, whatever is due was sent, and that is written down."""
        harness = self.harness
        while True:
            await harness.worker.take([])
            if await harness.waits():
                continue
            while harness.sender.waiting:  # noqa: ASYNC110  # what has left is no event
                await asyncio.sleep(0.001)
            await harness.worker.take([])
            rows = await harness.database.read(due, self.now, 2000)
            if not rows:
                break
            harness.sender.offer(rows)
            await asyncio.sleep(0)
        while any(not tap.answered for tap in self.telegram.taps.values()):  # noqa: ASYNC110  # a row is no event
            await asyncio.sleep(0.001)
        for person in self.customers:
            offered = self.offered.setdefault(person.id, {})
            for message in self.with_buttons(person):
                for button in message.buttons:
                    if button.data:
                        offered.setdefault(button.data, message)

    async def restart(self) -> None:
        """The process ends as it stands, and another one begins."""
        await self._changed("restart")
        await self._publish(self.edition)
        await self.settled()

    async def comes_back(self, **after: float) -> None:
        """The process was away for so long."""
        self._move(**after)
        await self.restart()
        await self.harness.parts.recovery.seen(self.now)
        await self.rounds()

    async def passes(self, **by: float) -> None:
        """Time passes and what was due happens."""
        self._move(**by)
        await self.rounds()

    def _move(self, **by: float) -> None:
        self.harness.fake_clock.move(**by)
        self.telegram.clock.advance(self.now.timestamp() - self.telegram.clock.now())

    async def rounds(self) -> None:
        """What the clock does every few seconds or minutes."""
        parts = self.harness.parts
        await parts.journey_planning.run_once()
        await parts.abandoned_forms.run_once()
        await parts.outreach.run_once()
        await self.settled()

    async def edits(self, edition: int) -> None:
        """The company's own survey file is another one from now on."""
        self.edition = edition
        await self._publish(edition)

    async def _publish(self, edition: int) -> None:
        contexts = self.harness.contexts
        contexts.current = replace(app_context(), catalogue=editions()[edition], holdout=0.0)
        await contexts.settle_versions(self.harness.database, self.now)

    async def orders(self, person: Person) -> None:
        """The company tells of an order."""
        order = Order(self.harness.ids.next(), self.customer_ids[person.id], self.now)
        await self._store(order)

    async def closes_cases(self, person: Person) -> None:
        """Staff close every case of a customer."""
        mine = self.customer_ids[person.id]
        open_cases = [
            row
            for row in await self.harness.rows(tables.cases)
            if row["customer_id"] == mine and row["status"] != Status.CLOSED
        ]
        for row in open_cases:
            case = await self.harness.database.read(cases.numbered, row["number"])
            assert case is not None
            await self.harness.handled(person.id, partial(_close, case))
        await self.settled()

    async def link(self, survey: str, person: Person | None) -> str:
        """The payload of a link to that survey, which identifies that customer."""
        wanted = LinkRequest(survey, customer=str(person.id) if person is not None else None)
        new_id = self.harness.ids.next()
        made = await self.harness.database.write(links.make, new_id, wanted, None, self.now)
        return f"l_{made.token}"

    async def _store(self, row: Order | Consent) -> None:
        def write(connection: Connection) -> None:
            with upkeep.following(connection, changed={}, added={type(row): {row.id}}):
                connection.execute(insert(row.table), [values_of(row)])

        await self.harness.database.write(write)

    # What is seen ---------------------------------------------------------------------------------

    def shown_to(self, person: Person) -> list[Message]:
        """What the bot shows somebody in private, oldest first."""
        return [one for one in person.chat.messages if one.from_bot]

    def with_buttons(self, person: Person) -> list[Message]:
        return [one for one in self.shown_to(person) if any(button.data for button in one.buttons)]

    def written_by(self, person: Person) -> list[Message]:
        """What somebody wrote in words, oldest first."""
        return [one for one in person.chat.messages if not one.from_bot and one.text]

    def membership(self, chat: Chat) -> list[Update]:
        """The latest thing that Telegram tells of the bot's place in a chat."""
        told = (one for one in reversed(self.telegram.updates.log) if one.queue == f"status {chat.id}")
        return [next(told)]

    async def started_by_us(self, person: Person) -> set[int]:
        """Rows of the outbox with which we began to speak to somebody, and which have left."""
        left = (OutboxState.SENT, OutboxState.SENDING, OutboxState.UNCERTAIN)
        rows = await self.harness.rows(tables.outbox)
        return {
            row["id"] for row in rows if row["chat_id"] == person.id and row["state"] in left and begins(row)
        }


def begins(row: Mapping[str, Any]) -> bool:
    """Whether nobody asked for it and it is of no case."""
    if row["kind"] is not None:
        return not row["kind"].is_asked_for
    return bool(row["urgency"].is_outreach)


async def _close(case: Case, ctx: UpdateContext) -> None:
    await ctx.write(cases.change, case.id, {"status": Status.CLOSED, "closed_at": ctx.now})
    await fire(Trigger.CASE_CLOSED, ctx, case)


@asynccontextmanager
async def _working(harness: Harness) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(harness.sender.run())
        writing = tasks.create_task(harness.worker.run())
        tasks.create_task(harness.acknowledger.run())
        try:
            yield
        finally:
            harness.sender.stop()
            await asyncio.wait([sending], timeout=PATIENCE_S)
            harness.worker.stop()
            await asyncio.wait([writing], timeout=PATIENCE_S)
            harness.acknowledger.stop()
            await asyncio.sleep(0)
            await harness.parts.client.close()

"""The support desk on a stage: worker and sender between a real database and the playground's phones."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from bot.jobs.process_pool import ProcessPool
from bot.processing.updates import inbox_updates_of
from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import announce_open, open_case
from handlers.cases.staff_forwarding import forward
from handlers.shared.app_context import SUPPORT_CHAT, AppContext
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from playground import Group, Message, Person, Playground, Update
from storage import tables
from storage.cases import cases, collected
from storage.engines.database import Database
from storage.people import settings, staff
from storage.rows import Case, Staff
from storage.states import JobState, OutboxState
from surveys.roles import Role
from tests.bot.jobs.running import running
from tests.fake_bot_api import FakeBotApi
from tests.harness import Harness, Work
from tests.words import interface

PATIENCE_S = 20


class SupportHarness:
    """Anna is a customer; Vera and Oleg are support, Boris is an owner, Zoya is in the group and nobody."""

    def __init__(
        self,
        database: Database,
        telegram: Playground,
        process: ProcessPool | None = None,
        limiter: RateLimiter | None = None,
    ) -> None:
        self.telegram = telegram
        self.process = process
        self._client = BotApiClient(telegram.url, telegram.token)
        self.harness = Harness(database, FakeBotApi(), self._client, limiter, process=process)
        self.anna, self.vera, self.oleg, self.boris, self.zoya = (
            telegram.person(name) for name in ("Анна", "Вера", "Олег", "Борис", "Зоя")
        )
        self.group: Group

    async def reload(self, *, forum: bool = False, supergroup: bool = False, topics: bool = True) -> Group:
        """A support group; everybody of the staff is enrolled. Without `topics` the bot may not make any."""
        members = [self.boris, self.vera, self.oleg, self.zoya]
        self.group = self.telegram.group(
            "Поддержка", members=members, forum=forum, supergroup=supergroup, can_manage_topics=topics
        )
        await self.choose(self.group)
        for person, role in ((self.vera, Role.SUPPORT), (self.oleg, Role.SUPPORT), (self.boris, Role.OWNER)):
            await self.enroll(person, role)
            await self.deliver(await person.start())
        await self.deliver(await self.anna.start())
        return self.group

    async def choose(self, group: Group) -> None:
        await self.choose_id(group.id, is_forum=group.forum)

    async def choose_id(self, chat_id: int, *, is_forum: bool = False) -> None:
        chosen = {"id": chat_id, "is_forum": is_forum}
        await self.harness.database.write(settings.store_setting, SUPPORT_CHAT, chosen)
        await self.harness.contexts.reload(self.harness.database)

    def context_without_support(self) -> AppContext:
        return replace(self.harness.contexts.current, support=None)

    async def enroll(self, person: Person, role: Role) -> None:
        member = Staff(person.id, role, self.harness.fake_clock.now, person.name)
        await self.harness.database.write(staff.enroll, member)

    # What happens ---------------------------------------------------------------------------------

    async def deliver(self, *updates: Update) -> None:
        """Hand the updates over as one call of Telegram's; returns when all that follows has been sent."""
        await self.receive(*updates)
        await self.settled()

    async def receive(self, *updates: Update) -> None:
        """Hand the updates over as one call of Telegram's; returns when they are durable."""
        raw = [json.loads(update.json()) for update in updates]
        bot_id = self.telegram.bot_id
        await self.harness.worker.take(inbox_updates_of(raw, bot_id, self.harness.fake_clock.now))

    async def hand_over(self, *updates: Update) -> None:
        """The same, but returns when they have been handled: what follows from them need not be sent."""
        raw = [json.loads(update.json()) for update in updates]
        bot_id = self.telegram.bot_id
        await self.harness.worker.take(inbox_updates_of(raw, bot_id, self.harness.fake_clock.now))
        while await self.harness.waits():
            await self.harness.worker.take([])

    async def complain(
        self, words: str | None = None, *media: Content, settle: bool = True, **about: Any
    ) -> Case:
        """As a finished complaint of Anna's does; without `settle` nobody waits until it was sent."""
        await self.harness.handled(self.anna.id, lambda ctx: _open(ctx, words, media, about))
        if settle:
            await self.settled()
        return await self.case((await self.all_cases())[-1]["number"])

    async def write(self, content: Content, *, edited: bool = False) -> None:
        """Anna writes about her latest case, or corrects what she wrote."""
        case = await self.case((await self.all_cases())[-1]["number"])
        await self.handled(lambda ctx: _relay(ctx, case, content, edited=edited))

    async def confirm_reply(self, person: Person) -> None:
        """They say that what they just wrote in a colleague's case is meant for its customer."""
        await self.deliver(await person.tap(self.shown()[-1], interface("button-reply-send")))

    async def announce(self) -> None:
        await self.handled(announce_open)

    async def analyze_sentiment(self) -> None:
        """What the runner does as soon as a case is stored."""
        harness = self.harness
        async with running(
            harness.database, self._client, harness.fake_clock.clock, harness.ids,
            contexts=harness.contexts, offer=harness.sender.offer, process=self.process,
        ):  # fmt: skip
            async with asyncio.timeout(3 * PATIENCE_S):  # a process is begun, and it imports a lot
                while await harness.database.read(_is_unscored):  # noqa: ASYNC110  # its end is a row
                    await asyncio.sleep(0.01)
        await self.settled()

    async def look(self) -> None:
        """As `look_for_undelivered`, while a chat may be closed to us."""
        await self.harness.worker.take([])
        await self.harness.parts.undelivered.run_once()

    async def hears(self, person: Person, part: str, times: int = 1) -> list[str]:
        """What the bot told somebody in private with these words in it, once it said so that often."""

        def heard() -> list[str]:
            said = [message.text for message in person.chat.messages if message.from_bot]
            return [text for text in said if part in text]

        async with asyncio.timeout(PATIENCE_S):
            await person.chat.changed.until(lambda: len(heard()) >= times, PATIENCE_S)
        return heard()

    async def look_for_undelivered(self) -> None:
        """What the clock does every few seconds."""
        await self.harness.parts.undelivered.run_once()
        await self.settled()

    async def pass_on_digests(self) -> None:
        """What the clock does every few seconds, until all that was collected has been passed on."""
        while await self.harness.database.read(collected.cases_waiting, 1):
            await self.harness.parts.digests.run_once()
            await self.settled()

    async def handled(self, work: Work) -> None:
        """A letter of Anna's whose handler does this."""
        await self.harness.handled(self.anna.id, work)
        await self.settled()

    async def settled(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while await self._is_busy():  # noqa: ASYNC110  # what is written down is no event
                await asyncio.sleep(0.01)

    async def _is_busy(self) -> bool:
        await self.harness.worker.take([])
        waiting = await self.harness.waits()
        reads = await self.harness.reads()
        return bool(waiting or reads or await self._is_sending())

    async def _is_sending(self) -> bool:
        """Whether rows are due, but for those whose place waits for a row that is not."""
        filled = {row["name"] for row in await self.harness.rows(tables.places) if row["filled_at"]}
        rows = [
            row for row in await self.outbox() if row["state"] in (OutboxState.READY, OutboxState.SENDING)
        ]
        filling = {row["fills"]: row for row in rows}

        def waits(row: Mapping[str, Any]) -> bool:
            if row["due_at"] > self.harness.fake_clock.now:
                return True
            before = filling.get(row["at"]) if row["at"] and row["at"] not in filled else None
            return before is not None and waits(before)

        return not all(map(waits, rows))

    # What is seen ---------------------------------------------------------------------------------

    async def case(self, number: int) -> Case:
        found = await self.harness.database.read(cases.numbered, number)
        assert found is not None
        return found

    async def all_cases(self) -> list[Mapping[str, Any]]:
        return await self.harness.rows(tables.cases)

    async def outbox(self) -> list[Mapping[str, Any]]:
        return await self.harness.rows(tables.outbox)

    def said(self) -> list[str]:
        """What the group shows of the bot, oldest first."""
        return [message.text for message in self.shown()]

    def shown(self) -> list[Message]:
        return [message for message in self.group.messages if message.from_bot and message.service is None]

    def card(self, number: int = 1) -> Message:
        """The card of a case, as it stands now."""
        return next(
            message
            for message in self.shown()
            if f"#{number} " in message.text and "\n" in message.text and "Клиент:" in message.text
        )

    def heard(self) -> list[str]:
        """What Anna sees of the bot, after the greeting."""
        return [message.text for message in self.anna.chat.messages if message.from_bot][1:]

    async def toasted(self, person: Person, part: str) -> None:
        """The last tap of that person made this pop up."""
        async with asyncio.timeout(PATIENCE_S):
            await person.chat.changed.until(lambda: bool(person.toasts), PATIENCE_S)
        assert part in person.toasts[-1].text

    @asynccontextmanager
    async def working(self) -> AsyncIterator["SupportHarness"]:
        harness = self.harness
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(harness.sender.run())
            writing = tasks.create_task(harness.worker.run())
            acknowledging = tasks.create_task(harness.acknowledger.run())
            reading = tasks.create_task(harness.jobs.run())
            try:
                yield self
            finally:
                harness.jobs.stop()
                await asyncio.wait([reading], timeout=PATIENCE_S)
                harness.sender.stop()
                await asyncio.wait([sending], timeout=PATIENCE_S)
                harness.worker.stop()
                await asyncio.wait([writing], timeout=PATIENCE_S)
                harness.acknowledger.stop()
                await asyncio.wait([acknowledging], timeout=PATIENCE_S)
                await self._client.close()


def _is_unscored(connection: Connection) -> bool:
    open_ones = select(tables.jobs.c.id).where(
        tables.jobs.c.kind == "case_sentiment", tables.jobs.c.state != JobState.DONE
    )
    return connection.execute(open_ones).first() is not None


async def _open(
    ctx: UpdateContext, words: str | None, media: tuple[Content, ...], about: dict[str, Any]
) -> None:
    about = {"source": "complaint", "category": "delivery"} | about
    await open_case(ctx, NewCase(words=words, media=media, **about))


async def _relay(ctx: UpdateContext, case: Case, content: Content, *, edited: bool) -> None:
    assert await forward(ctx, case, content, is_edit=edited)

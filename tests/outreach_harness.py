"""Rounds, gate, worker and sender on a real database, a letterbox at the other end, a clock to move."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from bot.jobs.process_pool import ProcessPool
from bot.processing.updates import inbox_updates_of
from handlers.outreach.triggers import fire
from handlers.shared.update_context import UpdateContext
from storage import tables
from storage.cases import cases
from storage.delivery import inbox
from storage.effects import addresses_of
from storage.engines.database import Connection, Database
from storage.reports import rhythms
from storage.row_values import values_of
from storage.rows import Case, ChurnSession, Consent, Customer, Order, Row
from storage.states import InboxState
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.journeys.trigger import Trigger
from surveys.outreach.consents import ConsentKind
from surveys.outreach.holdout import Arm, arm_of
from surveys.outreach.winback_invitations import JOURNEY
from tests.fake_bot_api import TOKEN, FakeBotApi, listening
from tests.harness import FakeClock, Harness, Work
from tests.outbox import due
from tests.updates import Person, Raw, said, tapped

PATIENCE_S = 20
TREATED = "treated"


class OutreachHarness:
    def __init__(
        self,
        database: Database,
        fake_bot_api: FakeBotApi,
        process: ProcessPool | None = None,
        limiter: RateLimiter | None = None,
        fake_clock: FakeClock | None = None,
    ) -> None:
        self.fake_bot_api = fake_bot_api
        client = BotApiClient(fake_bot_api.url, TOKEN)
        self.harness = Harness(database, fake_bot_api, client, limiter, process, fake_clock)
        self.outreach = self.harness.parts.outreach

    @property
    def now(self) -> datetime:
        return self.harness.fake_clock.now

    def change_context(self, **values: Any) -> None:
        self.harness.contexts.current = replace(self.harness.contexts.current, **values)

    # What happens ---------------------------------------------------------------------------------

    async def deliver(self, *updates: Raw) -> None:
        """One call of Telegram's; returns when all that follows has been sent."""
        harness = self.harness
        copies = json.loads(json.dumps(updates))
        await harness.worker.take(inbox_updates_of(copies, 42, self.now))
        while (await harness.database.read(inbox.count_open))[InboxState.WAITING]:
            await harness.worker.take([])
        await self.settled()

    async def say(self, person: Person, text: str) -> None:
        await self.deliver(said(person, text))

    async def tap(self, person: Person, data: str) -> None:
        await self.deliver(tapped(person, data))

    async def wait(self, **by: float) -> None:
        """So much time passes, then a round."""
        self.harness.fake_clock.move(**by)
        await self.run_once()

    async def run_once(self) -> None:
        await self.outreach.run_once()
        await self.settled()

    async def settled(self) -> None:
        """Whatever is due by now was sent, put off or given up, and that is written down."""
        harness = self.harness
        async with asyncio.timeout(PATIENCE_S):
            while rows := await harness.database.read(due, self.now, 2000):
                harness.sender.offer(rows)
                await asyncio.sleep(0)
                while harness.sender.waiting:  # noqa: ASYNC110  # what has left is no event
                    await asyncio.sleep(0.001)
                await harness.worker.take([])

    async def handled(self, person: Person, work: Work) -> None:
        """A letter of that person's whose handler does this."""
        await self.harness.handled(person.id, work)
        await self.settled()

    async def leave(self, person: Person, reason: str, return_on: date | None = None) -> ChurnSession:
        """As a finished leaving interview does."""
        session = ChurnSession(
            id=self.harness.ids.next(),
            customer_id=(await self.customer(person))["id"],
            reason=reason,
            taxonomy_version=1,
            shown=[reason],
            day=self.now.date(),
            told_at=self.now,
            return_on=return_on,
        )
        await self.store(session)
        await self.correct(person, session)
        return session

    async def correct(self, person: Person, session: ChurnSession) -> None:
        """The interview ends, or is corrected, like this."""

        async def work(ctx: UpdateContext) -> None:
            kind = ctx.app.reasons.get(session.reason)
            ctx.update_customer(left_at=ctx.now if kind and kind.kind else None)
            ctx.effects.change(session, reason=session.reason)
            await fire(Trigger.REASON_TOLD, ctx, session)

        await self.handled(person, work)

    async def agree(self, person: Person, *, given: bool = True) -> None:
        """What is stored of an earlier decision."""
        customer = (await self.customer(person))["id"]
        await self.store(
            Consent(self.harness.ids.next(), customer, ConsentKind.PROMOTION, given, "test", self.now)
        )

    async def order(self, person: Person) -> None:
        await self.store(Order(self.harness.ids.next(), (await self.customer(person))["id"], self.now))

    async def complain(self, person: Person) -> Case:
        number = len(await self.harness.rows(tables.cases)) + 1
        customer = (await self.customer(person))["id"]
        case = Case(
            self.harness.ids.next(),
            number,
            customer,
            CaseSource.COMPLAINT,
            Status.OPEN,
            self.now.date(),
            self.now,
        )
        await self.store(case)
        return case

    async def close(self, case: Case, by: Person, cause: str | None = "delivery") -> None:
        """The case ends, in silence where there is no cause."""

        async def work(ctx: UpdateContext) -> None:
            ended: cases.CaseChanges = {"status": Status.CLOSED, "closed_at": ctx.now, "cause": cause}
            await ctx.write(cases.change, case.id, ended)
            await fire(Trigger.CASE_CLOSED, ctx, case)

        await self.handled(by, work)

    async def store(self, row: Row) -> None:
        def write(connection: Connection) -> None:
            for stored in (row, *(addresses_of(row) if isinstance(row, Customer) else ())):
                connection.execute(insert(stored.table), [values_of(stored)])
            if isinstance(row, Order):
                rhythms.follow(connection, [row.customer_id])

        await self.harness.database.write(write)

    # What is seen ---------------------------------------------------------------------------------

    async def customer(self, person: Person) -> Mapping[str, Any]:
        rows = await self.harness.customers()
        return next(row for row in rows if row["telegram_id"] == person.id)

    async def arm_of(self, person: Person) -> Arm:
        return arm_of((await self.customer(person))["id"], JOURNEY, self.harness.contexts.current.holdout)

    async def plans(self, journey: str) -> list[Mapping[str, Any]]:
        return [row for row in await self.harness.rows(tables.plans) if row["journey"] == journey]

    async def verdicts(self) -> list[tuple[str, str, str]]:
        """Stage, action and why of each, oldest first."""
        return [
            (row["stage"], row["action"], row["why"]) for row in await self.harness.rows(tables.contact_log)
        ]

    def heard(self, person: Person) -> list[dict[str, Any]]:
        """What was sent to a person and edited in their chat."""
        return [
            body
            for method, body in self.fake_bot_api.calls
            if body.get("chat_id") == person.id and method in {"sendMessage", "editMessageText"}
        ]

    @asynccontextmanager
    async def working(self) -> AsyncIterator["OutreachHarness"]:
        harness = self.harness
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(harness.sender.run())
            working = tasks.create_task(harness.worker.run())
            tasks.create_task(harness.acknowledger.run())
            try:
                yield self
            finally:
                harness.sender.stop()
                await asyncio.wait([sending], timeout=PATIENCE_S)
                harness.worker.stop()
                await asyncio.wait([working], timeout=PATIENCE_S)
                harness.acknowledger.stop()
                await asyncio.sleep(0)
                await harness.parts.client.close()


@asynccontextmanager
async def begun(
    database: Database,
    process: ProcessPool | None = None,
    telegram: FakeBotApi | None = None,
    limiter: RateLimiter | None = None,
    fake_clock: FakeClock | None = None,
) -> AsyncIterator[OutreachHarness]:
    """With the holdout empty, which hangs on a customer's number, and without the journeys of files."""
    async with (
        listening(telegram) as fake_bot_api,
        OutreachHarness(database, fake_bot_api, process, limiter, fake_clock).working() as outreach_harness,
    ):
        outreach_harness.change_context(holdout=0.0, journeys={})
        yield outreach_harness

"""Rounds, gate, worker and sender on a real database, a letterbox at the other end, a clock to move."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from aiogram import Bot
from sqlalchemy import insert

from bot import mail
from bot.outreach import Outreach
from bot.telegram import Telegram
from handlers import outreach as planning
from handlers.house import House
from handlers.visit import Visit
from storage import cases, letters, outbox, tables
from storage.database import Connection, Database
from storage.effects import values_of
from storage.rows import Case, ChurnSession, Consent, Order, Row
from surveys.journeys import Arm, arm
from tests.desk import Office, Work
from tests.letterbox import TOKEN, Letterbox, listening
from tests.updates import Person, Raw, said, tapped

PATIENCE_S = 20
TREATED = "treated"


class Campaign:
    def __init__(self, database: Database, letterbox: Letterbox) -> None:
        self.letterbox = letterbox
        self.telegram = Telegram(letterbox.url, TOKEN)
        self.office = Office(database, letterbox, self.telegram)
        self.bot = Bot(TOKEN)
        office = self.office
        self.outreach = Outreach(
            database, office.sender, office.premises, self.bot, office.hands.clock, office.ids
        )

    @property
    def now(self) -> datetime:
        return self.office.hands.now

    def change_house(self, **values: Any) -> None:
        self.office.premises.house = replace(self.office.premises.house, **values)

    # What happens ---------------------------------------------------------------------------------

    async def deliver(self, *updates: Raw) -> None:
        """One call of Telegram's; returns when all that follows has been sent."""
        office = self.office
        copies = json.loads(json.dumps(updates))
        await office.worker.take(mail.letters_of(copies, 42, self.now))
        while (await office.database.read(letters.count_open))[letters.WAITING]:
            await office.worker.take([])
        await self.settled()

    async def say(self, person: Person, text: str) -> None:
        await self.deliver(said(person, text))

    async def tap(self, person: Person, data: str) -> None:
        await self.deliver(tapped(person, data))

    async def wait(self, **by: float) -> None:
        """So much time passes, then a round."""
        self.office.hands.move(**by)
        await self.go_round()

    async def go_round(self) -> None:
        await self.outreach.go_round()
        await self.settled()

    async def settled(self) -> None:
        """Whatever is due by now was sent, put off or given up, and that is written down."""
        office = self.office
        async with asyncio.timeout(PATIENCE_S):
            while due := await office.database.read(outbox.due, self.now, 2000):
                office.sender.offer(due)
                await asyncio.sleep(0)
                while office.sender.waiting:  # noqa: ASYNC110  # what has left is no event
                    await asyncio.sleep(0.001)
                await office.worker.take([])

    async def visited(self, person: Person, work: Work) -> None:
        """A letter of that person's whose handler does this."""
        await self.office.visited(person.id, self.bot, work)
        await self.settled()

    async def leave(self, person: Person, reason: str, return_on: date | None = None) -> ChurnSession:
        """As a finished leaving interview does."""
        session = ChurnSession(
            id=self.office.ids.next(),
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

        async def work(visit: Visit, house: House) -> None:
            kind = house.reasons.get(session.reason)
            visit.update_customer(left_at=visit.now if kind and kind.kind else None)
            visit.effects.change(session, reason=session.reason)
            await planning.after_leaving(visit, house, session, session.return_on)

        await self.visited(person, work)

    async def agree(self, person: Person, *, given: bool = True) -> None:
        """What is stored of an earlier decision."""
        customer = (await self.customer(person))["id"]
        await self.store(Consent(self.office.ids.next(), customer, "promotion", given, "test", self.now))

    async def order(self, person: Person) -> None:
        await self.store(Order(self.office.ids.next(), (await self.customer(person))["id"], self.now))

    async def complain(self, person: Person) -> Case:
        number = len(await self.office.rows(tables.cases)) + 1
        customer = (await self.customer(person))["id"]
        case = Case(self.office.ids.next(), number, customer, "complaint", "new", self.now.date(), self.now)
        await self.store(case)
        return case

    async def close(self, case: Case, by: Person) -> None:
        async def work(visit: Visit, house: House) -> None:
            closed = {"status": "closed", "closed_at": visit.now}
            await visit.write(cases.change, case.id, closed)
            await planning.after_closing(visit, house, case)

        await self.visited(by, work)

    async def store(self, row: Row) -> None:
        def write(connection: Connection) -> None:
            connection.execute(insert(row.table), [values_of(row)])

        await self.office.database.write(write)

    # What is seen ---------------------------------------------------------------------------------

    async def customer(self, person: Person) -> Mapping[str, Any]:
        rows = await self.office.rows(tables.customers)
        return next(row for row in rows if row["telegram_id"] == person.id)

    async def arm_of(self, person: Person) -> Arm:
        return arm((await self.customer(person))["id"], self.office.premises.house.holdout)

    async def plans(self, journey: str) -> list[Mapping[str, Any]]:
        return [row for row in await self.office.rows(tables.plans) if row["journey"] == journey]

    async def verdicts(self) -> list[tuple[str, str, str]]:
        """Stage, action and why of each, oldest first."""
        return [(row["stage"], row["action"], row["why"]) for row in await self.office.rows(tables.contacts)]

    def heard(self, person: Person) -> list[dict[str, Any]]:
        """What was sent to a person and edited in their chat."""
        return [
            body
            for method, body in self.letterbox.calls
            if body.get("chat_id") == person.id and method in {"sendMessage", "editMessageText"}
        ]

    @asynccontextmanager
    async def working(self) -> AsyncIterator["Campaign"]:
        office = self.office
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(office.sender.run())
            working = tasks.create_task(office.worker.run())
            tasks.create_task(office.acknowledger.run())
            try:
                yield self
            finally:
                office.sender.stop()
                await asyncio.wait([sending], timeout=PATIENCE_S)
                office.worker.stop()
                await asyncio.wait([working], timeout=PATIENCE_S)
                office.acknowledger.stop()
                await asyncio.sleep(0)
                await self.telegram.close()


@asynccontextmanager
async def begun(database: Database) -> AsyncIterator[Campaign]:
    """With the holdout empty, so that what is tested does not hang on a customer's number."""
    async with listening() as letterbox, Campaign(database, letterbox).working() as campaign:
        campaign.change_house(holdout=0.0)
        yield campaign

"""A made-up company's people: they order, answer, complain, stop, block and leave by chance."""

import heapq
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.schedule.journey_planning import JourneyPlanning
from handlers.outreach.explanation import LOOK_BACK
from handlers.outreach.open_plans import open_plans
from handlers.shared.app_context import AppContext
from storage import tables
from storage.engines.database import Connection
from storage.outreach.contact_history import find_history
from storage.rows import Case, Order, Plan, columns_of
from surveys.outreach.policy import Action
from tests.outreach_harness import OutreachHarness
from tests.updates import BORIS, Person, Raw, membership, tapped

TOWNS: Final = tuple(
    map(
        ZoneInfo,
        (
            "Europe/Berlin",
            "Europe/Moscow",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
        ),
    )
)
WORDS: Final = ("9", "10", "3", "спасибо", "late again", "через месяц", "всё хорошо", "cold coffee", "7")
COMMANDS: Final = ("/rate", "/complain", "/leave", "/leave", "/leave", "/wish", "/settings", "/why", "/help")


@dataclass(slots=True)
class Inhabitant:
    """Somebody who buys there, and what is before their eyes."""

    person: Person
    zones: list[tuple[datetime, ZoneInfo]]
    """By whose clocks they live from when on: they move when they tell us another town."""
    customer_id: int
    gap_days: float
    buttons: list[str] = field(default_factory=list)
    """The data of the buttons under what was said last."""
    message_id: int = 0
    opted_out: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    """From when until when they wanted nothing from us; None for still."""

    def zones_at(self, at: datetime) -> list[ZoneInfo]:
        """Where they live at a moment, and where before, if they move at it."""
        here = [zone for since, zone in self.zones if since <= at]
        return here[-2:] if self.zones[len(here) - 1][0] == at else here[-1:]

    @property
    def is_away(self) -> bool:
        return bool(self.opted_out) and self.opted_out[-1][1] is None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message of ours that nobody asked for just then."""

    at: datetime
    customer_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """What `/why` said then that it comes next."""

    at: datetime
    plan_id: int


Act = Callable[[], Awaitable[None]]


class CompanyYear:
    def __init__(self, outreach_harness: OutreachHarness, seed: int) -> None:
        self.outreach_harness = outreach_harness
        self.random = Random(seed)
        self.people: dict[int, Inhabitant] = {}
        """By chat."""
        self.arrivals: list[Arrival] = []
        self.prospects: list[Prospect] = []
        self.happened: defaultdict[int, list[datetime]] = defaultdict(list)
        """By customer, when anything happened with them that may change what comes next."""
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._count = count()
        self._seen = 0
        parts = outreach_harness.harness.parts
        self._planning = JourneyPlanning(parts.database, parts.contexts, parts.clock, parts.ids)

    @property
    def now(self) -> datetime:
        return self.outreach_harness.now

    # The clock ------------------------------------------------------------------------------------

    async def begin(self, people: int) -> None:
        """So many become customers, each in a town of theirs; most allow offers."""
        await self.outreach_harness.say(BORIS, "/start")
        for number in range(people):
            person = Person(600_000_000 + number, f"Person {number}", "ru" if number % 2 else "en")
            await self.outreach_harness.say(person, "/start")
        known = {row["telegram_id"]: row["id"] for row in await self.outreach_harness.harness.customers()}
        for number, chat in enumerate(sorted(set(known) - {BORIS.id})):
            person = Person(chat, f"Person {number}", "ru" if number % 2 else "en")
            zone = TOWNS[number % len(TOWNS)]
            someone = Inhabitant(person, [(self.now, zone)], known[chat], self.random.uniform(6, 40))
            self.people[chat] = someone
            await self._write(_set_zone, someone.customer_id, zone.key)
            if self.random.random() < 0.8:
                await self.outreach_harness.agree(person)
            self._soon(self._ordering(someone), someone.gap_days * self.random.random())
            self._soon(self._whim(someone), 40 * self.random.random())
            self._soon(self._asking_why(someone), 7 * self.random.random())
        self._look()
        self._soon(self._staff_work, 0.25)

    async def live(self, days: int, step: timedelta) -> None:
        """That many days pass in such steps: a round of ours, then what people do."""
        until = self.now + timedelta(days=days)
        while self.now < until:
            self.outreach_harness.harness.fake_clock.move(seconds=step.total_seconds())
            await self._planning.run_once()
            await self.outreach_harness.run_once()
            for someone, text in self._look():
                self.arrivals.append(Arrival(self.now, someone.customer_id, text))
                self._note(someone)
                if self.random.random() < 0.75:
                    self._soon(self._reaction(someone), self.random.expovariate(3.0))
            while self._agenda and self._agenda[0][0] <= self.now:
                await heapq.heappop(self._agenda)[2]()

    def _soon(self, act: Act, days: float) -> None:
        heapq.heappush(self._agenda, (self.now + timedelta(days=days), next(self._count), act))

    def _note(self, someone: Inhabitant) -> None:
        self.happened[someone.customer_id].append(self.now)

    def _look(self) -> Iterator[tuple[Inhabitant, str]]:
        """What came into people's chats since, which each of them sees."""
        calls = self.outreach_harness.fake_bot_api.calls
        fresh, self._seen = calls[self._seen :], len(calls)
        first = self._seen - len(fresh) + 1
        found = []
        for message_id, (method, body) in enumerate(fresh, start=first):
            someone = self.people.get(body.get("chat_id", 0))
            if someone is None or method not in ("sendMessage", "editMessageText", "editMessageReplyMarkup"):
                continue
            rows = (body.get("reply_markup") or {}).get("inline_keyboard", [])
            someone.buttons = [one["callback_data"] for row in rows for one in row if "callback_data" in one]
            someone.message_id = body.get("message_id", message_id)
            if method == "sendMessage":
                found.append((someone, body["text"]))
        return iter(found)

    # What people do -------------------------------------------------------------------------------

    async def _do(self, someone: Inhabitant, act: Awaitable[None]) -> None:
        """Somebody does something and looks at the answer; as a rule they go on."""
        self._note(someone)
        await act
        zone = await self.outreach_harness.harness.database.read(_zone_of, someone.customer_id)
        if zone is not None and ZoneInfo(zone) is not someone.zones[-1][1]:
            someone.zones.append((self.now, ZoneInfo(zone)))
        answered = any(one is someone for one, _ in self._look())
        if (answered or someone.buttons) and self.random.random() < 0.7:
            self._soon(self._reaction(someone), 1 / 200)

    def _reaction(self, someone: Inhabitant) -> Act:
        async def act() -> None:
            if someone.is_away:
                return
            harness = self.outreach_harness
            if self.random.random() < 0.012:
                await self._opt_out(someone)
            elif someone.buttons and self.random.random() < 0.9:
                data = self.random.choice(someone.buttons)
                await self._do(someone, harness.deliver(tap_of(someone, data)))
            else:
                await self._do(someone, harness.say(someone.person, self.random.choice(WORDS)))

        return act

    def _ordering(self, someone: Inhabitant) -> Act:
        """The generator of orders: by one's own rhythm, with pauses, some of them cancelled."""

        async def act() -> None:
            order = Order(
                self.outreach_harness.harness.ids.next(),
                someone.customer_id,
                self.now,
                touchpoint=self.random.choice(("Arbat", "delivery", None)),
            )
            self._note(someone)
            await self.outreach_harness.store(order)
            if self.random.random() < 0.05:
                self._soon(self._cancelling(someone, order), self.random.random())
            pause = 5 if self.random.random() < 0.08 else 1
            self._soon(act, someone.gap_days * pause * self.random.uniform(0.7, 1.3))

        return act

    def _cancelling(self, someone: Inhabitant, order: Order) -> Act:
        async def act() -> None:
            self._note(someone)
            await self._write(_cancel, order)

        return act

    def _whim(self, someone: Inhabitant) -> Act:
        """Now and then somebody writes by themselves."""

        async def act() -> None:
            if not someone.is_away:
                harness = self.outreach_harness
                await self._do(someone, harness.say(someone.person, self.random.choice(COMMANDS)))
            self._soon(act, self.random.uniform(10, 120))

        return act

    async def _opt_out(self, someone: Inhabitant) -> None:
        """They stop or block the bot, and some come back."""
        harness, blocks = self.outreach_harness, self.random.random() < 0.5
        someone.opted_out.append((self.now, None))
        self._note(someone)
        if blocks:
            harness.fake_bot_api.closed.add(someone.person.id)
            if self.random.random() < 0.5:  # else only a call tells
                await harness.deliver(membership(someone.person, "member", "kicked"))
        else:
            await harness.say(someone.person, "/stop")
        self._look()

        async def comes_back() -> None:
            self._note(someone)
            harness.fake_bot_api.closed.discard(someone.person.id)
            if blocks:
                await harness.deliver(membership(someone.person, "kicked", "member"))
            else:
                await harness.deliver(tap_of(someone, "resume"))
            self._look()
            someone.opted_out[-1] = (someone.opted_out[-1][0], self.now)

        if self.random.random() < 0.7:
            self._soon(comes_back, self.random.uniform(3, 60))

    async def _staff_work(self) -> None:
        """Once a day staff close some of the cases that are open."""
        for case in await self.outreach_harness.harness.database.read(_open_cases):
            if self.random.random() < 0.4:
                self.happened[case.customer_id].append(self.now)
                await self.outreach_harness.close(case, BORIS)
        self._look()
        self._soon(self._staff_work, 1)

    def _asking_why(self, someone: Inhabitant) -> Act:
        """Once a week somebody of the company looks what comes next for them."""

        async def act() -> None:
            harness = self.outreach_harness.harness
            app, chat = harness.contexts.current, str(someone.person.id)
            for plan in await harness.database.read(_coming, app, chat, self.now):
                self.prospects.append(Prospect(self.now, plan.id))
            self._soon(act, 7)

        return act

    async def _write(self, work: Callable[..., None], *values: Any) -> None:
        await self.outreach_harness.harness.database.write(lambda connection: work(connection, *values))


def tap_of(someone: Inhabitant, data: str) -> Raw:
    return tapped(someone.person, data, someone.message_id or None)


def _set_zone(connection: Connection, customer_id: int, zone: str) -> None:
    theirs = tables.customers.c.id == customer_id
    connection.execute(update(tables.customers).where(theirs).values(timezone=zone))


def _zone_of(connection: Connection, customer_id: int) -> str | None:
    theirs = tables.customers.c.id == customer_id
    found: str | None = connection.execute(select(tables.customers.c.timezone).where(theirs)).scalar_one()
    return found


def _cancel(connection: Connection, order: Order) -> None:
    connection.execute(update(tables.orders).where(tables.orders.c.id == order.id).values(status="cancelled"))


def _coming(connection: Connection, app: AppContext, chat: str, now: datetime) -> list[Plan]:
    history = find_history(connection, chat, now - LOOK_BACK)
    known = open_plans(connection, app, history, now) if history else []
    return [one.plan for one in known if one.verdict.action is not Action.NEVER]


def _open_cases(connection: Connection) -> list[Case]:
    found = select(*columns_of(Case)).where(tables.cases.c.closed_at.is_(None)).order_by(tables.cases.c.id)
    return [Case(*row) for row in connection.execute(found)]

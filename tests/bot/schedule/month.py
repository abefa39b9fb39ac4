"""A month of made-up people in steps of minutes: what they do by a fixed seed, and what came to them.

It keeps a history of its own, so that what the house did can be judged without asking the house.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from storage.rows import Case, Consent, Customer
from surveys.language.languages import Language
from surveys.outreach.consents import ConsentKind
from surveys.outreach.policy import ContactLimits
from tests.outreach_harness import OutreachHarness
from tests.updates import BORIS, Person, Raw, membership, said, tapped

START = datetime(2026, 10, 10, tzinfo=UTC)
MOSCOW, BERLIN, NEW_YORK = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
"""The clocks of Berlin are set back on 25 October, those of New York on 1 November."""
CAP = 1
WEEK = timedelta(days=7)

_REASONS = (
    "PRICE_HIGH",
    "PRICE_HIGH",
    "NO_BENEFIT",
    "NO_BENEFIT",
    "QUALITY",
    "DELIVERY",
    "TEMP_SICK",
    "LOW_USE",
    "MOVED",
    "COMMS",
)
_DATED = {"TEMP_SICK", "LOW_USE"}
_ABSENCE = timedelta(minutes=30)


@dataclass
class Switch:
    """What was on and off, and since when."""

    changes: list[tuple[datetime, bool]] = field(default_factory=list)

    def turn(self, at: datetime, *, on: bool) -> None:
        self.changes.append((at, on))

    def was_on(self, at: datetime) -> bool:
        """Also at the very moment of a change."""
        index = bisect_right([moment for moment, _ in self.changes], at)
        return index > 0 and self.changes[index - 1][1]


@dataclass
class Life:
    """One person's month."""

    person: Person
    customer_id: int
    zone: ZoneInfo
    stopped: Switch = field(default_factory=Switch)
    consented: Switch = field(default_factory=Switch)
    complains: Switch = field(default_factory=Switch)
    blocked: Switch = field(default_factory=Switch)
    away: Switch = field(default_factory=Switch)
    """Left, and not come back."""
    told: list[datetime] = field(default_factory=list)
    """When they said why they leave."""
    case: Case | None = None
    whim: Random = field(default_factory=Random)
    """Their own, so that nobody's doings hang on the order in which messages come to others."""


Act = Callable[[Life], Awaitable[Raw | None]]


class Month:
    def __init__(
        self, outreach_harness: OutreachHarness, people: int, days: int, minutes: int, seed: int
    ) -> None:
        self.outreach_harness = outreach_harness
        self._seed = seed
        self.end = START + timedelta(days=days)
        self._step = timedelta(minutes=minutes)
        self._days = days
        self._agenda: defaultdict[datetime, list[tuple[Life, Act]]] = defaultdict(list)
        self._seen = 0
        self._recovery = outreach_harness.harness.parts.recovery
        outreach_harness.harness.fake_clock.now = START
        outreach_harness.change_context(limits=ContactLimits(weekly_cap=CAP), holdout=0.25)
        self.lives = {life.person.id: life for number in range(people) for life in [self._born(number)]}

    def _born(self, number: int) -> Life:
        zone = (MOSCOW, BERLIN, NEW_YORK)[number % 3]
        person = Person(600_000_000 + number, f"Клиент {number}", "ru" if number % 2 else "en")
        own = Random(f"{self._seed}:{number}")
        return Life(person, number + 1, zone, whim=own)

    # The month ------------------------------------------------------------------------------------

    async def run(self) -> None:
        await self._move_in()
        for life in self.lives.values():
            self._live(life)
        while self.outreach_harness.now < self.end:
            await self._go_on()

    async def _move_in(self) -> None:
        """Whoever lives in the business's zone has none set. Of three, one agreed to offers, one refused."""
        await self.outreach_harness.say(BORIS, "/start")
        for number, (telegram_id, life) in enumerate(self.lives.items()):
            zone = None if life.zone is MOSCOW else life.zone.key
            language = Language(life.person.language or "ru")
            await self.outreach_harness.store(
                Customer(life.customer_id, telegram_id, language, START, timezone=zone)
            )
            if number // 3 % 3:
                await self._decide(life, given=number // 3 % 3 == 1)

    async def _go_on(self) -> None:
        """One step: people do what they meant to do, then the house makes its round."""
        updates: list[Raw] = []
        for life, act in self._agenda.pop(self.outreach_harness.now, []):
            if life.blocked.was_on(self.outreach_harness.now) and act not in {self._close, self._order}:
                continue
            update = await act(life)
            if update is not None:
                updates.append(update)
        if updates:
            await self.outreach_harness.deliver(*updates)
        if (
            self.outreach_harness.now.hour == 1
            and self.outreach_harness.now.minute == 0
            and self.outreach_harness.now.day % 5 == 0
        ):
            heard_at = self.outreach_harness.harness.fake_clock.clock.monotonic() - _ABSENCE.total_seconds()
            self._recovery.heard_at = heard_at
            await self._recovery.seen(self.outreach_harness.now)
        await self.outreach_harness.run_once()
        self._react()
        self.outreach_harness.harness.fake_clock.move(seconds=self._step.total_seconds())

    def _live(self, life: Life) -> None:
        """What this person means to do."""
        chance = life.whim.random
        for _ in range(life.whim.choice((1, 1, 2))):
            self._plan(life, self._some_time(life, 0.8), self._rate)
        if chance() < 0.9:
            self._plan(life, self._some_time(life, 0.7), self._leave)
        if chance() < 0.25:
            begun = self._some_time(life, 0.9)
            self._plan(life, begun, self._complain)
            self._plan(life, begun + self._some_days(life, 1, 12), self._close)
        if chance() < 0.2:
            stopped = self._some_time(life, 1)
            self._plan(life, stopped, self._stop)
            if chance() < 0.5:
                self._plan(life, stopped + self._some_days(life, 1, 8), self._resume)
        if chance() < 0.15:
            self._plan(life, self._some_time(life, 1), self._withdraw)
        if chance() < 0.3:
            self._plan(life, self._some_time(life, 1), self._block)
        if chance() < 0.15:
            self._plan(life, self._some_time(life, 1), self._order)

    def _react(self) -> None:
        """To what just came: by a button of it, in a while or never."""
        calls = self.outreach_harness.fake_bot_api.calls
        fresh, self._seen = calls[self._seen :], len(calls)
        for method, body in fresh:
            life = self.lives.get(body.get("chat_id", 0))
            if method == "sendMessage" and life is not None and life.whim.random() < 0.5:
                buttons = list(_buttons(body))
                if buttons:
                    data = life.whim.choice(buttons)
                    after = timedelta(minutes=10) if life.whim.random() < 0.3 else self._some_days(life, 0, 6)
                    self._plan(life, self.outreach_harness.now + self._step + after, self._tap_on(data))

    def _plan(self, life: Life, at: datetime, act: Act) -> None:
        steps = max(1, -((START - at) // self._step))
        self._agenda[START + steps * self._step].append((life, act))

    def _some_time(self, life: Life, share: float) -> datetime:
        """At any hour of the first part of the month."""
        return START + timedelta(days=self._days) * share * life.whim.random()

    def _some_days(self, life: Life, low: int, high: int) -> timedelta:
        return timedelta(days=low) + timedelta(days=high - low) * life.whim.random()

    # What people do -------------------------------------------------------------------------------

    async def _rate(self, life: Life) -> Raw:
        return said(life.person, "/rate")

    def _tap_on(self, data: str) -> Act:
        async def tap(life: Life) -> Raw:
            now = self.outreach_harness.now
            if data in {"offers:yes", "offers:no"}:
                life.consented.turn(now, on=data == "offers:yes")
            elif data.startswith("no-more"):
                life.consented.turn(now, on=False)
            elif data.startswith("came-back"):
                life.away.turn(now, on=False)
            elif data == "resume":
                life.stopped.turn(now, on=False)
            return tapped(life.person, data)

        return tap

    async def _leave(self, life: Life) -> None:
        """Through the hook that the interview calls; the interview itself is tested elsewhere."""
        reason = life.whim.choice(_REASONS)
        back: date | None = None
        if reason in _DATED and life.whim.random() < 0.7:
            back = (self.outreach_harness.now + self._some_days(life, 2, 10)).date()
        life.away.turn(self.outreach_harness.now, on=True)
        life.told.append(self.outreach_harness.now)
        if reason == "COMMS" and life.consented.changes:
            life.consented.turn(self.outreach_harness.now, on=False)
        await self.outreach_harness.leave(life.person, reason, back)

    async def _complain(self, life: Life) -> None:
        life.complains.turn(self.outreach_harness.now, on=True)
        life.case = await self.outreach_harness.complain(life.person)

    async def _close(self, life: Life) -> None:
        if life.case is not None:
            life.complains.turn(self.outreach_harness.now, on=False)
            await self.outreach_harness.close(life.case, BORIS)

    async def _stop(self, life: Life) -> Raw:
        life.stopped.turn(self.outreach_harness.now, on=True)
        return said(life.person, "/stop")

    async def _resume(self, life: Life) -> Raw:
        life.stopped.turn(self.outreach_harness.now, on=False)
        return tapped(life.person, "settings:messages:yes")

    async def _withdraw(self, life: Life) -> Raw:
        life.consented.turn(self.outreach_harness.now, on=False)
        return tapped(life.person, "settings:offers:no")

    async def _block(self, life: Life) -> Raw | None:
        """Every second time nobody tells us, and Telegram refuses the next message."""
        life.blocked.turn(self.outreach_harness.now, on=True)
        self.outreach_harness.fake_bot_api.closed.add(life.person.id)
        return membership(life.person, "member", "kicked") if life.whim.random() < 0.5 else None

    async def _order(self, life: Life) -> None:
        life.away.turn(self.outreach_harness.now, on=False)
        await self.outreach_harness.order(life.person)

    async def _decide(self, life: Life, *, given: bool) -> None:
        life.consented.turn(START, on=given)
        harness = self.outreach_harness.harness
        await self.outreach_harness.store(
            Consent(harness.ids.next(), life.customer_id, ConsentKind.PROMOTION, given, "before", START)
        )


def _buttons(body: dict[str, Any]) -> Iterator[str]:
    for row in body.get("reply_markup", {}).get("inline_keyboard", ()):
        for button in row:
            yield button["callback_data"]

"""Life after life of an installation whose desk is at work, while calls fail and the group moves."""

import asyncio
import logging
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, func, select

from bot.observability.failpoints import POINTS
from playground import Fault, Person
from storage.delivery.outbox import count_by_state
from storage.engines.factory import open_database
from storage.states import JobState, OutboxState
from storage.tables import jobs
from surveys.outreach.urgency import Urgency
from tests.e2e.desk.ledger import Ledger
from tests.e2e.desk.people import Complainer, Desk, Team
from tests.e2e.ledger import Plan
from tests.e2e.life import PATIENCE_S, Life, Otklik
from tests.e2e.relay import Relay

log = logging.getLogger(__name__)

_SPOILT: Final = (
    "getUpdates", "sendMessage", "sendPhoto", "sendMediaGroup", "copyMessage", "createForumTopic",
    "editMessageText", "closeForumTopic", "reopenForumTopic", "answerCallbackQuery",
)  # fmt: skip
_SHARES: Final = {
    Fault.TOO_MANY_REQUESTS: 0.01,
    Fault.JSON_500: 0.01,
    Fault.RESET_BEFORE: 0.01,
    Fault.PROCESS_THEN_RESET: 0.01,
}
SERVED_WITHIN_S: Final = 150.0
_RESTS_WITHIN_S: Final = 120.0
_STOPS_WITHIN_S: Final = 10.0
_ECHO_S: Final = 0.5
_PROMOTIONS_A_LIFE: Final = 2
_BREAKS_EVERY_S: Final = 20.0
_BREAKS_FOR_S: Final = 6.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of monotonic time, in seconds."""

    begun: float
    ended: float

    def overlap_s(self, begun: float, ended: float) -> float:
        return max(0.0, min(self.ended, ended) - max(self.begun, begun))


@dataclass(slots=True)
class DeskRun:
    otklik: Otklik
    relay: Relay
    desk: Desk
    customers: list[Complainer]
    team: Team
    visitor: Person
    """Of the group, and of no case."""
    dice: random.Random
    lives_s: float
    """How long a life lasts at most."""
    up: list[Span] = field(default_factory=list)
    """When a process took updates."""
    killed: list[float] = field(default_factory=list)
    broken: list[Span] = field(default_factory=list)
    """When nothing passed between it and Telegram."""
    moved_at: float = 0.0
    """When the group became a supergroup: monotonic."""
    promoted: list[str] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    async def work(self, lasts_s: float) -> None:
        """So many seconds of trouble; then a last life in which everybody is served."""
        ends = time.monotonic() + lasts_s
        self._spoil_calls()
        async with asyncio.TaskGroup() as group:
            beside = [
                group.create_task(one)
                for one in (self.ledger.watch(), self.team.run(), self._echo(), self._move(lasts_s))
            ]
            breaking = group.create_task(self._break_way())
            served = [group.create_task(customer.answer()) for customer in self.customers]
            while time.monotonic() < ends:
                await self._promote()
                await self._live(self.otklik.start(crash_at=self._trap()))
            await self._end_trouble(breaking)
            last = self.otklik.start()
            living = group.create_task(self._note_life(last))
            await self._all(served)
            assert await self.otklik.telegram.updates.all_confirmed(PATIENCE_S)
            assert await self._comes_to_rest(), "calls or jobs still wait"
            assert await last.stop(_STOPS_WITHIN_S) == 0
            await living
            for task in beside:
                task.cancel()

    async def _end_trouble(self, breaking: asyncio.Task[None]) -> None:
        self.otklik.telegram.faults.clear()
        self.desk.is_closed = True
        breaking.cancel()
        await self.relay.open()

    async def _all(self, served: list[asyncio.Task[None]]) -> None:
        """Waits until everybody was served."""
        _, waiting = await asyncio.wait(served, timeout=SERVED_WITHIN_S)
        assert not waiting, self.ledger.unsettled()

    def _trap(self) -> str | None:
        """A quarter of the lives end at a named point."""
        at_point = self.dice.random() < 0.25
        return f"{self.dice.choice(POINTS)}:{self.dice.randrange(1, 60)}" if at_point else None

    async def _live(self, life: Life) -> None:
        """Until it is killed, or asked to end, or ends at its point."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._note_life(life))
            with suppress(AssertionError):
                await life.end(self.dice.uniform(self.lives_s / 4, self.lives_s))
            if life.alive and self.dice.random() < 0.2:
                assert await life.stop(_STOPS_WITHIN_S) == 0
            elif life.alive:
                await life.kill()

    async def _note_life(self, life: Life) -> None:
        with suppress(AssertionError):
            await self.otklik.ready(life)
        begun = time.monotonic()
        code = await asyncio.shield(life.ended)
        self.up.append(Span(begun, time.monotonic()))
        if code == -signal.SIGKILL:
            self.killed.append(time.monotonic())
        assert code in (0, -signal.SIGKILL), life.last_words()

    def _spoil_calls(self) -> None:
        for method in _SPOILT:
            for fault, share in _SHARES.items():
                self.otklik.telegram.faults.add(fault, method, probability=share)
        self.otklik.telegram.faults.add(Fault.HANG, "sendMessage", probability=0.001, seconds=5)

    async def _echo(self) -> None:
        """Now and then Telegram hands over again what was confirmed, as if it had not heard so."""
        updates = self.otklik.telegram.updates
        while True:
            await asyncio.sleep(self.dice.uniform(0, _ECHO_S))
            confirmed = [update for update in updates.log[-200:] if update.confirmed is not None]
            if confirmed and not self.desk.is_closed:
                updates.repeat(self.dice.choice(confirmed))

    async def _break_way(self) -> None:
        """Now and then nothing passes for some seconds, or connections end."""
        while True:
            await asyncio.sleep(self.dice.uniform(_BREAKS_EVERY_S / 2, _BREAKS_EVERY_S))
            begun = time.monotonic()
            if self.dice.random() < 0.5:
                self.relay.hold_up()
            else:
                await self.relay.cut()
            try:
                await asyncio.sleep(self.dice.uniform(0, _BREAKS_FOR_S))
            finally:
                self.broken.append(Span(begun, time.monotonic()))
            await self.relay.open()

    async def _move(self, lasts_s: float) -> None:
        """Half through the group becomes a supergroup, and topics are switched on later."""
        await asyncio.sleep(lasts_s / 2)
        self.desk.groups.append(self.desk.group.upgrade())
        self.moved_at = time.monotonic()
        await asyncio.sleep(lasts_s / 8)
        self.desk.group.forum = True
        await self.visitor.say("Topics are on", to=self.desk.group)

    async def _promote(self) -> None:
        """Rows as a campaign writes them: they come once at most."""
        plan = Plan()
        for customer in self.dice.sample(self.customers, _PROMOTIONS_A_LIFE):
            if customer.person.started:
                words = f"Offer {len(self.promoted)} for you"
                self.promoted.append(words)
                plan.message(customer.person.id, Urgency.PROMOTION, words)
        await plan.commit(self.otklik.url)

    async def _comes_to_rest(self) -> bool:
        ends = time.monotonic() + _RESTS_WITHIN_S
        async with open_database(self.otklik.url) as database:
            while await database.read(_under_way):
                if time.monotonic() > ends:
                    return False
                await self.otklik.telegram.calls.made.wait(0.1)
        return True


def _under_way(connection: Connection) -> int:
    """How many calls and jobs have not ended."""
    open_jobs = select(func.count()).where(jobs.c.state.in_((JobState.READY, JobState.RUNNING)))
    calls = count_by_state(connection)
    waiting = calls.get(OutboxState.READY, 0) + calls.get(OutboxState.SENDING, 0)
    return waiting + connection.execute(open_jobs).scalar_one()

"""Life after life of one installation, each ended at a named point or any instant, while customers answer."""

import asyncio
import logging
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, String, cast, func, literal, select, update
from sqlalchemy.exc import DBAPIError

from bot.observability.failpoints import POINTS
from playground import Fault, Person
from storage.delivery.outbox import count_by_state
from storage.effects import Effects, flush
from storage.engines.factory import open_database
from storage.ids import Ids
from storage.rows import OutboxRow
from storage.states import JobState, OutboxState
from storage.tables import conversations, jobs, places, plans
from surveys.errors import UserError
from surveys.outreach.plan_state import PlanState
from surveys.outreach.urgency import Urgency
from tests.e2e.crowd import Agent, Crowd
from tests.e2e.ledger import write
from tests.e2e.life import PATIENCE_S, Life, Otklik

log = logging.getLogger(__name__)

KILL, TERM = signal.SIGKILL, signal.SIGTERM
RESTS_WITHIN_S = 90.0
"""A job that failed waits up to 40 s for its next try."""
STOPS_WITHIN_S = 10.0
LIVES_AT_MOST_S = 1.0
SPOILT = (
    "getUpdates",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "createForumTopic",
    "answerCallbackQuery",
)
SHARES = {
    Fault.TOO_MANY_REQUESTS: 0.01,
    Fault.JSON_500: 0.02,
    Fault.RESET_BEFORE: 0.02,
    Fault.PROCESS_THEN_RESET: 0.02,
}
PROMOTIONS_A_LIFE = 3
ECHO_S = 0.2
DAYS_PASS_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Ending:
    """How a life ends: at the nth time that it reaches a point, or at any instant."""

    how: signal.Signals
    point: str | None = None
    nth: int = 1


def endings(
    dice: random.Random, at_points: Counter[signal.Signals], at_instants: Counter[signal.Signals]
) -> list[Ending]:
    """So many lives end at each point, and so many at any instant, by either signal; in a random order."""
    planned = [
        Ending(how, point, dice.choice((1, 1, 2, 3, 5))) for how in at_points.elements() for point in POINTS
    ]
    planned += [Ending(how) for how in at_instants.elements()]
    dice.shuffle(planned)
    return planned


@dataclass(slots=True)
class CrashRun:
    otklik: Otklik
    crowd: Crowd
    agent: Agent
    dice: random.Random
    regular: Person  # somebody who can be written to from the first life on
    planned: dict[int, str] = field(default_factory=dict)  # promotions: outbox row → the text it says
    ended: Counter[str] = field(default_factory=Counter)
    _ids: Ids = field(default_factory=Ids)

    async def rage(self, plan: list[Ending]) -> None:
        """The whole plan, then a last life without faults in which everybody is served."""
        begun = time.monotonic()
        self._spoil_calls()
        async with asyncio.TaskGroup() as group:
            crowd = group.create_task(self.crowd.run())
            beside = [group.create_task(task) for task in (self._echo(), self._days(), self.agent.run())]
            for ending in plan:
                await self._plan_promotions(max(PROMOTIONS_A_LIFE, ending.nth))
                await self._live(ending)
            self.otklik.telegram.faults.clear()
            self.crowd.close()
            last = await self.otklik.serve()
            await crowd
            for task in beside:
                task.cancel()
        await self._settle(last)
        log.info("kills=%d seconds=%.1f", len(plan), time.monotonic() - begun)

    async def outlast(self, disturb: Callable[[], Awaitable[None]]) -> None:
        """Two processes serve while something happens to their database; then everybody is served."""
        async with asyncio.TaskGroup() as group:
            first = await self.otklik.serve()
            second = self.otklik.start()
            crowd = group.create_task(self.crowd.run())
            beside = [group.create_task(task) for task in (self._echo(), self._days(), self.agent.run())]
            await disturb()
            self.crowd.close()
            await crowd
            for task in beside:
                task.cancel()
        assert await self.otklik.telegram.updates.all_confirmed(PATIENCE_S)
        assert await self._comes_to_rest(), "calls or jobs still wait"
        assert first.alive
        assert second.alive
        assert [await second.stop(STOPS_WITHIN_S), await first.stop(STOPS_WITHIN_S)] == [0, 0]

    async def _live(self, ending: Ending) -> None:
        if ending.point is not None:
            life = self.otklik.start(crash_at=f"{ending.point}:{ending.nth}", crash_with=ending.how)
            code = await self._end_by_itself(life, ending.how)
        else:
            life = self.otklik.start()
            code = await self._end_at_any_instant(life, ending.how)
        expected = 0 if ending.how is TERM else -ending.how
        assert code == expected, f"{ending}: exit code {code}; {life.last_words()}"
        self.ended[ending.point or "any instant"] += 1

    async def _end_by_itself(self, life: Life, how: signal.Signals) -> int:
        if how is KILL:
            return await life.end()
        await life.says("stopping")
        return await life.end(STOPS_WITHIN_S)

    async def _end_at_any_instant(self, life: Life, how: signal.Signals) -> int:
        if how is KILL:
            await asyncio.sleep(self.dice.uniform(0, LIVES_AT_MOST_S))
            return await life.kill()
        await self.otklik.ready(life)
        await asyncio.sleep(self.dice.uniform(0, LIVES_AT_MOST_S / 2))
        return await life.stop(STOPS_WITHIN_S)

    def _spoil_calls(self) -> None:
        for method in SPOILT:
            for fault, share in SHARES.items():
                self.otklik.telegram.faults.add(fault, method, probability=share)

    async def _echo(self) -> None:
        """Now and then Telegram hands over again what was confirmed, as if it had not heard so."""
        updates = self.otklik.telegram.updates
        while True:
            await asyncio.sleep(self.dice.uniform(0, ECHO_S))
            confirmed = [update for update in updates.log[-200:] if update.confirmed is not None]
            if confirmed:
                updates.repeat(self.dice.choice(confirmed))

    async def _days(self) -> None:
        """Days pass within a second here: questions are older than they look, and what is planned is due."""
        while True:
            await asyncio.sleep(DAYS_PASS_EVERY_S)
            with suppress(UserError, DBAPIError):  # the database is away
                await write(self.otklik.url, _let_days_pass, datetime.now(UTC))

    async def _plan_promotions(self, number: int) -> None:
        """Rows as a campaign will write them, for people who have talked to the bot."""
        reachable = [customer.person for customer in self.crowd.customers if customer.person.started]
        now = datetime.now(UTC)
        effects = Effects()
        for person in self.dice.choices([self.regular, *reachable], k=number):
            row_id = self._ids.next()
            text = self.planned[row_id] = f"Offer {row_id}"
            body = f'{{"chat_id":{person.id},"text":"{text}"}}'
            effects.add(
                OutboxRow(
                    row_id, person.id, Urgency.PROMOTION, "sendMessage", body, now, now,
                    expires_at=now + timedelta(days=1),
                )
            )  # fmt: skip
        async with open_database(self.otklik.url) as database:
            await database.write(flush, [effects])

    async def _settle(self, last: Life) -> None:
        """Until Telegram holds nothing for the bot, and the bot nothing for Telegram or for its jobs."""
        telegram = self.otklik.telegram
        assert await telegram.updates.all_confirmed(PATIENCE_S), telegram.updates.unsettled()
        assert await self._comes_to_rest(), "calls or jobs still wait"
        assert await last.stop(STOPS_WITHIN_S) == 0

    async def _comes_to_rest(self) -> bool:
        """Looked at after each call: what became of a call is written within a moment."""
        ends = time.monotonic() + RESTS_WITHIN_S
        async with open_database(self.otklik.url) as database:
            while await database.read(_under_way):
                if time.monotonic() > ends:
                    return False
                await self.otklik.telegram.calls.made.wait(0.1)
        return True


def _under_way(connection: Connection) -> int:
    """How many calls and jobs have not ended; a job may write calls."""
    open_jobs = select(func.count()).where(jobs.c.state.in_((JobState.READY, JobState.RUNNING)))
    calls = count_by_state(connection)
    waiting = calls.get(OutboxState.READY, 0) + calls.get(OutboxState.SENDING, 0)
    return waiting + connection.execute(open_jobs).scalar_one()


def _let_days_pass(connection: Connection, now: datetime) -> None:
    """For everybody whose score was asked for: in days the question has arrived, or never will."""
    arrived = (
        select(conversations.c.id)
        .join(places, places.c.name == literal("question:").concat(cast(conversations.c.id, String)))
        .where(conversations.c.survey_id == "nps")
    )
    reminded = select(plans.c.subject_id).where(plans.c.journey == "reminder")
    asked = (conversations.c.id.in_(arrived), conversations.c.id.in_(reminded))
    old = update(conversations).where(*asked, conversations.c.answered_at.is_(None))
    due = update(plans).where(plans.c.state == PlanState.WAITING, plans.c.subject_id.in_(arrived))
    connection.execute(old.values(touched_at=now - timedelta(days=3)))
    connection.execute(due.values(planned_at=now, due_at=now))

"""An opt-out that comes in at any moment of a send: nothing promotional begins after its commit.

Each person has an invitation and two campaigns in the outbox. The task that sends one of them is stopped
before its n-th step, an opt-out is handled meanwhile by the worker, and the task goes on.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass, field
from itertools import product
from types import coroutine
from typing import Any, Final

import pytest
from sqlalchemy import select

from bot.processing.updates import inbox_updates_of
from handlers.outreach.triggers import fire
from handlers.shared.update_context import UpdateContext
from storage import tables
from storage.engines.database import Connection, Database
from storage.rows import ChurnSession, OutboxRow
from storage.states import OutboxState
from surveys.journeys.trigger import Trigger
from surveys.outreach.policy import ContactKind, ContactLimits
from tests.campaigns import CampaignHarness
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import Person, Raw, customers, membership, said, tapped

PEOPLE: Final = 100
MESSAGES: Final = 3
STEPS: Final = 16
"""More than a send has, of which some are before the claim and some after the call."""
UNDER_LOCK_S: Final = 0.15
"""A send that is stopped while it writes holds the database: the opt-out is handled after it went on."""
OPT_OUTS: Final[tuple[Callable[[Person], Raw], ...]] = (
    lambda person: said(person, "/stop"),
    lambda person: tapped(person, "stop"),
    lambda person: tapped(person, "no-more"),
    lambda person: tapped(person, "settings:offers:no"),
    lambda person: tapped(person, "settings:messages:no"),
    lambda person: said(person, "не пишите мне больше"),
    lambda person: membership(person, "member", "kicked"),
)


@dataclass
class Race:
    """What happens to one person."""

    person: Person
    step: int
    """Before which of its steps a send is stopped."""
    message: int
    """Which of the sends."""
    opt_out: Callable[[Person], Raw]
    begun: list[int] = field(default_factory=list)
    """The rows whose sends have begun, in their order."""
    claimed: set[int] | None = None
    """The rows that were being sent when the opt-out was committed; None before."""
    begun_before: int = 0
    """How many sends had begun by then."""
    left: int = 0
    """Calls that had reached Telegram by then."""


class Injection:
    """Makes the tasks of sends stoppable, and puts opt-outs in between."""

    def __init__(self, outreach: OutreachHarness, races: list[Race]) -> None:
        self.outreach = outreach
        self.races = {race.person.id: race for race in races}
        self._optings: set[asyncio.Task[None]] = set()

    def task_of(self, loop: asyncio.AbstractEventLoop, work: Any, /, **how: Any) -> asyncio.Task[Any]:
        """A task as the loop makes it, but of sends of promotions one that is stopped."""
        frame = getattr(work, "cr_frame", None)
        row = frame.f_locals.get("row") if frame is not None else None
        if isinstance(row, OutboxRow) and row.kind is ContactKind.PROMOTION:
            race = self.races[row.chat_id]
            race.begun.append(row.id)
            if len(race.begun) == race.message + 1:
                work = _stopped(work, race.step, lambda: self._opt_out(loop, race))
        return asyncio.Task(work, loop=loop, **how)

    async def _opt_out(self, loop: asyncio.AbstractEventLoop, race: Race) -> None:
        opting = asyncio.Task(self._handle(race), loop=loop)
        self._optings.add(opting)
        await asyncio.wait([opting], timeout=UNDER_LOCK_S)

    async def _handle(self, race: Race) -> None:
        harness = self.outreach.harness
        raw = json.loads(json.dumps([race.opt_out(race.person)]))
        await harness.worker.take(inbox_updates_of(raw, 42, harness.fake_clock.now))
        race.begun_before = len(race.begun)
        race.left = len(self.promotions(race.person))
        race.claimed = await harness.database.read(_being_sent, race.person.id)

    async def over(self) -> None:
        """Every opt-out was handled."""
        for opting in self._optings:
            await opting

    def promotions(self, person: Person) -> list[dict[str, Any]]:
        """The promotional calls that reached Telegram for somebody."""
        return [
            body
            for method, body in self.outreach.fake_bot_api.calls
            if method == "sendMessage" and body["chat_id"] == person.id and _is_promotion(body["text"])
        ]


def _being_sent(connection: Connection, chat_id: int) -> set[int]:
    sending = select(tables.outbox.c.id).where(
        tables.outbox.c.chat_id == chat_id,
        tables.outbox.c.kind == ContactKind.PROMOTION,
        tables.outbox.c.state == OutboxState.SENDING,
    )
    return set(connection.execute(sending).scalars())


def _is_promotion(text: str) -> bool:
    return "вторую кофейню" in text or "вариант лучше нашего" in text


@coroutine
def _stopped(
    work: Coroutine[Any, Any, Any], step: int, between: Callable[[], Awaitable[None]]
) -> Generator[Any, Any, Any]:
    """The same work, in which something happens right before its step of that number, or else at its end."""
    error: BaseException | None = None
    while True:
        if step == 0:
            yield from between().__await__()
        step -= 1
        try:
            waits = work.send(None) if error is None else work.throw(error)
        except StopIteration as end:
            if step >= 0:  # it has fewer steps
                yield from between().__await__()
            return end.value
        error = None
        try:
            yield waits
        except BaseException as thrown:  # the work decides what becomes of it
            error = thrown


async def race_all(outreach: OutreachHarness, first: int = 0) -> list[Race]:
    """A hundred people opt out, each at a moment of their own, from that moment on."""
    moments = list(product(OPT_OUTS, range(MESSAGES), range(STEPS)))
    people = customers(PEOPLE)
    chosen = (2 * moments)[first :: len(moments) // PEOPLE]
    races = [
        Race(person, step, message, opt_out)
        for person, (opt_out, message, step) in zip(people, chosen, strict=False)
    ]
    harness = CampaignHarness(outreach)
    outreach.change_context(limits=ContactLimits(weekly_cap=2 * MESSAGES))
    await harness.store(*people)
    for person in people:
        await _leave(outreach, person)
    outreach.harness.fake_clock.move(days=30)
    for _ in range(MESSAGES - 1):
        await harness.started(block_limit=1.0, complaint_limit=1.0)
    injection = Injection(outreach, races)
    asyncio.get_running_loop().set_task_factory(injection.task_of)
    for _ in range(6):
        await harness.run_once()
    await injection.over()
    await outreach.settled()
    return races


async def _leave(outreach: OutreachHarness, person: Person) -> None:
    """As a finished leaving interview does, whose invitation is due after 30 days."""
    harness = outreach.harness
    told_at = outreach.now
    customer = (await outreach.customer(person))["id"]
    session = ChurnSession(
        harness.ids.next(), customer, "COMPETITOR", 1, ["COMPETITOR"], day=told_at.date(), told_at=told_at
    )
    await outreach.store(session)

    async def work(ctx: UpdateContext) -> None:
        ctx.update_customer(left_at=ctx.now)
        await fire(Trigger.REASON_TOLD, ctx, session)

    await harness.handled(person.id, work)


async def _verify(outreach: OutreachHarness, races: list[Race]) -> None:
    """On a server a claim may be under way beside the opt-out, on a file one of the two is first."""
    is_exact = outreach.harness.database.is_embedded
    injection = Injection(outreach, races)
    moments = set()
    for race in races:
        reached = len(injection.promotions(race.person))
        after = reached - race.left
        assert race.claimed is not None, race
        assert after <= 1, race
        assert reached <= race.begun_before, race
        if is_exact:
            assert after <= len(race.claimed) <= 1, race
        moments.add((len(race.claimed), after, race.left))
    # It was met while a message was being sent and while none was, after some and before others.
    assert {claimed for claimed, _, _ in moments} == {0, 1}
    assert len({left for _, _, left in moments}) > 2


async def test_an_opt_out_lets_nothing_begin(harness_database: Database) -> None:
    async with begun(harness_database) as outreach:
        await _verify(outreach, await race_all(outreach))


@pytest.mark.torture
@pytest.mark.parametrize("first", range(10))
async def test_an_opt_out_lets_nothing_begin_in_a_thousand_interleavings(
    harness_database: Database, first: int
) -> None:
    async with begun(harness_database) as outreach:
        await _verify(outreach, await race_all(outreach, first))

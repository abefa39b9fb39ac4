"""A campaign at Telegram's pace, by a clock that stands still while the machine works."""

import asyncio
from collections import Counter
from typing import Final

from bot.delivery.rate_limiter import RateLimiter
from bot.processing.updates import inbox_updates_of
from storage.engines.database import Database
from storage.outreach import campaign_counts
from surveys.outreach.policy import PolicyReason
from tests.campaigns import WORDS, CampaignHarness
from tests.harness import StillClock
from tests.limited_bot_api import LimitedBotApi
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import Person, customers, said

PEOPLE: Final = 1500
BLOCKED_EVERY: Final = 20
LIVES: Final = 6
PER_SECOND: Final = 28
STEP_S: Final = 0.0358
"""A message's turn, rounded up, as a clock counts whole microseconds."""
TAPPING: Final = [Person(700_000_000 + number, f"Клиентка {number}", "ru") for number in range(40)]


class Pacing:
    """Lets time pass in steps of one message, with the rounds of the clock and customers between them."""

    def __init__(self, running: OutreachHarness, telegram: LimitedBotApi, clock: StillClock) -> None:
        self.running, self.telegram, self.clock = running, telegram, clock
        self.steps = 0
        self.asked: list[tuple[float, int]] = []
        """When each customer asked for something, and in which chat."""

    async def step(self) -> None:
        parts = self.running.harness.parts
        if self.steps % (2 * PER_SECOND) == 0:
            await parts.campaigns.run_once()
        if self.steps % (5 * PER_SECOND) == 0:
            await parts.outreach.run_once()
        if self.steps % 10 == 5:
            await self._ask(TAPPING[self.steps // 10 % len(TAPPING)])
        self.clock.move(seconds=STEP_S)
        self.steps += 1
        parts.sender.offer([])  # it looks at the clock
        await self._calm()

    async def _ask(self, person: Person) -> None:
        self.telegram.acted(person.id)
        self.asked.append((self.clock.clock.monotonic(), person.id))
        now = self.clock.now
        await self.running.harness.worker.take(inbox_updates_of([said(person, "/rate")], 42, now))

    async def _calm(self) -> None:
        """Every call that may be made by now is over."""
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        while any(_is_send(task) for task in asyncio.all_tasks()):  # noqa: ASYNC110  # a task's end is no event
            await asyncio.sleep(0.0005)

    def waits(self) -> list[float]:
        """How long each waited for the message that answers, in seconds."""
        return [
            min(at for at, chat_id, _ in self.telegram.messages if chat_id == of and at >= asked_at)
            - asked_at
            for asked_at, of in self.asked
        ]


def _is_send(task: asyncio.Task[object]) -> bool:
    return getattr(task.get_coro(), "__qualname__", "") == "Sender._send"


async def test_fifteen_hundred_get_it_at_most_once_at_the_rate_over_lives_that_end(
    harness_database: Database,
) -> None:
    """One in twenty has blocked the bot, each life ends in the middle, with calls that were cut."""
    people = customers(PEOPLE if harness_database.is_embedded else 240)
    clock = StillClock()
    telegram = LimitedBotApi(clock.clock.monotonic)
    telegram.closed.update(one.id for one in people[::BLOCKED_EVERY])
    campaign, waits, spans = None, [], []
    for life in range(LIVES):
        limiter = RateLimiter(PER_SECOND, 18)
        async with begun(harness_database, None, telegram, limiter, clock) as running:
            harness = CampaignHarness(running)
            if campaign is None:
                await harness.store(*people)
                campaign = await harness.started(block_limit=0.5)
            before = len(telegram.came_at)
            pacing = Pacing(running, telegram, clock)
            while len(telegram.came_at) < len(people) * (life + 1) // LIVES:
                await pacing.step()
            waits += pacing.waits()
            spans.append(telegram.came_at[before:])
            if life < LIVES - 1:  # it ends with calls that were cut, and with rows in the outbox
                telegram.cuts = 3
                for _ in range(4):
                    await pacing.step()
                telegram.cuts = 0
                continue
            while (await harness.row(campaign))["settled_at"] is None:
                for _ in range(PER_SECOND):
                    await pacing.step()
            progress = await harness_database.read(campaign_counts.progress, campaign)
        clock.move(seconds=5)
    reached = Counter(chat_id for _, chat_id, text in telegram.messages if text in WORDS.values())
    assert set(reached.values()) == {1}
    assert telegram.refused == 0
    assert progress.still_open == 0
    assert progress.dropped[PolicyReason.UNREACHABLE] == len(people) // BLOCKED_EVERY
    assert progress.sent + progress.uncertain + len(people) // BLOCKED_EVERY == len(people)
    assert progress.sent <= len(reached) <= progress.sent + progress.uncertain
    rate = sum(len(span) - 1 for span in spans) / sum(span[-1] - span[0] for span in spans)
    assert rate >= 0.95 * PER_SECOND
    assert sorted(waits)[len(waits) * 99 // 100] < 1.0

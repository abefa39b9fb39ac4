"""Rounds by a clock that nobody can set."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from typing import Self
from zoneinfo import ZoneInfo

import apscheduler.schedulers.base
import apscheduler.triggers.interval
import pytest

from bot.schedule.scheduler import Scheduler

UTC_ZONE = ZoneInfo("UTC")
PATIENCE_S = 20


class SetClock(datetime):
    """The wall clock as APScheduler asks for it, moved by as much as a test likes."""

    moved = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.moved


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> type[SetClock]:
    monkeypatch.setattr(SetClock, "moved", timedelta())
    for module in (apscheduler.schedulers.base, apscheduler.triggers.interval):
        monkeypatch.setattr(module, "datetime", SetClock)
    return SetClock


class Rounds:
    """Counts how often work was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self.came = asyncio.Condition()

    async def run(self) -> None:
        async with self.came:
            self.begun += 1
            self.came.notify_all()

    async def more(self, times: int) -> None:
        """Returns once it was begun so many times more."""
        expected = self.begun + times
        async with asyncio.timeout(PATIENCE_S), self.came:
            await self.came.wait_for(lambda: self.begun >= expected)


@pytest.mark.parametrize("moved", [-timedelta(hours=3), -timedelta(days=400), timedelta(days=1)])
async def test_rounds_go_on_when_the_wall_clock_is_set(wall: type[SetClock], moved: timedelta) -> None:
    rounds, scheduler = Rounds(), Scheduler(UTC_ZONE)
    scheduler.every(0.02, rounds.run, "rounds")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(scheduler.run())
        await rounds.more(2)
        wall.moved = moved
        begun = rounds.begun
        await rounds.more(3)
        assert rounds.begun - begun < 20
        running.cancel()


async def test_a_round_that_fails_is_begun_again_and_stops_no_other(wall: type[SetClock]) -> None:
    failing, other, scheduler = Rounds(), Rounds(), Scheduler(UTC_ZONE)

    async def fail() -> None:
        await failing.run()
        raise ValueError

    scheduler.every(0.01, fail, "failing", at_once=True)
    scheduler.every(0.01, other.run, "other")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(scheduler.run())
        await failing.more(3)
        await other.more(3)
        running.cancel()


async def test_a_round_that_does_not_end_holds_up_no_other_and_is_not_begun_twice() -> None:
    hanging, other, scheduler = Rounds(), Rounds(), Scheduler(UTC_ZONE)

    async def hang() -> None:
        await hanging.run()
        await asyncio.Event().wait()

    scheduler.every(0.01, hang, "hanging", at_once=True)
    scheduler.every(0.01, other.run, "other")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(scheduler.run())
        await other.more(5)
        assert hanging.begun == 1
        running.cancel()
    with suppress(asyncio.CancelledError):
        await running

"""The scheduler of fixed work. It holds no customer's state: whatever is due is a row, safe to find twice.

The event loop counts intervals by a monotonic clock: none stands still when the wall clock is set back. Times
of day are a wall clock's by their nature and are left to APScheduler.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import time
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


class Scheduler:
    """Begins each kind of work at its times, one run of a kind at once; what was missed is done once."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Times of day are those of `zone`."""
        self._rounds: list[tuple[float, float, Work, str]] = []
        self._daily = AsyncIOScheduler(
            timezone=zone, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def every(
        self,
        seconds: float,
        work: Work,
        name: str,
        *,
        at_once: bool = False,
        first_after: float | None = None,
    ) -> None:
        """Begin the work again and again while `run` runs.

        `at_once` does not wait for the first interval; `first_after` are the seconds until the first time,
        None for an interval.
        """
        first = seconds if first_after is None else first_after
        self._rounds.append((0 if at_once else first, seconds, work, name))

    def daily(self, at: time, work: Work, name: str) -> None:
        """Begin the work once a day while `run` runs."""
        self._daily.add_job(_until_cancelled(work), "cron", hour=at.hour, minute=at.minute, id=name)

    async def run(self) -> None:
        """Begin all work at its times until cancelled, which cuts short what is under way."""
        self._daily.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                for first, seconds, work, name in self._rounds:
                    tasks.create_task(_repeat(first, seconds, work, name))
        finally:
            self._daily.shutdown(wait=False)


async def _repeat(first: float, seconds: float, work: Work, name: str) -> None:
    """From one beginning to the next it takes `seconds`, or as long as the work does if that is longer."""
    loop = asyncio.get_running_loop()
    due = loop.time() + first
    while True:
        await asyncio.sleep(max(0.0, due - loop.time()))
        due = loop.time() + seconds
        try:
            await work()
        except Exception as error:  # the next time may go well
            log.error("a round failed name=%s", name, exc_info=error)


def _until_cancelled(work: Work) -> Work:
    """Work that the end of the process cuts short is no error: the next start finds what it left."""

    async def run() -> None:
        with suppress(asyncio.CancelledError):
            await work()

    return run

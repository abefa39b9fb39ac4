"""The scheduler of fixed work. It holds no customer's state: whatever is due is a row, safe to find twice."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Work = Callable[[], Awaitable[None]]


class Scheduler:
    """Begins each kind of work at its times, one run of a kind at once; what was missed is done once."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Times of day are those of `zone`."""
        self._scheduler = AsyncIOScheduler(
            timezone=zone, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def every(self, seconds: float, work: Work, name: str, *, at_once: bool = False) -> None:
        """Begin the work again and again from `start` on; `at_once` does not wait for the first interval."""
        first: dict[str, Any] = {"next_run_time": datetime.now(UTC)} if at_once else {}
        self._scheduler.add_job(_until_cancelled(work), "interval", seconds=seconds, id=name, **first)

    def daily(self, at: time, work: Work, name: str) -> None:
        """Begin the work once a day from `start` on."""
        self._scheduler.add_job(_until_cancelled(work), "cron", hour=at.hour, minute=at.minute, id=name)

    def start(self) -> None:
        """Begin to count the times; it needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing more; what is under way is cut short."""
        self._scheduler.shutdown(wait=False)


def _until_cancelled(work: Work) -> Work:
    """Work that the end of the process cuts short is no error: the next start finds what it left."""

    async def run() -> None:
        with suppress(asyncio.CancelledError):
            await work()

    return run

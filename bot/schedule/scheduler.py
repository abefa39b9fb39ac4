"""The clock's fixed rounds. It holds no customer's state: whatever is due is a row, safe to find twice."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.schedule.outreach import Outreach
from storage.database import Connection, Database
from storage.delivery import inbox, jobs, outbox
from storage.ids import Ids, lowest_id
from storage.leadership import Seat
from storage.rows import Job

log = logging.getLogger(__name__)

_KEEP_LETTERS = timedelta(days=7)
_KEEP_SENT = timedelta(days=30)
_LOOK_AT_SEAT_S = 5
_OUTREACH_S = 5


class Scheduler:
    def __init__(
        self, database: Database, seat: Seat, outreach: Outreach, clock: Clock, ids: Ids, zone: ZoneInfo,
        lost: Callable[[], None],
    ) -> None:  # fmt: skip
        self._database = database
        self._seat = seat
        self._outreach = outreach
        self._clock = clock
        self._ids = ids
        self._lost = lost
        self._scheduler = AsyncIOScheduler(
            timezone=zone, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def every(self, seconds: float, run_once: Callable[[], Awaitable[None]], name: str) -> None:
        """One more round, from `start` on."""
        self._scheduler.add_job(_until_cancelled(run_once), "interval", seconds=seconds, id=name)

    def start(self) -> None:
        add = self._scheduler.add_job
        self.every(_LOOK_AT_SEAT_S, self._hold_seat, "seat")
        outreach = _until_cancelled(self._outreach.run_once)
        at_once = datetime.now(UTC)
        add(outreach, "interval", seconds=_OUTREACH_S, id="outreach", next_run_time=at_once)
        add(self._order_recount, "cron", hour=4, minute=10, id="recount")
        add(self._tidy, "cron", hour=4, minute=40, id="tidy")
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    async def _hold_seat(self) -> None:
        if not await self._seat.is_held():
            log.error("the lead is lost; another process may serve now")
            self._lost()

    async def _order_recount(self) -> None:
        job = Job(self._ids.next(), "recount", {}, self._clock.now(), key="recount")
        await self._database.write(jobs.add, job)

    async def _tidy(self) -> None:
        """Updates and sent messages are personal data: they go once they are of no use."""
        await self._database.write(self._forget)

    def _forget(self, connection: Connection) -> None:
        now = self._clock.now()
        dropped = inbox.forget(connection, now - _KEEP_LETTERS)
        sent = outbox.forget(connection, lowest_id(now - _KEEP_SENT))
        done = jobs.forget(connection, now - _KEEP_SENT)
        log.info("tidied updates=%d outbox=%d jobs=%d", dropped, sent, done)


def _until_cancelled(run_once: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """A round that the end of the process cuts short is no error: the next start finds what it left."""

    async def run() -> None:
        with suppress(asyncio.CancelledError):
            await run_once()

    return run

"""The runner: claims jobs as its pools become free, and writes what came of them."""

import asyncio
import errno
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.jobs.catalogue import KINDS
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from storage import jobs
from storage.effects import flush
from storage.engines.database import Connection
from storage.engines.errors import fault_of
from storage.ids import lowest_id
from storage.jobs import PoolShare
from storage.rows import Job, OutboxRow

log = logging.getLogger(__name__)

_AT_ONCE: Final[Mapping[Pool, int]] = {Pool.NETWORK: 4, Pool.INTERACTIVE: 1, Pool.BULK: 1}
"""How many jobs are under way: one in each process, so that a slow picture holds up no report."""
_LEASES: Final[Mapping[Pool, timedelta]] = {
    Pool.NETWORK: timedelta(minutes=10),
    Pool.INTERACTIVE: timedelta(minutes=1),
    Pool.BULK: timedelta(minutes=10),
}
_STORE_AGAIN: Final = timedelta(seconds=30)
_STORE_IS_WAITED_FOR: Final = timedelta(days=1)
_LOOK_EVERY_S: Final = 2.0
"""For what nobody wakes us for: retries, expired leases, and jobs ordered by other processes."""


class JobRunner:
    def __init__(
        self,
        context: JobContext,
        offer: Callable[[Iterable[OutboxRow]], None],
        kinds: Mapping[str, JobKind] = KINDS,
        look_every_s: float = _LOOK_EVERY_S,
    ) -> None:
        self._context = context
        self._offer = offer
        self.kinds = kinds
        self.look_every_s = look_every_s
        self._under_way: Counter[Pool] = Counter()
        self._woken = asyncio.Event()
        self._is_stopping = False

    def wake(self) -> None:
        """Look for jobs now: some were committed."""
        self._woken.set()

    def stop(self) -> None:
        """Begin no more jobs and finish those under way."""
        self._is_stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Do jobs until `stop`; the processes of the pools end with it."""
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._release()
                while not self._is_stopping:
                    self._woken.clear()
                    for job in await self._claim():
                        tasks.create_task(self._do(job, self.kinds[job.kind]))
                    await self._pause()
        finally:
            for process in self._context.processes.values():
                process.end()

    async def _release(self) -> None:
        """What an earlier life of this program was at need not wait until its lease is over."""
        try:
            await self._context.database.write(jobs.release, self._context.clock.now())
        except Exception as error:
            log.error("leases of an earlier life were not ended", exc_info=error)

    async def _claim(self) -> list[Job]:
        now = self._context.clock.now()
        try:
            claimed = await self._context.database.write(jobs.claim, self._shares(now), now)
        except Exception as error:
            log.error("jobs cannot be read", exc_info=error)
            return []
        self._under_way.update(self.kinds[job.kind].pool for job in claimed)
        return claimed

    def _shares(self, now: datetime) -> list[PoolShare]:
        """What may be begun in each pool that is not full."""
        return [
            PoolShare(self._named(pool), free, now + _LEASES[pool])
            for pool, limit in _AT_ONCE.items()
            if (free := limit - self._under_way[pool])
        ]

    def _named(self, pool: Pool) -> list[str]:
        return [kind.name for kind in self.kinds.values() if kind.pool is pool]

    async def _pause(self) -> None:
        """Wait until woken, or for a while."""
        for process in self._context.processes.values():
            process.end_if_idle()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), self.look_every_s)

    async def _do(self, job: Job, kind: JobKind) -> None:
        try:
            finish = await kind.run(self._context, job.args)
            rows = await self._context.database.write(_end, job, finish, self._context.clock.now())
        except Exception as error:
            await self._put_back(job, kind, error)
        else:
            self._offer(rows)
        finally:
            self._under_way[kind.pool] -= 1
            self.wake()  # the pool is free again, and what came of the job may be another one

    async def _put_back(self, job: Job, kind: JobKind, error: Exception) -> None:
        log.error("job failed id=%d kind=%s try=%d", job.id, job.kind, job.tries + 1, exc_info=error)
        now = self._context.clock.now()
        again = now + timedelta(seconds=2**job.tries * 5) if job.tries + 1 < kind.tries else None
        waits = self._is_waited_for(job, kind, now) and _is_of_store(error)
        if waits:
            again = now + _STORE_AGAIN
        finish = kind.give_up(self._context, job.args) if again is None and kind.give_up else None
        name = type(error).__name__
        try:
            rows = await self._context.database.write(
                _fail, job, name, again, finish, now, is_counted=not waits
            )
        except Exception as away:
            # It is taken up again when its lease has run out.
            log.error("a failed job cannot be put back id=%d", job.id, exc_info=away)
        else:
            self._offer(rows)

    def _is_waited_for(self, job: Job, kind: JobKind, now: datetime) -> bool:
        """Whether a job outlasts troubles of the store: what a person asked for is asked again by then."""
        return kind.pool is Pool.NETWORK and job.id >= lowest_id(now - _STORE_IS_WAITED_FOR)


def _is_of_store(error: Exception) -> bool:
    """Other errors of the system than a full disk may be the network's."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return fault_of(error) is not None


def _end(connection: Connection, job: Job, finish: Finish | None, now: datetime) -> list[OutboxRow]:
    """The job's end and what came of it, or nothing where the job is no longer ours: the rows to send."""
    return _written(connection, finish) if jobs.finish(connection, job, now) else []


def _fail(
    connection: Connection, job: Job, error: str, again: datetime | None, finish: Finish | None,
    now: datetime, *, is_counted: bool,
) -> list[OutboxRow]:  # fmt: skip
    """A failed job put back, or what is to be told at its end: the rows to send."""
    is_ours = jobs.fail(connection, job, error, again, now, is_counted=is_counted)
    return _written(connection, finish) if is_ours else []


def _written(connection: Connection, finish: Finish | None) -> list[OutboxRow]:
    effects = finish(connection) if finish is not None else None
    if effects is None:
        return []
    flush(connection, [effects])
    return [row for row in effects.added if isinstance(row, OutboxRow)]

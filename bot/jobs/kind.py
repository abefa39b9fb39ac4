"""What a kind of job is, and what it works with."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.enqueue import Enqueuer
from bot.jobs import worker_tasks
from bot.jobs.process_pool import ProcessPool
from storage.delivery.file_store import FileStore
from storage.effects import Effects
from storage.engines.database import Connection, Database, P, T, Work
from storage.ids import Ids
from storage.jobs import TRIES


class Pool(StrEnum):
    """Where a job is worked on."""

    NETWORK = "network"
    """In this process, several side by side: it waits for others nearly all the time."""
    INTERACTIVE = "interactive"
    """In a spawned process that is quick to answer, for somebody waits, and still gives way to this one."""
    BULK = "bulk"
    """In a spawned process that gives way to all others: pictures, files, recounts."""


_NICENESS: Final[Mapping[Pool, int]] = {Pool.INTERACTIVE: 5, Pool.BULK: 10}


def process_pools(monotonic: Callable[[], float] = time.monotonic) -> Mapping[Pool, ProcessPool]:
    """A pool of each kind; nothing is spawned before it has work."""
    return {pool: ProcessPool(niceness, monotonic) for pool, niceness in _NICENESS.items()}


@dataclass(frozen=True, slots=True)
class JobContext:
    """What jobs work with."""

    database: Database
    client: BotApiClient
    enqueuer: Enqueuer
    contexts: ContextStore
    clock: Clock
    ids: Ids
    processes: Mapping[Pool, ProcessPool]
    files: FileStore
    """Where large files lie."""

    async def call(self, pool: Pool, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of `worker_tasks` returns in the process of that pool; raises what it raises.

        Raises BrokenExecutor when the process ends before the work does.
        """
        return await self.processes[pool].run(work, *args, **kwargs)

    async def read(self, pool: Pool, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of storage finds, as `Database.read` tells it, but in the process of that pool."""
        return await self.call(pool, worker_tasks.read, self.database.url, work, *args, **kwargs)


Finish = Callable[[Connection], Effects | None]
"""Writes what came of a job, in the transaction that ends it; skipped where the job is another's by now."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: its name in the table, where it is worked on, and what is done.

    `run` gets the arguments of the row and returns what is still to be written, or None.
    """

    name: str
    pool: Pool
    run: Callable[[JobContext, Mapping[str, Any]], Awaitable[Finish | None]]
    tries: int = TRIES
    """How often it is begun while it fails: TRIES at most."""
    give_up: Callable[[JobContext, Mapping[str, Any]], Finish] | None = None
    """What is written when it failed for good, for whoever waits for it; None for nothing."""

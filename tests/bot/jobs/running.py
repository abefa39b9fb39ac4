"""A runner at work on a real database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from bot.build import Components
from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from bot.jobs.catalogue import KINDS
from bot.jobs.kind import JobContext, JobKind, process_pools
from bot.jobs.process_pool import ProcessPool
from bot.jobs.runner import JobRunner
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.ids import Ids
from storage.rows import Job, OutboxRow
from storage.tables import jobs
from tests.fake_bot_api import BOT
from tests.harness import app_context

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


@asynccontextmanager
async def running(
    database: Database,
    client: BotApiClient,
    clock: Clock,
    ids: Ids | None = None,
    *,
    contexts: ContextStore | None = None,
    offer: Callable[[Iterable[OutboxRow]], None] = lambda rows: None,
    kinds: Mapping[str, JobKind] = KINDS,
    look_every_s: float = 3600,
    process: ProcessPool | None = None,
) -> AsyncIterator[JobRunner]:
    """Runs until the block ends, and finishes what it has begun then.

    Processes are its own; with an embedded database they are the given one, which goes on living.
    It looks for jobs at its start, after each one and when it is woken; from time to time only if asked to.
    """
    parts = Components(app_context(), database, client, BOT, RateLimiter(0, 0), clock)
    contexts = contexts or parts.contexts
    processes = process_pools(clock.monotonic)
    # What people send lies in the current folder where the database is a server's; a process keeps its own.
    if process is not None and database.is_embedded:
        processes = dict.fromkeys(processes, process)
    context = JobContext(
        database, client, parts.enqueuer, contexts, clock, ids or parts.ids, processes, parts.files
    )
    runner = JobRunner(context, offer, kinds, look_every_s)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(runner.run())
        try:
            yield runner
        finally:
            runner.stop()


async def order(database: Database, *ordered: Job) -> None:
    """As a handler does: with what else it decided, in one commit."""
    effects = Effects()
    for job in ordered:
        effects.add(job)
    await database.write(flush, [effects])


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await holds():  # noqa: ASYNC110  # what the runner does shows in the database only
            await asyncio.sleep(0.02)


async def becomes(database: Database, state: str, tries: int = 1) -> str | None:
    """The error of the only job, once it is in that state after so many tries."""

    def look(connection: Connection) -> tuple[object, ...]:
        return tuple(connection.execute(select(jobs.c.state, jobs.c.tries)).one())

    async def is_so() -> bool:
        return await database.read(look) == (state, tries)

    await until(is_so)
    return await database.read(lambda found: found.execute(select(jobs.c.error)).scalar_one())


async def states(database: Database) -> dict[int, str]:
    """The state of each job, by its id."""
    found = select(jobs.c.id, jobs.c.state).order_by(jobs.c.id)
    return await database.read(lambda connection: {row.id: row.state for row in connection.execute(found)})


def hours_pass() -> Callable[[], datetime]:
    """Each look at this clock is an hour after the last one."""
    moments = (NOW + timedelta(hours=number) for number in range(10_000))
    return lambda: next(moments)

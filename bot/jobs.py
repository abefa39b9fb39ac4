"""Jobs: slow work done outside any transaction, heavy work in one spawned process."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import BrokenExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from bot import heavy, picture_post
from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.bot_api_client import BotApiClient, NotSent
from bot.pictures import Wanted
from storage.database import Connection, Database
from storage.delivery import files, jobs, places
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.rows import File, Job, OutboxRow

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

log = logging.getLogger(__name__)

_LEASE = timedelta(minutes=10)
_TRIES = 5
_LOOK_EVERY_S = 0.5
_LARGEST_FILE = 20 * 1024 * 1024

_ONCE = frozenset({"picture"})
"""Kinds that are not tried again: the person has the words already, and may ask once more."""

P = ParamSpec("P")
T = TypeVar("T")
Doing = Callable[[Mapping[str, Any]], Awaitable[Effects | None]]
"""What came of a job is written together with its end."""


class Jobs:
    def __init__(
        self, database: Database, telegram: BotApiClient, contexts: ContextStore, clock: Clock, ids: Ids,
        offer: Callable[[Iterable[OutboxRow]], None],
    ) -> None:  # fmt: skip
        self._database = database
        self._telegram = telegram
        self._contexts = contexts
        self._clock = clock
        self._ids = ids
        self._offer = offer
        self._stopped = asyncio.Event()
        self._pool: ProcessPoolExecutor | None = None
        self._kinds: Mapping[str, Doing] = {
            "fetch_file": self._fetch_file,
            "picture": self._picture,
            "recount": self._recount,
        }

    async def run(self) -> None:
        try:
            while not self._stopped.is_set():
                if not await self._do_one():
                    await self._pause()
        finally:
            if self._pool is not None:
                from bot import spawned

                spawned.end(self._pool)

    def stop(self) -> None:
        self._stopped.set()

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), _LOOK_EVERY_S)
        except TimeoutError:
            return

    async def _do_one(self) -> bool:
        now = self._clock.now()
        try:
            job = await self._database.write(jobs.claim, now, now + _LEASE)
        except Exception as error:
            log.error("jobs cannot be read", exc_info=error)
            return False
        if job is None:
            return False
        try:
            effects = await self._kinds[job.kind](job.args)
            rows = await self._database.write(_end, job, effects or Effects(), self._clock.now())
        except Exception as error:
            await self._failed(job, error)
        else:
            self._offer(rows)
        return True

    async def _failed(self, job: Job, error: Exception) -> None:
        log.error("job failed id=%d kind=%s try=%d", job.id, job.kind, job.tries + 1, exc_info=error)
        now = self._clock.now()
        again = now + timedelta(seconds=2**job.tries * 5) if self._may_repeat(job) else None
        try:
            await self._database.write(jobs.fail, job, type(error).__name__, again, now)
        except Exception as away:
            # It is taken up again when its lease has run out.
            log.error("a failed job cannot be put back id=%d", job.id, exc_info=away)

    @staticmethod
    def _may_repeat(job: Job) -> bool:
        return job.kind not in _ONCE and job.tries + 1 < _TRIES

    # Kinds --------------------------------------------------------------------------------------

    async def _fetch_file(self, args: Mapping[str, Any]) -> None:
        """Keep what a customer sent: Telegram promises its files to this bot and for a while only."""
        reply = await self._telegram.call("getFile", json.dumps({"file_id": args["file_id"]}))
        if not reply.ok:
            raise NotSent(f"getFile: {reply.code}")
        content = await self._telegram.download(str(reply.result["file_path"]), _LARGEST_FILE)
        file = File(
            id=self._ids.next(),
            name=str(args["kind"]),
            media_type="application/octet-stream",
            created_at=self._clock.now(),
            content=content,
            telegram_file_id=str(args["file_id"]),
        )
        await self._database.write(files.store_file, file)

    async def _picture(self, args: Mapping[str, Any]) -> Effects | None:
        """The picture of a report whose words were sent already; none where there is too little to draw."""
        now = self._clock.now()
        wanted = Wanted(str(args["report"]), str(args["words"]), str(args["language"]), now)
        png = await self._heavy(heavy.picture, self._database.url, self._contexts.current, wanted)
        if png is None:
            return None
        is_there = args["edit"] and await self._database.read(places.is_taken, str(args["place"]))
        return picture_post.post(png, args, self._ids, now, is_there=bool(is_there))

    async def _recount(self, args: Mapping[str, Any]) -> None:
        """Prove the running totals equal to a recount, away from the loop that serves customers."""
        differing = await self._heavy(heavy.recount, self._database.url)
        if differing:
            log.error("totals differ from a recount rows=%d remedy='otklik totals --rebuild'", differing)

    async def _heavy(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        from bot import spawned

        self._pool = self._pool or spawned.pool()
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._pool, partial(work, *args, **kwargs)
            )
        except BrokenExecutor:
            self._pool = None  # the process is gone, for lack of memory perhaps: the next try begins another
            raise


def _end(connection: Connection, job: Job, effects: Effects, now: datetime) -> list[OutboxRow]:
    """The job's end and what came of it, or nothing where the job is no longer ours: the rows to send."""
    if not jobs.finish(connection, job, now):
        return []
    flush(connection, [effects])
    return [row for row in effects.added if isinstance(row, OutboxRow)]

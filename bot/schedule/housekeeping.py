"""What is done once a night: the running totals are proved, and what is of no use any longer goes."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta

from bot.clock import Clock
from storage import jobs
from storage.delivery import files, inbox, outbox
from storage.delivery.file_store import FileStore
from storage.engines.database import Connection, Database
from storage.ids import Ids, lowest_id
from storage.rows import Job

log = logging.getLogger(__name__)

_KEEP_UPDATES = timedelta(days=7)
_KEEP_SENT = timedelta(days=30)
_UNFINISHED_FOR = timedelta(hours=1)
"""So long a file may lie on disk before its row says so."""
_AT_ONCE = 500


class Housekeeping:
    """Updates and sent messages are personal data: they go once they are of no use."""

    def __init__(
        self, database: Database, clock: Clock, ids: Ids, store: FileStore, keep_files: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._store = store
        self._keep_files = keep_files

    async def order_recount(self) -> None:
        """Order the job that compares the totals with a recount."""
        job = Job(self._ids.next(), "recount", {}, self._clock.now(), key="recount")
        await self._database.write(jobs.add, job)

    async def tidy(self) -> None:
        """Forget updates after a week, sent messages and jobs after thirty days, files as configured."""
        await self._database.write(self._forget)
        await self._sweep()

    async def _sweep(self) -> None:
        """Remove from disk what was forgotten, and what a crash left there without a row."""
        before = self._clock.now() - _UNFINISHED_FOR
        lying = await asyncio.to_thread(self._store.ids, before.timestamp())
        ours = {
            found
            for some in _portions(sorted(lying))
            for found in await self._database.read(files.lying, some)
        }
        await asyncio.to_thread(self._store.remove, lying - ours)
        log.info("swept files=%d", len(lying - ours))

    def _forget(self, connection: Connection) -> None:
        now = self._clock.now()
        dropped = inbox.forget(connection, now - _KEEP_UPDATES)
        sent = outbox.forget(connection, lowest_id(now - _KEEP_SENT))
        files.forget(connection, now - self._keep_files)
        done = jobs.forget(connection, now - _KEEP_SENT)
        log.info("tidied updates=%d outbox=%d jobs=%d", dropped, sent, done)


def _portions(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))

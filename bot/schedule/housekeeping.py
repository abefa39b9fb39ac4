"""What is done once a night: the running totals are proved, and what is of no use any longer goes."""

import asyncio
import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from bot.clock import Clock
from handlers.cases.case_places import case_of_words
from storage import jobs, received_events
from storage.cases import cases
from storage.delivery import files, inbox, outbox
from storage.delivery.file_store import FileStore
from storage.engines.database import Connection, Database
from storage.ids import Ids, lowest_id
from storage.imports import sent_tables
from storage.people import links
from storage.rows import Job
from storage.webhooks import deliveries

log = logging.getLogger(__name__)

_KEEP_UPDATES = timedelta(days=7)
_KEEP_SENT = timedelta(days=30)
_KEEP_RECIPES = timedelta(days=90)
_KEEP_LINKS = timedelta(days=90)
"""So long whoever opens a link that has expired is told that it has."""
_KEEP_COPIES = timedelta(days=1)
"""Of their data, for those who asked: Telegram has the document by then."""
_UNFINISHED_FOR = timedelta(hours=1)
"""So long a file may lie on disk before its row says so."""
KEEP_EVENT_IDS = timedelta(days=400)
"""So long an event of the company's systems is recognised when it comes again."""
_PAGE = 500


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
        self.keeps_until = 0.0
        """Nothing is forgotten before, by the monotonic clock: the wall clock may be wrong."""

    async def order_recount(self) -> None:
        """Order the job that compares the totals with a recount."""
        job = Job(self._ids.next(), "recount", {}, self._clock.now(), key="recount")
        await self._database.write(jobs.add, job)

    async def order_team_watch(self) -> None:
        """Order the job that looks whether support is still in its group."""
        job = Job(self._ids.next(), "team_watch", {}, self._clock.now(), key="team_watch")
        await self._database.write(jobs.add, job)

    async def tidy(self) -> None:
        """Forget updates after a week, sent messages and jobs after thirty days, files as configured.

        What fills a place may have to be sent again: it stays until its case is closed for thirty days, and
        ninety days at most.
        """
        if self._clock.monotonic() < self.keeps_until:
            log.warning("nothing is forgotten today: the clock was set ahead")
            return
        await self._database.write(self._forget)
        useless = await self._database.read(self._useless_recipes)
        for page in _pages(useless):
            await self._database.write(outbox.forget_recipes, page)
        log.info("tidied recipes=%d", len(useless))
        await self._sweep()
        await self._database.checkpoint()

    def _useless_recipes(self, connection: Connection) -> list[int]:
        now = self._clock.now()
        latest = lowest_id(now - _KEEP_RECIPES)
        needed = cases.open_since(connection, now - _KEEP_SENT)
        found = outbox.recipes(connection, lowest_id(now - _KEEP_SENT))
        return [
            row_id
            for row_id, place in found.items()
            if row_id < latest or _is_over(case_of_words(place), needed)
        ]

    async def _sweep(self) -> None:
        """Remove from disk what was forgotten, and what a crash left there without a row."""
        before = self._clock.now() - _UNFINISHED_FOR
        lying = await asyncio.to_thread(self._store.ids, before.timestamp())
        ours = {
            found for page in _pages(sorted(lying)) for found in await self._database.read(files.lying, page)
        }
        await asyncio.to_thread(self._store.remove, lying - ours)
        log.info("swept files=%d", len(lying - ours))

    def _forget(self, connection: Connection) -> None:
        now = self._clock.now()
        dropped = inbox.forget(connection, now - _KEEP_UPDATES)
        sent = outbox.forget(connection, lowest_id(now - _KEEP_SENT))
        files.forget(connection, now - self._keep_files)
        sent_tables.forget(connection, now - self._keep_files)
        files.forget_copies(connection, now - _KEEP_COPIES)
        done = jobs.forget(connection, now - _KEEP_SENT)
        deliveries.forget_deliveries(connection, now - _KEEP_SENT)
        received_events.forget(connection, now - KEEP_EVENT_IDS)
        links.forget(connection, now - _KEEP_LINKS)
        log.info("tidied updates=%d outbox=%d jobs=%d", dropped, sent, done)


def _is_over(number: int | None, needed: Collection[int]) -> bool:
    """Whether it belongs to a case that is not among those that are needed."""
    return number is not None and number not in needed


def _pages(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))

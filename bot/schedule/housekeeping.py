"""What is done once a night: the running totals are proved, and what is of no use any longer goes."""

import asyncio
import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.clock import Clock
from bot.config.context_store import ContextStore
from handlers.cases.case_places import case_of_words
from storage import alerts, jobs, weekly_digests
from storage.cases import cases
from storage.content import content_drafts
from storage.delivery import files, inbox, outbox
from storage.delivery.file_store import FileStore
from storage.engines.database import Connection, Database
from storage.ids import Ids, lowest_id
from storage.imports import sent_tables
from storage.outreach import offers
from storage.people import links, retention
from storage.people.retention import RETAINED, RetainedTable
from storage.rows import Job
from storage.webhooks import deliveries

log = logging.getLogger(__name__)

T = TypeVar("T")

_KEEP_UPDATES = timedelta(days=7)
_KEEP_SENT = timedelta(days=30)
_KEEP_RECIPES = timedelta(days=90)
_KEEP_LINKS = timedelta(days=90)
"""So long whoever opens a link that has expired is told that it has."""
_KEEP_RAISED = timedelta(days=400)
"""So long what managers were told is not told again."""
_KEEP_COPIES = timedelta(days=1)
"""Of their data, for those who asked: Telegram has the document by then."""
_UNFINISHED_FOR = timedelta(hours=1)
"""So long a file may lie on disk before its row says so."""
_PAGE = 500


class Housekeeping:
    """Updates and sent messages are personal data: they go once they are of no use."""

    def __init__(
        self, database: Database, contexts: ContextStore, clock: Clock, ids: Ids, store: FileStore
    ) -> None:
        self._database = database
        self._contexts = contexts
        self._clock = clock
        self._ids = ids
        self._store = store
        self.keeps_until = 0.0
        """Nothing is forgotten before, by the monotonic clock: the wall clock may be wrong."""

    async def order_recount(self) -> None:
        """Order the job that compares the totals with a recount."""
        job = Job(self._ids.next(), "recount", {}, self._clock.now(), key="recount")
        await self._database.write(jobs.add, job)

    async def order_sentiment_learning(self) -> None:
        """Order the job that learns the sentiment of the company's own words."""
        name = "sentiment_learning"
        await self._database.write(jobs.add, Job(self._ids.next(), name, {}, self._clock.now(), key=name))

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
        await self._keep_periods()
        await self._sweep()
        await self._database.checkpoint()

    async def _keep_periods(self) -> None:
        """Let go what was kept for as long as the configuration says, some rows a transaction."""
        now, periods = self._clock.now(), self._contexts.current.periods
        for one in RETAINED:
            period: timedelta | None = getattr(periods, one.period)
            if period is not None:
                gone = await self._let_go(one, now - period)
                log.info("tidied table=%s period=%s rows=%d", one.table.name, one.period, gone)
        if periods.answers is not None:
            await self._database.write(retention.end_unread, now - periods.answers, now)

    async def _let_go(self, one: RetainedTable, before: datetime) -> int:
        gone, last, is_first = 0, None, True
        while is_first or last is not None:
            is_first = False
            seen = await self._database.read(retention.window, one, before, last)
            for page in _pages(seen.due):
                gone += await self._database.write(retention.carry_out, one, before, page)
            last = seen.last
        return gone

    async def settle_offers(self) -> None:
        """Note which offers were used by an order with their code, page by page.

        One whose order was cancelled is used no more, and may be used by another.
        """
        while wrong := await self._database.read(offers.wrongly_used, self._clock.now()):
            await self._database.write(offers.mark_unused, wrong)
        now, last, used = self._clock.now(), 0, 0
        while page := await self._database.read(offers.open_offers, now, last):
            used += await self._database.write(offers.mark_used, page)
            last = page[-1].id
        if used:
            log.info("offers used=%d", used)

    async def end_offers(self) -> None:
        """End the offers that expired unused, and take back those whose message was never sent."""
        await self.settle_offers()
        expired = await self._database.write(offers.expire, self._clock.now())
        released = await self._database.write(offers.release)
        log.info("offers expired=%d released=%d", expired, released)

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
        files.forget(connection, now - self._contexts.current.periods.files)
        sent_tables.forget(connection, now - self._contexts.current.periods.files)
        content_drafts.forget(connection, now - _KEEP_SENT)
        files.forget_copies(connection, now - _KEEP_COPIES)
        done = jobs.forget(connection, now - _KEEP_SENT)
        alerts.forget(connection, now - _KEEP_RAISED)
        weekly_digests.forget(connection, (now - _KEEP_RAISED).date())
        deliveries.forget_deliveries(connection, now - _KEEP_SENT)
        links.forget(connection, now - _KEEP_LINKS)
        log.info("tidied updates=%d outbox=%d jobs=%d", dropped, sent, done)


def _is_over(number: int | None, needed: Collection[int]) -> bool:
    """Whether it belongs to a case that is not among those that are needed."""
    return number is not None and number not in needed


def _pages(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))

"""What is done once a night: the running totals are proved, and what is of no use any longer goes."""

import logging
from collections.abc import Collection
from datetime import timedelta

from bot.clock import Clock
from handlers.cases.case_places import case_of_words
from storage import jobs
from storage.cases import cases
from storage.delivery import inbox, outbox
from storage.engines.database import Connection, Database
from storage.ids import Ids, lowest_id
from storage.rows import Job

log = logging.getLogger(__name__)

_KEEP_UPDATES = timedelta(days=7)
_KEEP_SENT = timedelta(days=30)
_KEEP_RECIPES = timedelta(days=90)
_PAGE = 500


class Housekeeping:
    """Updates and sent messages are personal data: they go once they are of no use."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    async def order_recount(self) -> None:
        """Order the job that compares the totals with a recount."""
        job = Job(self._ids.next(), "recount", {}, self._clock.now(), key="recount")
        await self._database.write(jobs.add, job)

    async def tidy(self) -> None:
        """Forget updates after a week, sent messages and finished jobs after thirty days.

        What fills a place may have to be sent again: it stays until its case is closed for thirty days, and
        ninety days at most.
        """
        await self._database.write(self._forget)
        useless = await self._database.read(self._useless_recipes)
        for first in range(0, len(useless), _PAGE):
            await self._database.write(outbox.forget_recipes, useless[first : first + _PAGE])
        log.info("tidied recipes=%d", len(useless))

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

    def _forget(self, connection: Connection) -> None:
        now = self._clock.now()
        dropped = inbox.forget(connection, now - _KEEP_UPDATES)
        sent = outbox.forget(connection, lowest_id(now - _KEEP_SENT))
        done = jobs.forget(connection, now - _KEEP_SENT)
        log.info("tidied updates=%d outbox=%d jobs=%d", dropped, sent, done)


def _is_over(number: int | None, needed: Collection[int]) -> bool:
    """Whether it belongs to a case that is not among those that are needed."""
    return number is not None and number not in needed

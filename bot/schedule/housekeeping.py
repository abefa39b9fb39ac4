"""What is done once a night: the running totals are proved, and what is of no use any longer goes."""

import logging
from datetime import timedelta

from bot.clock import Clock
from storage import jobs
from storage.delivery import inbox, outbox
from storage.engines.database import Connection, Database
from storage.ids import Ids, lowest_id
from storage.rows import Job

log = logging.getLogger(__name__)

_KEEP_UPDATES = timedelta(days=7)
_KEEP_SENT = timedelta(days=30)


class Housekeeping:
    """Updates and sent messages are personal data: they go once they are of no use."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
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
        """Forget updates after a week, sent messages and finished jobs after thirty days."""
        if self._clock.monotonic() < self.keeps_until:
            log.warning("nothing is forgotten today: the clock was set ahead")
            return
        await self._database.write(self._forget)

    def _forget(self, connection: Connection) -> None:
        now = self._clock.now()
        dropped = inbox.forget(connection, now - _KEEP_UPDATES)
        sent = outbox.forget(connection, lowest_id(now - _KEEP_SENT))
        done = jobs.forget(connection, now - _KEEP_SENT)
        log.info("tidied updates=%d outbox=%d jobs=%d", dropped, sent, done)

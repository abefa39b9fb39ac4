"""Once a night the statistics are looked at; what a night without the bot missed is made up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from storage import alerts, jobs
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.rows import Job
from surveys.statistics.alert_kinds import AlertKind
from surveys.statistics.periods import DAY

_AT: Final = time(5)
_JOB: Final = "alert_check"


class AlertChecks:
    def __init__(
        self, database: Database, contexts: ContextStore, clock: Clock, ids: Ids, wake: Callable[[], None]
    ) -> None:
        """`wake` is called once a job was ordered."""
        self._database = database
        self._contexts = contexts
        self._clock = clock
        self._ids = ids
        self._wake = wake
        self._ordered_on: date | None = None

    async def run_once(self) -> None:
        """Order the job once its hour has come by the business's clock, once until the next night."""
        now = self._clock.now().astimezone(self._contexts.current.zone)
        if now.time() < _AT or self._ordered_on == now.date():
            return
        if await self._database.write(self._order, now):
            self._wake()
        self._ordered_on = now.date()

    def _order(self, connection: Connection, now: datetime) -> bool:
        next_at = datetime.combine(now.date() + DAY, _AT, now.tzinfo).astimezone(UTC)
        if not alerts.raise_alert(connection, AlertKind.CHECK, "", now, next_at):
            return False
        jobs.add(connection, Job(self._ids.next(), _JOB, {}, now.astimezone(UTC), key=_JOB))
        return True

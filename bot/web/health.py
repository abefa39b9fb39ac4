"""The truth about this process, for /healthz."""

from typing import Any

from bot.clock import Clock
from bot.delivery.sender import Sender
from bot.observability.metrics import Metrics
from bot.schedule.downtime_recovery import DowntimeRecovery
from storage.delivery import inbox, outbox
from storage.engines.database import Connection, Database
from storage.states import InboxState

_SILENT_FOR_S = 120


class Health:
    def __init__(
        self, database: Database, sender: Sender, recovery: DowntimeRecovery, clock: Clock, metrics: Metrics
    ) -> None:
        self._database = database
        self._sender = sender
        self._recovery = recovery
        self._clock = clock
        self._metrics = metrics

    async def state(self) -> dict[str, Any]:
        """How this process is, for /healthz: ages in seconds, null where there is nothing to be old."""
        now = self._clock.now()
        counted, oldest = await self._database.read(_look)
        heard = self._recovery.last_heard
        heard_age = (now - heard).total_seconds() if heard else None
        self._metrics.waiting.set(self._sender.waiting)
        return {
            "ok": heard_age is None or heard_age < _SILENT_FOR_S,
            "heard_from_telegram_s": round(heard_age, 1) if heard_age is not None else None,
            "updates_waiting": counted[InboxState.WAITING],
            "updates_poison": counted[InboxState.POISON],
            "oldest_due_message_s": round((now - oldest).total_seconds(), 1) if oldest else None,
        }


def _look(connection: Connection) -> tuple[dict[InboxState, int], Any]:
    return (
        inbox.count_open(connection),
        outbox.oldest_due(connection),
    )

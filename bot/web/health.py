"""The truth about this process while it serves, for /healthz."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.deadline import abandon
from bot.delivery.sender import Sender
from bot.observability.metrics import Metrics
from bot.observability.store_state import StoreState
from bot.schedule.downtime_recovery import DowntimeRecovery
from storage.cases.case_queue import CaseQueue, case_queue
from storage.delivery import heartbeats, inbox, outbox
from storage.engines.database import Connection, Database
from storage.engines.errors import reason_of
from storage.states import InboxState
from surveys.outreach.urgency import Urgency

SILENT_FOR_S: Final = 120.0
LATE_BY_S: Final = 300.0
"""A message that is due for longer is too late, unless it is one of a broadcast, which takes its time."""
_ANSWERS_WITHIN_S: Final = 2.0
_ABANDONED_AFTER_S: Final = 15.0
_WRITTEN_EVERY_S: Final = 5.0
_HEARTBEAT: Final = "health"
_BROADCASTS_BEGIN_AT: Final = Urgency.SURVEY


@dataclass(frozen=True, slots=True)
class _StoreLook:
    """What the database said of itself; it also took a write lately."""

    counted: Mapping[InboxState, int]
    oldest: datetime | None
    oldest_of_one: datetime | None
    """The same without broadcasts."""
    cases: CaseQueue


class Health:
    def __init__(
        self, database: Database, sender: Sender, recovery: DowntimeRecovery, clock: Clock, metrics: Metrics,
        store: StoreState, contexts: ContextStore,
    ) -> None:  # fmt: skip
        self.leads: Callable[[], bool] = lambda: True
        """Whether this process leads, as it was found lately."""
        self.clock_jumped_s: float | None = None
        """How far the wall clock was set last while this process ran; negative is back."""
        self._database = database
        self._sender = sender
        self._recovery = recovery
        self._clock = clock
        self._metrics = metrics
        self._store = store
        self._contexts = contexts
        self._look: asyncio.Task[_StoreLook] | None = None
        self._look_begun = 0.0
        self._written_at: float | None = None

    async def state(self) -> dict[str, Any]:
        """How this process is, for /healthz: ages in seconds, null where there is nothing to be old.

        It is said within two seconds, whatever the database does.
        """
        found, error = await self._ask_database()
        heard_s = self._recovery.silent_for_s()
        error = self._store.fault or error
        is_heard = heard_s is not None and heard_s < SILENT_FOR_S
        is_late = found is not None and (self._age(found.oldest_of_one) or 0) > LATE_BY_S
        case_wait_s = self._case_wait_s(found)
        self._metrics.waiting.set(self._sender.waiting)
        self._metrics.show_cases(found.cases.n if found else None, case_wait_s)
        return {
            "ok": error is None and not is_late and is_heard and self.leads(),
            "state": "serving",
            "heard_from_telegram_s": round(heard_s, 1) if heard_s is not None else None,
            "telegram_error": self._recovery.fault,
            "database_error": error,
            "updates_waiting": found.counted[InboxState.WAITING] if found else None,
            "updates_poison": found.counted[InboxState.POISON] if found else None,
            "oldest_due_message_s": self._age(found.oldest) if found else None,
            "cases_waiting": found.cases.n if found else None,
            "longest_case_wait_s": case_wait_s,
            "clock_jumped_s": self.clock_jumped_s,
        }

    def _case_wait_s(self, found: _StoreLook | None) -> float | None:
        """Working seconds that whoever waits longest for staff has waited; None where nobody is known to."""
        if found is None:
            return None
        waited_s = found.cases.age_s(self._clock.now(), self._contexts.current.clock.hours)
        return None if waited_s is None else round(waited_s, 1)

    def _age(self, moment: datetime | None) -> float | None:
        """How long ago a moment is; None for none, and for one that is still to come."""
        age = (self._clock.now() - moment).total_seconds() if moment else -1.0
        return round(age, 1) if age >= 0 else None

    async def _ask_database(self) -> tuple[_StoreLook | None, str | None]:
        """What the database says of itself, or a code of why it says nothing.

        Who asks while it is being asked waits for the same answer.
        """
        now = self._clock.monotonic()
        if self._look is None or self._look.done() or now - self._look_begun > _ABANDONED_AFTER_S:
            if self._look is not None and not self._look.done():
                abandon(self._look)
            self._look, self._look_begun = asyncio.get_running_loop().create_task(self._look_around()), now
        look = self._look
        await asyncio.wait({look}, timeout=max(0.0, self._look_begun + _ANSWERS_WITHIN_S - now))
        if not look.done():
            return None, "ETIMEDOUT"
        if look.cancelled():
            return None, "ECANCELED"
        error = look.exception()
        return (look.result(), None) if error is None else (None, reason_of(error))

    async def _look_around(self) -> _StoreLook:
        found = await self._database.read(_read)
        now = self._clock.monotonic()
        if self._written_at is None or now - self._written_at > _WRITTEN_EVERY_S:
            # A full disk, a lock or a server that only reads shows itself in nothing but a write.
            await self._database.write(heartbeats.record, _HEARTBEAT, self._clock.now())
            self._written_at = now
        return found


def _read(connection: Connection) -> _StoreLook:
    return _StoreLook(
        inbox.count_open(connection),
        outbox.oldest_due(connection),
        outbox.oldest_due(connection, before=_BROADCASTS_BEGIN_AT),
        case_queue(connection),
    )

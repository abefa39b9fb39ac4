"""Warnings in the topics of cases before a customer has waited too long."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases import deadline_notices, records
from handlers.cases.follow_up import FollowUp
from storage.cases import cases, deadlines
from storage.effects import flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.rows import OutboxRow

_AT_ONCE: Final = 50
_TIMED_AT_ONCE: Final = 200


class CaseDeadlines:
    """What is warned of is a column and what was said is a row: nothing is said twice after a restart."""

    def __init__(
        self, database: Database, contexts: ContextStore, enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None], clock: Clock, ids: Ids,
    ) -> None:  # fmt: skip
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._clock = clock
        self._ids = ids
        self._timed_for: object = None

    async def run_once(self) -> None:
        """Warn of what will soon be due; first, when hours or limits are new, count anew what is due."""
        rules = self._contexts.current.clock
        if rules != self._timed_for:
            await self._time_anew()
            self._timed_for = rules
        if self._contexts.current.support is None:
            return
        for case_id in await self._database.read(deadlines.to_warn_of, self._clock.now(), _AT_ONCE):
            self._offer(await self._database.write(self._warn, case_id))

    async def _time_anew(self) -> None:
        after_id: int | None = 0
        while after_id is not None:
            after_id = await self._database.write(self._time_some, after_id)

    def _time_some(self, connection: Connection, after_id: int) -> int | None:
        """The id of the last case that was timed; None once there are no more."""
        found = deadlines.locked_waiting(connection, after_id, _TIMED_AT_ONCE)
        app = self._contexts.current
        for case in found:
            due = records.due_now(app, case)
            if any(getattr(case, name) != at for name, at in due.items()):
                cases.change(connection, case.id, due)
        return found[-1].id if found else None

    def _warn(self, connection: Connection, case_id: int) -> list[OutboxRow]:
        case = deadlines.locked(connection, case_id)
        if case is None:
            return []
        after = FollowUp(connection, self._contexts.current, self._ids, self._clock.now())
        deadline_notices.warn(after, case)
        rows = [self._enqueuer.post(one, None, after.effects) for one in after.outgoing]
        flush(connection, [after.effects])
        return rows

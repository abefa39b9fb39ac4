"""Customers hear once that their case takes longer than a limit promised."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases.delay_notices import tell_of_delay
from handlers.cases.follow_up import FollowUp
from storage.cases import deadlines
from storage.delivery import refusing_chats
from storage.effects import flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.rows import OutboxRow

_AT_ONCE: Final = 50
_OF_USE: Final = timedelta(days=1)
"""So long after it was due: limits that are set later do not tell everybody who has ever waited."""


class CaseDelays:
    """When somebody was told is a column of their case: nothing is said twice after a restart."""

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

    async def run_once(self) -> None:
        """Tell whoever has waited too long, unless staff do not see their cases."""
        support = self._contexts.current.support
        if support is None or await self._database.read(refusing_chats.is_refusing, support.id):
            return
        now = self._clock.now()
        for case_id in await self._database.read(deadlines.delayed, now - _OF_USE, now, _AT_ONCE):
            self._offer(await self._database.write(self._tell, case_id))

    def _tell(self, connection: Connection, case_id: int) -> list[OutboxRow]:
        now = self._clock.now()
        case = deadlines.locked_delayed(connection, case_id, now - _OF_USE, now)
        if case is None:  # it was answered meanwhile
            return []
        after = FollowUp(connection, self._contexts.current, self._ids, now)
        tell_of_delay(after, case)
        rows = [self._enqueuer.post(one, None, after.effects) for one in after.outgoing]
        flush(connection, [after.effects])
        return rows

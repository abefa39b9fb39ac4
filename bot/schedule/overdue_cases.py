"""People are called, step by step, while the answer of a case is overdue."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases.follow_up import FollowUp
from handlers.cases.overdue_calls import call_people
from storage.cases import deadlines
from storage.effects import flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.rows import OutboxRow

_AT_ONCE: Final = 50


class OverdueCases:
    """Which step was made and when the next is due are columns of a case.

    So each is made once during a wait, whatever restarts between, and whichever process comes first.
    """

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
        """Do what is due about the cases that are overdue, the longest overdue first.

        It takes turns with the worker: a step of somebody's must not be undone by one of ours.
        """
        for case_id in await self._database.read(deadlines.overdue, self._clock.now(), _AT_ONCE):
            async with self._database.writing() as transaction:
                rows = await transaction.commit(self._call, case_id)
            self._offer(rows)

    def _call(self, connection: Connection, case_id: int) -> list[OutboxRow]:
        now = self._clock.now()
        case = deadlines.locked_overdue(connection, case_id, now)
        if case is None:  # it was answered, or another process was first
            return []
        after = FollowUp(connection, self._contexts.current, self._ids, now)
        call_people(after, case)
        rows = [self._enqueuer.post(one, None, after.effects) for one in after.outgoing]
        flush(connection, [after.effects])
        return rows

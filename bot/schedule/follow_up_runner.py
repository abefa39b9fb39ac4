"""What work of the schedule decides for people, written with what they are told in one transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases.follow_up import FollowUp
from handlers.shared.app_context import AppContext
from storage.effects import flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.rows import OutboxRow

T = TypeVar("T")


class FollowUpRunner:
    """Takes turns with the worker: a step of somebody's is not undone by one of the schedule's."""

    def __init__(
        self, database: Database, contexts: ContextStore, enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None], clock: Clock, ids: Ids,
    ) -> None:  # fmt: skip
        """`offer` gets what is to be sent once it is durable."""
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._clock = clock
        self._ids = ids

    @property
    def app(self) -> AppContext:
        """The company as it is now."""
        return self._contexts.current

    @property
    def now(self) -> datetime:
        """The time of day, in UTC."""
        return self._clock.now()

    async def run(self, decide: Callable[[FollowUp], T]) -> T:
        """Let `decide` read, write and say what is sent; returns what it does once that is on its way."""
        async with self._database.writing() as transaction:
            rows, decided = await transaction.commit(self._run, decide)
        self._offer(rows)
        return decided

    def begun(self, connection: Connection) -> FollowUp:
        """What is decided now; for whoever only reads with it, nothing of it is kept."""
        return FollowUp(connection, self.app, self._ids, self.now)

    def _run(self, connection: Connection, decide: Callable[[FollowUp], T]) -> tuple[list[OutboxRow], T]:
        after = self.begun(connection)
        decided = decide(after)
        rows = [self._enqueuer.post(one, None, after.effects) for one in after.outgoing]
        flush(connection, [after.effects])
        return rows, decided

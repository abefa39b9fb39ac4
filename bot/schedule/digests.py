"""What customers wrote too fast to be read by the message is passed on to staff together, case by case."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases import case_places, case_topic, digest
from handlers.shared.app_context import AppContext, SupportChat
from storage.cases import cases, collected
from storage.delivery import outbox
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.rows import OutboxRow

_CASES_AT_MOST: Final = 50


class Digests:
    """Takes a case only while nothing waits for its topic: while the group takes nothing, words gather."""

    def __init__(
        self,
        database: Database,
        contexts: ContextStore,
        enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None],
    ) -> None:
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer

    async def run_once(self) -> None:
        """Pass on what was collected about each case, those that wait longest first."""
        app = self._contexts.current
        if app.support is None:
            return
        for case_id in await self._database.read(collected.cases_waiting, _CASES_AT_MOST):
            self._offer(await self._database.write(self._pass_on, app, app.support, case_id))

    def _pass_on(
        self, connection: Connection, app: AppContext, support: SupportChat, case_id: int
    ) -> list[OutboxRow]:
        """Taken and put into the outbox in one transaction: passed on once, whenever the process ends."""
        case = cases.find_case(connection, case_id)
        if case is None or outbox.count_waiting_at(connection, case_places.topic(case.number)):
            return []
        about = case_topic.people_of(connection, case)
        found = digest.collected_of(connection, case_id)
        effects = Effects()
        rows = [
            self._enqueuer.post(outgoing, about.customer, effects)
            for outgoing in digest.render(app, support, about, found)
        ]
        flush(connection, [effects])
        return rows

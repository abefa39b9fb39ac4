"""Customers who cannot be reached while their case is open: staff are told, once each time."""

from collections.abc import Callable, Iterable

from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases import case_places
from handlers.shared.app_context import AppContext, SupportChat
from handlers.shared.message_copy import plain
from handlers.shared.update_context import Outgoing
from storage.cases import cases
from storage.cases.cases import UnreachableCase
from storage.delivery import outbox
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.rows import OutboxRow, Place
from surveys.outreach.urgency import Urgency


class Undelivered:
    """Telegram tells of a block before or after a message was lost to it; the case shows either."""

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
        """Tell the support chat of customers out of reach while their case is open, once each time."""
        app = self._contexts.current
        if app.support is None:
            return
        found = await self._database.read(cases.out_of_reach)
        if found:
            self._offer(await self._database.write(self._tell, app, app.support))

    def _tell(self, connection: Connection, app: AppContext, support: SupportChat) -> list[OutboxRow]:
        found = {case_places.left(one.case.number, one.since): one for one in cases.out_of_reach(connection)}
        told = outbox.find_places(connection, found)
        effects = Effects()
        rows = [
            self._note(one, name, app, support, effects) for name, one in found.items() if name not in told
        ]
        flush(connection, [effects])
        return rows

    def _note(
        self, one: UnreachableCase, name: str, app: AppContext, support: SupportChat, effects: Effects
    ) -> OutboxRow:
        effects.add(Place(name))
        said = plain(support.id, app.texts.text(app.language, "support-left"))
        outgoing = Outgoing(said, Urgency.ESCALATION, fills=name, at=case_places.topic(one.case.number))
        return self._enqueuer.post(outgoing, one.customer, effects)

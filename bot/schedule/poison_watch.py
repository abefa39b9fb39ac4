"""Owners hear of updates that could not be handled, before these are forgotten."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from aiogram.methods import SendMessage

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.shared.update_context import Outgoing
from storage.delivery import poison
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.people import customers
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency

_KEEP = timedelta(days=30)
_NEW = timedelta(days=1)
_LAST_WARNING = timedelta(days=2)


class PoisonWatch:
    """Once a day: what is new, or is about to go, is told; what is a month old goes."""

    def __init__(
        self,
        database: Database,
        contexts: ContextStore,
        enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None],
        clock: Clock,
    ) -> None:
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._clock = clock

    async def run_once(self) -> None:
        """Forget what was kept for thirty days; tell owners how many updates wait for an administrator."""
        self._offer(await self._database.write(self._tell))

    def _tell(self, connection: Connection) -> list[OutboxRow]:
        now = self._clock.now()
        poison.forget(connection, now - _KEEP)
        kept = [one.received_at for one in poison.list_poison(connection)]
        if not any(at > now - _NEW or at < now - _KEEP + _LAST_WARNING for at in kept):
            return []
        app, effects = self._contexts.current, Effects()
        rows = []
        for chat_id, owner in customers.owners(connection, app.owner_ids).items():
            said = app.texts.text(owner.customer.language, "poison-notice", count=len(kept))
            outgoing = Outgoing(SendMessage(chat_id=chat_id, text=said), Urgency.SERVICE)
            rows.append(self._enqueuer.post(outgoing, owner.customer, effects))
        flush(connection, [effects])
        return rows

"""Owners hear of files changed in the chat that this program cannot use, once each."""

from aiogram.methods import SendMessage

from bot.clock import Clock
from bot.config.content_overlay import InvalidContent
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from bot.delivery.owner_notices import tell_owners
from handlers.shared.update_context import Outgoing
from storage.content import content_files
from storage.engines.database import Connection, Database
from storage.rows import Customer
from surveys.content.entry import ContentKey, place_of
from surveys.outreach.urgency import Urgency
from texts.catalogue import terminal_texts
from texts.quoting import shortened

_LONGEST = 3500


class ContentWatch:
    def __init__(self, database: Database, contexts: ContextStore, enqueuer: Enqueuer, clock: Clock) -> None:
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._clock = clock
        self._told: set[tuple[ContentKey, int]] = set()

    async def run_once(self) -> None:
        """Tell owners of what was left out when the company's context was made, unless they know."""
        for one in self._contexts.unusable:
            version = (one.file.kind, one.file.name), one.file.version
            if one.file.told_at is None and version not in self._told:
                await self._database.write(self._tell, one)
                self._told.add(version)

    def _tell(self, connection: Connection, one: InvalidContent) -> None:
        if not content_files.note_told(connection, one.file, self._clock.now()):
            return

        def notice(owner: Customer) -> Outgoing:
            said = shortened(self._words(one, owner.language), _LONGEST)
            return Outgoing(SendMessage(chat_id=owner.telegram_id or 0, text=said), Urgency.SERVICE)

        tell_owners(connection, self._contexts.current, self._enqueuer, notice)

    def _words(self, one: InvalidContent, language: str) -> str:
        name = str(place_of((one.file.kind, one.file.name)))
        lines = [self._contexts.current.texts.text(language, "content-unusable-notice", name=name)]
        lines += [f"• {terminal_texts().render(language, fault.text)}" for fault in one.faults]
        return "\n".join(lines)

"""The nightly backup: made on a thread of its own, the last few kept, a failure told to owners once a day."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.methods import SendMessage

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.config.schema import BackupSection
from bot.delivery.enqueue import Enqueuer
from bot.delivery.owner_notices import tell_owners
from handlers.shared.update_context import Outgoing
from storage.backup import BackupFailed, back_up, remove_database
from storage.delivery import heartbeats
from storage.diagnosis import BACKUP
from storage.engines.database import Connection, Database
from storage.engines.errors import reason_of
from storage.rows import Customer
from surveys.errors import UserErrors
from surveys.outreach.urgency import Urgency

log = logging.getLogger(__name__)

_FAILURE: Final = "backup-failure"
_TOLD_FOR: Final = timedelta(hours=23)
_TRY_AGAIN_S: Final = 3600.0


class Backups:
    """When one is due follows from when the last one succeeded: a night without the bot is made up for."""

    def __init__(
        self, settings: BackupSection, zone: ZoneInfo, database: Database, contexts: ContextStore,
        enqueuer: Enqueuer, clock: Clock,
    ) -> None:  # fmt: skip
        self._settings = settings
        self._zone = zone
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._clock = clock
        self._not_before = 0.0

    async def run_once(self) -> None:
        """Make the backup that is due, if any."""
        folder, now = self._settings.directory, self._clock.now()
        if folder is None or self._clock.monotonic() < self._not_before:
            return
        last = await self._database.read(heartbeats.last, BACKUP)
        if last is not None and last >= self._due(now):
            return
        try:
            await asyncio.to_thread(self._save, folder, now)
        except (UserErrors, OSError) as error:
            self._not_before = self._clock.monotonic() + _TRY_AGAIN_S
            reason = _reason_of(error)
            log.error("no backup reason=%s", reason)
            await self._database.write(self._tell, reason, now)
        else:
            await self._database.write(heartbeats.record, BACKUP, now)

    def _due(self, now: datetime) -> datetime:
        """The last moment until now at which a backup was due."""
        local = now.astimezone(self._zone)
        today = datetime.combine(local.date(), self._settings.at, self._zone)
        return (today if today <= local else today - timedelta(days=1)).astimezone(UTC)

    def _save(self, folder: Path, now: datetime) -> None:
        name = f"otklik-{now.astimezone(self._zone):%Y-%m-%dT%H%M}"
        saved = back_up(self._database.url, folder / f"{name}.backup", overwrite=True)
        log.info("backup made bytes=%d", saved.size)
        for old in sorted(folder.glob("otklik-????-??-??T????.backup"))[: -self._settings.keep]:
            remove_database(old)

    def _tell(self, connection: Connection, reason: str, now: datetime) -> None:
        told = heartbeats.last(connection, _FAILURE)
        if told is not None and now - told < _TOLD_FOR:
            return

        def notice(owner: Customer) -> Outgoing:
            said = self._contexts.current.texts.text(owner.language, "backup-failed", reason=reason)
            return Outgoing(SendMessage(chat_id=owner.telegram_id or 0, text=said), Urgency.SERVICE)

        if tell_owners(connection, self._contexts.current, self._enqueuer, notice):
            heartbeats.record(connection, _FAILURE, now)


def _reason_of(error: UserErrors | OSError) -> str:
    """A code, or the name of the fault; nothing of it quotes anybody."""
    if isinstance(error, OSError):
        return reason_of(error)
    return error.reason if isinstance(error, BackupFailed) else type(error).__name__

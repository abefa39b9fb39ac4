"""What did not reach whom it was meant for: customers out of reach, a group that refuses, unseen cases."""

import logging
from datetime import datetime, timedelta
from typing import Final

from bot.schedule.follow_up_runner import FollowUpRunner
from handlers.cases import owner_notices, unreachable_customer
from handlers.cases.follow_up import FollowUp
from handlers.staff import case_watchdog, group_refusals
from storage.delivery import refusing_chats
from storage.engines.database import Connection, Database

log = logging.getLogger(__name__)

_WARN_EVERY: Final = timedelta(hours=1)


class Undelivered:
    """Looks again and again for what nobody was told of; each is told once, and what lasts once a day."""

    def __init__(self, database: Database, follow_ups: FollowUpRunner) -> None:
        self._database = database
        self._follow_ups = follow_ups
        self._warned_at: datetime | None = None

    async def run_once(self) -> None:
        """Tell staff of customers who left or are back, and owners of what the support chat does not show."""
        if await self._database.read(self._is_anything_untold):
            await self._follow_ups.run(_tell)
        await self._warn()

    def _is_anything_untold(self, connection: Connection) -> bool:
        after = self._follow_ups.begun(connection)
        is_gone_or_back = unreachable_customer.is_any_changed(connection)
        return is_gone_or_back or bool(refusing_chats.all_of(connection) or case_watchdog.find(after))

    async def _warn(self) -> None:
        """Say in the log, once an hour, that complaints reach nobody."""
        app, now = self._follow_ups.app, self._follow_ups.now
        if self._warned_at is not None and now - self._warned_at < _WARN_EVERY:
            return
        if app.support is None and not await self._database.read(owner_notices.reachable, app):
            log.warning("nobody sees complaints: there is no support group, and no owner who can be told")
            self._warned_at = now


def _tell(after: FollowUp) -> None:
    unreachable_customer.follow(after)
    group_refusals.tell_owners(after)
    case_watchdog.tell_owners(after)

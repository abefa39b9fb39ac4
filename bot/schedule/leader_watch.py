"""Whether this process still leads: only one process of a database polls, sends and keeps the clock."""

import logging
from collections.abc import Callable

from storage.engines.leader_lock import LeaderLock

log = logging.getLogger(__name__)


class LeaderWatch:
    """Tells once it is found that the lead was lost."""

    def __init__(self, lock: LeaderLock, lost: Callable[[], None]) -> None:
        self._lock = lock
        self._lost = lost

    async def look(self) -> None:
        """Ask whether the lead is still held; if not, another process may serve now."""
        if not await self._lock.is_held():
            log.error("the lead is lost; another process may serve now")
            self._lost()

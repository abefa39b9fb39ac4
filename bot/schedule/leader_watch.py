"""Whether this process still leads: only one process of a database polls, sends and keeps the clock."""

import logging
from collections.abc import Callable

from storage.leadership import Seat

log = logging.getLogger(__name__)


class LeaderWatch:
    """Tells once it is found that the lead was lost."""

    def __init__(self, seat: Seat, lost: Callable[[], None]) -> None:
        self._seat = seat
        self._lost = lost

    async def look(self) -> None:
        """Ask whether the lead is still held; if not, another process may serve now."""
        if not await self._seat.is_held():
            log.error("the lead is lost; another process may serve now")
            self._lost()

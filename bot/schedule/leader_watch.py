"""Whether this process still leads: only one process of a database polls, sends and keeps the clock."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from bot.clock import Clock
from bot.deadline import bounded
from storage.engines.leader_lock import LeaderLock

log = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 5.0
_ANSWERS_WITHIN_S: Final = 10.0
_FRESH_FOR_S: Final = 30.0


class LeaderWatch:
    """Tells once it is found that the lead was lost."""

    def __init__(self, lock: LeaderLock, lost: Callable[[], None], clock: Clock) -> None:
        """The lead has just been taken."""
        self._lock = lock
        self._lost = lost
        self._clock = clock
        self._is_held = True
        self._held_at = clock.monotonic()

    def is_fresh(self) -> bool:
        """Whether the lead was found to be held within the last half minute."""
        return self._is_held and self._clock.monotonic() - self._held_at < _FRESH_FOR_S

    async def run(self) -> None:
        """Look every five seconds, until cancelled or until the lead is lost."""
        while self._is_held:
            await asyncio.sleep(_LOOK_EVERY_S)
            await self.look()

    async def look(self) -> None:
        """Ask whether the lead is still held; if not, another process may serve now.

        A database that does not say so within ten seconds may have given it to another.
        """
        asked_at = self._clock.monotonic()
        try:
            held = await bounded(self._lock.is_held(), _ANSWERS_WITHIN_S)
        except TimeoutError:
            held = False
        if held:
            self._held_at = asked_at
        else:
            self._is_held = False
            log.error("the lead is lost; another process may serve now")
            self._lost()

"""Whether the wall clock was set: it is compared with one that nobody can set."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.clock import Clock

log = logging.getLogger(__name__)

JUMP: Final = timedelta(seconds=60)
"""A clock that is a little wrong is put right in small steps, which need no notice."""


class ClockJump(NamedTuple):
    """What the wall clock would have shown without the jump, and what it shows."""

    before: datetime
    after: datetime

    @property
    def seconds(self) -> float:
        """How far it jumped; negative when it was set back."""
        return (self.after - self.before).total_seconds()


class ClockWatch:
    """Tells when the wall clock jumped. The other one counts the sleep of a machine, so that is no jump."""

    def __init__(self, clock: Clock, jumped: Callable[[ClockJump], None]) -> None:
        self._clock = clock
        self._jumped = jumped
        self._wall, self._monotonic = clock.now(), clock.monotonic()

    async def look(self) -> None:
        """Compare the two clocks with how they were when this was asked last."""
        wall, monotonic = self._clock.now(), self._clock.monotonic()
        expected = self._wall + timedelta(seconds=monotonic - self._monotonic)
        self._wall, self._monotonic = wall, monotonic
        if abs(wall - expected) >= JUMP:
            jump = ClockJump(expected, wall)
            log.warning("the clock was set seconds=%.0f", jump.seconds)
            self._jumped(jump)

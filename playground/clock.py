"""The server's idea of now: dates of messages, expiry of updates, back-off of the webhook.

It may run faster than the wall or jump. The limiter never uses it: limits are counted in real time.
"""

import time

from playground.bell import Bell


class Clock:
    """Seconds since the epoch; one wall second is `speed` seconds here."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._base = time.time()
        self._since = time.monotonic()
        self._moved = Bell()
        self._slept = Bell()
        self._dues: list[float] = []

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._rebase(self.now())
        self._speed = speed
        self._moved.ring()

    def now(self) -> float:
        return self._base + (time.monotonic() - self._since) * self._speed

    def advance(self, seconds: float) -> None:
        self._rebase(self.now() + seconds)
        self._moved.ring()

    async def sleep(self, seconds: float) -> None:
        """Sleeps on this clock: a jump forward wakes the sleepers whose time has come."""
        due = self.now() + seconds
        self._dues.append(due)
        self._slept.ring()
        try:
            while (left := due - self.now()) > 0:
                await self._moved.wait(left / self._speed)
        finally:
            self._dues.remove(due)

    async def next_due(self) -> float:
        """Waits for a sleeper, then tells in how many seconds the first will wake."""
        while not self._dues:
            await self._slept.wait()
        return min(self._dues) - self.now()

    def _rebase(self, now: float) -> None:
        self._base = now
        self._since = time.monotonic()

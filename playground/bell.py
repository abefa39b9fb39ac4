"""Waiting for "something changed" without polling."""

import asyncio
from collections.abc import Callable


class Bell:
    """Wakes everybody who waits, once per ring; remembers nothing between rings."""

    def __init__(self) -> None:
        self._event: asyncio.Event | None = None

    def ring(self) -> None:
        if self._event is not None:
            self._event.set()
            self._event = None

    async def wait(self, within: float | None = None) -> bool:
        """True after a ring, False after `within` seconds without one."""
        if self._event is None:
            self._event = asyncio.Event()
        try:
            async with asyncio.timeout(within):
                await self._event.wait()
        except TimeoutError:
            return False
        return True

    async def until(self, condition: Callable[[], bool], within: float | None) -> bool:
        """Waits until the condition holds; False if `within` seconds pass first."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    await self.wait()
        except TimeoutError:
            return condition()
        return True

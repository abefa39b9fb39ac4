"""Whether the Bot API server answers, and answers soon: whose fault a call without an answer is."""

import asyncio
import logging

from bot.clock import Clock
from bot.delivery.bot_api_client import BotApiClient, NotSent, Uncertain

log = logging.getLogger(__name__)

QUICK_S = 5.0
"""A server that takes longer may carry out a call long before it answers."""
_WELL_FOR_S = 1.0
_ASK_AGAIN_S = (1, 2, 4, 8, 15)


class ServerHealth:
    """Asks the server when a call got no answer. While it is ill, nothing is sent.

    Times are those of the monotonic clock.
    """

    def __init__(self, client: BotApiClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._well_at = float("-inf")
        self._failures = 0
        self._asking = asyncio.Lock()
        self.asks_at: float | None = None
        """When an ill server is asked again; None while it is well."""

    def answered(self, began: float) -> None:
        """Note that a call that began then was answered now."""
        now = self._clock.monotonic()
        if now - began <= QUICK_S:
            self._well_at = now
            self._failures = 0
            if self.asks_at is not None:
                log.info("telegram answers again")
                self.asks_at = None

    @property
    def is_asked(self) -> bool:
        """Whether the server is being asked right now."""
        return self._asking.locked()

    async def is_well(self) -> bool:
        """Whether the server answers soon: it is asked, unless that is known from just now."""
        async with self._asking:
            now = self._clock.monotonic()
            if now - self._well_at < _WELL_FOR_S:
                return True
            if self.asks_at is not None and self.asks_at > now:
                return False
            return await self._ask()

    async def _ask(self) -> bool:
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(QUICK_S):
                await self._client.call("getMe", "{}")
        except (NotSent, Uncertain, TimeoutError) as error:
            wait_s = _ASK_AGAIN_S[min(self._failures, len(_ASK_AGAIN_S) - 1)]
            self._failures += 1
            self.asks_at = self._clock.monotonic() + wait_s
            log.warning("telegram does not answer, nothing is sent reason=%s", type(error).__name__)
            return False
        self.answered(began)
        return True

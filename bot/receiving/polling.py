"""The intake: Telegram hears that updates arrived only when they are durable."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from aiohttp.web import RouteDef

from bot.clock import Clock
from bot.delivery.bot_api_client import ApiResponse, BotApiClient, NotSent, Uncertain, named
from bot.observability.failpoints import hit
from bot.processing.updates import KINDS, inbox_updates_of
from bot.processing.worker import Worker
from bot.schedule.downtime_recovery import DowntimeRecovery
from surveys.errors import UserError

log = logging.getLogger(__name__)

_BACKOFF_S = (0.5, 1, 2, 4, 8, 15)
_REST_S = (0.3, 0.6, 1)
"""After answers that bring nothing new and come at once: some servers do not wait for updates."""
_AT_ONCE_S = 1
_CONFLICT_FOR_S = 30
_CONFLICT_IS_OVER_AFTER_S = 120


class PollingConflict(UserError):
    text_id = "updates-taken"


class Polling:
    """Long polling: asking for the next updates confirms the last ones, so it comes after the commit."""

    routes: Sequence[RouteDef] = ()

    def __init__(
        self, telegram: BotApiClient, worker: Worker, recovery: DowntimeRecovery, clock: Clock
    ) -> None:
        self._telegram = telegram
        self._worker = worker
        self._recovery = recovery
        self._clock = clock
        self._offset: int | None = None
        self._failures = 0
        self._in_vain = 0
        self._is_heard = False
        self._conflict: tuple[float, float] | None = None
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        """Hand over updates until `stop`.

        Raises a group with PollingConflict when another program takes them.
        """
        async with asyncio.TaskGroup() as tasks:
            polling = tasks.create_task(self._poll())
            await self._stopped.wait()
            polling.cancel()

    def stop(self) -> None:
        """End the waiting call; what it may have carried is unconfirmed and comes again."""
        self._stopped.set()

    async def _poll(self) -> None:
        while True:
            begun, waits = self._clock.monotonic(), self._is_heard
            try:
                # Only once Telegram is heard there is time to wait: an absence is dealt with at once.
                reply = await self._telegram.get_updates(self._offset, KINDS, wait=self._is_heard)
            except (NotSent, Uncertain) as error:
                await self._pause(error)
                continue
            if not reply.ok:
                await self._refused(reply)
                continue
            is_new = await self._received(reply.result)
            at_once = self._clock.monotonic() - begun < _AT_ONCE_S
            await self._rest(in_vain=waits and at_once and not is_new)

    async def _received(self, updates: Any) -> bool:
        """Whether there was anything that had not been confirmed before."""
        now = self._clock.now()
        self._failures = 0
        self._is_heard = True
        hit("polling.received")
        confirmed = self._offset
        arrived = inbox_updates_of(updates, self._telegram.bot_id, now) if isinstance(updates, list) else []
        if arrived:
            await asyncio.shield(self._worker.take(arrived))
            hit("polling.confirming")
            self._offset = arrived[-1].update_id + 1
        await self._recovery.seen(now)
        return self._offset != confirmed

    async def _rest(self, *, in_vain: bool) -> None:
        if not in_vain:
            self._in_vain = 0
            return
        rest_s = _REST_S[min(self._in_vain, len(_REST_S) - 1)]
        self._in_vain += 1
        await asyncio.sleep(rest_s)

    async def _refused(self, reply: ApiResponse) -> None:
        if reply.code == 409:
            self._note_conflict(self._clock.monotonic())
        await self._pause(NotSent(named(reply.code)), at_least=reply.retry_after or 0)

    def _note_conflict(self, now: float) -> None:
        """Each of two programs gets some of the updates: one that got through proves nothing."""
        first, last = self._conflict or (now, now)
        if now - last > _CONFLICT_IS_OVER_AFTER_S:
            first = now
        self._conflict = first, now
        if now - first > _CONFLICT_FOR_S:
            raise PollingConflict

    async def _pause(self, error: NotSent | Uncertain, at_least: float = 0) -> None:
        wait = max(_BACKOFF_S[min(self._failures, len(_BACKOFF_S) - 1)], at_least)
        self._failures += 1
        self._is_heard = False
        self._recovery.missed(error)
        log.warning("no updates reason=%s again_in=%.1f", error, wait)
        await asyncio.sleep(wait)

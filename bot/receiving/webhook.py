"""The webhook: Telegram hears that an update arrived only when it is durable."""

import asyncio
import hmac

from aiohttp import web

from bot.clock import Clock
from bot.delivery.content_limits import from_json
from bot.observability.failpoints import hit
from bot.processing import updates
from bot.processing.worker import Worker

_DURABLE_WITHIN_S = 20.0
"""Telegram itself waits longer, with few deliveries at once."""


class TelegramWebhook:
    """Telegram's deliveries: answered with 200 only once the update is durable."""

    def __init__(self, path: str, secret: str, bot_id: int, worker: Worker, clock: Clock) -> None:
        self._path = path
        self._secret = secret.encode()
        self._bot_id = bot_id
        self._worker = worker
        self._clock = clock
        self._stopped = False
        self._delivered = False

    @property
    def route(self) -> web.RouteDef:
        """Where the HTTP server takes deliveries."""
        return web.post(self._path, self.deliver)

    def stop(self) -> None:
        """Refuse from now on: Telegram keeps what it could not hand over. What was taken is finished."""
        self._stopped = True

    def take_delivered(self) -> bool:
        """Whether anything was delivered since this was asked last."""
        delivered, self._delivered = self._delivered, False
        return delivered

    async def deliver(self, request: web.Request) -> web.Response:
        """Answer a delivery: 401 for a wrong secret, 400 for no JSON, 200 when durable.

        503 after `stop`, and where it could not be made durable in time: Telegram keeps it and comes again.
        """
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        # As bytes: a header that is not ASCII would make a comparison of texts raise.
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret):
            return web.Response(status=401)
        try:
            update = from_json(await request.read())
        except ValueError:
            return web.Response(status=400)
        if self._stopped:
            return web.Response(status=503)
        now = self._clock.now()
        hit("polling.received")
        arrived = updates.inbox_updates_of([update], self._bot_id, now)
        if arrived:
            try:
                async with asyncio.timeout(_DURABLE_WITHIN_S):
                    await self._worker.take(arrived)
            except TimeoutError:
                return web.Response(status=503)
            hit("polling.confirming")
        self._delivered = True
        return web.Response()

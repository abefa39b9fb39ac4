"""The small web server: the webhook, /healthz and /metrics."""

import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot import mail
from bot.clock import Clock
from bot.config_fields import Address
from bot.faults import reach
from bot.health import Health
from bot.metrics import Metrics
from bot.worker import Worker
from surveys.errors import Sentence
from surveys.survey import Text

log = logging.getLogger(__name__)

_LARGEST_UPDATE = 4 * 1024 * 1024


class PortIsTaken(Sentence):
    text = Text(
        "Адрес из http.listen занят другой программой или не с этой машины: выберите другой.",
        "Another program listens at http.listen, or it is no address of this machine: choose another one.",
    )


class Webhook:
    """Telegram's deliveries: answered with 200 only once the letter is durable."""

    def __init__(self, path: str, secret: str, bot_id: int, worker: Worker, clock: Clock) -> None:
        self.path = path
        self._secret = secret.encode()
        self._bot_id = bot_id
        self._worker = worker
        self._clock = clock
        self._stopped = False
        self._delivered = False

    def stop(self) -> None:
        """Refuse from now on: Telegram keeps what it could not hand over. What was taken is finished."""
        self._stopped = True

    def take_delivered(self) -> bool:
        """Whether anything was delivered since this was asked last."""
        delivered, self._delivered = self._delivered, False
        return delivered

    async def deliver(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        # As bytes: a header that is not ASCII would make a comparison of texts raise.
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if self._stopped:
            return web.Response(status=503)
        now = self._clock.now()
        reach("intake.received")
        arrived = mail.letters_of([update], self._bot_id, now)
        if arrived:
            await self._worker.take(arrived)
            reach("intake.confirming")
        self._delivered = True
        return web.Response()


@asynccontextmanager
async def serve(
    address: Address, health: Health, metrics: Metrics, webhook: Webhook | None
) -> AsyncIterator[int]:
    """Listen until left; yields the port."""

    async def healthz(_: web.Request) -> web.Response:
        state = await health.state()
        return web.json_response(state, status=200 if state["ok"] else 503)

    async def numbers(_: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), content_type="text/plain", charset="utf-8")

    application = web.Application(client_max_size=_LARGEST_UPDATE)
    application.router.add_get("/healthz", healthz)
    application.router.add_get("/metrics", numbers)
    if webhook is not None:
        application.router.add_post(webhook.path, webhook.deliver)
    runner = web.AppRunner(application, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, address.host, address.port, shutdown_timeout=5)
        try:
            await site.start()
        except OSError:
            raise PortIsTaken from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()

"""The playground: Telegram over HTTP on loopback."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from playground.bot_api import BotApi
from playground.nursery import Nursery
from playground.params import UPLOAD_LIMIT
from playground.phone_api import PhoneApi, loopback_only
from playground.state import OnTime, Telegram
from playground.webhook import Webhook, WebhookDelivery

SHUTDOWN_SECONDS = 1.0
OWN_FILES_ONLY = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:"
PAGE = Path(__file__).parent / "page"


class Playground(Telegram):
    """`async with Playground() as telegram:` listens on a free port of 127.0.0.1 until the block ends."""

    def __init__(
        self,
        *,
        port: int = 0,
        limits: bool = True,
        seed: int = 0,
        speed: float = 1.0,
        token: str | None = None,
        on_time: OnTime | None = None,
    ) -> None:
        super().__init__(limits=limits, seed=seed, speed=speed, token=token, on_time=on_time)
        self.port = port
        self._runner: web.AppRunner | None = None
        self._nursery = Nursery()
        self._delivery: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """For aiogram's TelegramAPIServer.from_base, and for `telegram.api_url`."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        api = self._api = BotApi(self)
        app = web.Application(client_max_size=UPLOAD_LIMIT + 1024 * 1024, middlewares=[loopback_only])
        app.router.add_route("*", "/bot{token}/{method}", api.call)
        app.router.add_get("/file/bot{token}/{path:.+}", api.download)
        app.router.add_routes(PhoneApi(self).routes())
        app.router.add_get("/", _page)
        app.router.add_static("/page", PAGE)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            self._api.close()
            self.feed.publish("closed")
            await self._nursery.close()
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Starts pushing to the new address; what was under way to the old one is offered again."""
        super().set_webhook(webhook)
        if self._delivery is not None:
            self._delivery.cancel()
            self._delivery = None
        if webhook is not None:
            delivery = WebhookDelivery(webhook, self.updates, self.clock, self.faults)
            self._delivery = self._nursery.start(delivery.run())


async def _page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": OWN_FILES_ONLY})

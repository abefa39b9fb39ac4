"""Health and metrics may have an address of their own, so that the webhook's may be public."""

from collections.abc import Callable

import aiohttp
import pytest
from aiogram import Bot
from aiohttp import web

from bot.build import Components
from bot.clock import Clock
from bot.config.fields import Address
from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from bot.web.server import HttpServer
from storage.engines.database import Database
from tests.fake_bot_api import TOKEN
from tests.harness import app_context


async def _hook(_: web.Request) -> web.Response:
    return web.Response(text="hook")


async def _status(port: int, path: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_health_and_metrics_are_at_their_own_address_and_nowhere_else(
    database: Database, unused_tcp_port_factory: Callable[[], int]
) -> None:
    public, own = unused_tcp_port_factory(), unused_tcp_port_factory()
    client = BotApiClient("http://127.0.0.1:1", TOKEN)
    parts = Components(app_context(), database, client, Bot(TOKEN), RateLimiter(0, 0), Clock())
    server = HttpServer(Address("127.0.0.1", public), Address("127.0.0.1", own))
    try:
        assert await server.listen()
        server.route([web.get("/hook", _hook)])
        server.show(parts.health, parts.metrics)
        assert await _status(own, "/metrics") == 200
        assert await _status(own, "/healthz") == 503  # nobody was heard yet
        assert await _status(own, "/hook") == 404
        assert await _status(public, "/hook") == 200
        for path in ("/healthz", "/metrics"):
            assert await _status(public, path) == 404
    finally:
        await server.close()
        await client.close()

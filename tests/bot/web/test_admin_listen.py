"""Health and metrics may have an address of their own, so that the webhook's may be public."""

import aiohttp
import pytest
from aiogram import Bot
from aiohttp import web

from bot.build import Components
from bot.clock import Clock
from bot.config.fields import Address
from bot.delivery.bot_api_client import BotApiClient
from bot.delivery.rate_limiter import RateLimiter
from bot.web.server import serve
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
    database: Database, unused_tcp_port: int
) -> None:
    client = BotApiClient("http://127.0.0.1:1", TOKEN)
    parts = Components(app_context(), database, client, Bot(TOKEN), RateLimiter(0, 0), Clock())
    anywhere, routes = Address("127.0.0.1", 0), [web.get("/hook", _hook)]
    try:
        async with serve(
            anywhere, parts.health, parts.metrics, routes, Address("127.0.0.1", unused_tcp_port)
        ) as port:
            for path in ("/healthz", "/metrics"):
                assert await _status(port, path) == 404
                assert await _status(unused_tcp_port, path) == 200
            assert await _status(port, "/hook") == 200
            assert await _status(unused_tcp_port, "/hook") == 404
        async with serve(anywhere, parts.health, parts.metrics, routes) as port:
            assert await _status(port, "/healthz") == 200
            assert await _status(port, "/hook") == 200
    finally:
        await client.close()

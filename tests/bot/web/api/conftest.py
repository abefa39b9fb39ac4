"""The API as another program reaches it: real HTTP on loopback, before a real database."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import Select

from bot import build
from bot.config.fields import Address
from bot.config.schema import HttpSection
from bot.web.server import HttpServer
from storage import api_keys
from storage.states import KeyUse
from tests.harness import Harness

CONFIGURED = "the-key-of-the-configuration"


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Any


@dataclass(frozen=True)
class Program:
    """Another program on this machine."""

    url: str
    session: aiohttp.ClientSession
    harness: Harness

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        async with self.session.request(method, self.url + path, **options) as response:
            text = await response.text()
            is_json = response.content_type == "application/json"
            return Answer(response.status, json.loads(text) if is_json else text, response.headers)

    async def tell(self, events: Any, key: str = CONFIGURED, **options: Any) -> Answer:
        headers = {"Authorization": f"Bearer {key}"}
        return await self.ask("POST", "/api/v1/events", json=events, headers=headers, **options)

    async def report(self, path: str, key: str = CONFIGURED) -> Answer:
        headers = {"Authorization": f"Bearer {key}"}
        return await self.ask("GET", f"/api/v1/reports/{path}", headers=headers)

    async def rows(self, asked: Select[Any]) -> list[tuple[Any, ...]]:
        return await self.harness.database.read(
            lambda connection: [tuple(row) for row in connection.execute(asked)]
        )

    async def key(
        self, name: str, use: KeyUse = KeyUse.API, hook: str | None = None, *, readable: bool = False,
        token: str | None = None,
    ) -> str:  # fmt: skip
        token, harness = token or api_keys.new_token(), self.harness
        now, key_id = harness.fake_clock.now, harness.ids.next()
        assert await harness.database.write(
            api_keys.add, key_id, name, use, hook, token, now, readable=readable
        )
        return token


@pytest.fixture
async def program(harness: Harness, unused_tcp_port_factory: Callable[[], int]) -> AsyncIterator[Program]:
    port = unused_tcp_port_factory()
    server = HttpServer(Address("127.0.0.1", port))
    section = HttpSection(api_key=SecretStr(CONFIGURED))
    assert await server.listen()
    server.route(build.api_of(section, harness.parts).routes)
    server.show(harness.parts.health, harness.parts.metrics)
    try:
        async with aiohttp.ClientSession() as session:
            yield Program(f"http://127.0.0.1:{port}", session, harness)
    finally:
        await server.close()

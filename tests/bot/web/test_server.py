"""The HTTP server before, between and while somebody serves, at one address or at two."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.config.fields import Address
from bot.web.server import HttpServer, PortInUse, ProcessState
from tests.harness import Harness
from tests.loopback import free_port

DELIVERY = web.post("/telegram", lambda _: _delivered())


async def _delivered() -> web.Response:
    return web.Response()


def _free() -> Address:
    return Address("127.0.0.1", free_port())


@asynccontextmanager
async def _listening(address: Address, monitoring: Address | None = None) -> AsyncIterator[HttpServer]:
    server = HttpServer(address, monitoring)
    assert await server.listen()
    try:
        yield server
    finally:
        await server.close()


async def _asked(address: Address, path: str, method: str = "GET") -> tuple[int, str]:
    url = f"http://{address.host}:{address.port}{path}"
    async with aiohttp.ClientSession() as session, session.request(method, url) as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize("state", sorted(set(ProcessState) - {ProcessState.SERVING}))
async def test_while_nobody_serves_the_state_is_told_and_deliveries_are_to_come_again(
    state: ProcessState,
) -> None:
    address = _free()
    async with _listening(address) as server:
        server.turn(state)
        assert await _asked(address, "/healthz") == (503, f'{{"ok": false, "state": "{state}"}}')
        assert (await _asked(address, "/telegram", "POST"))[0] == 503
        assert (await _asked(address, "/metrics"))[0] == 503


async def test_what_is_wrong_with_the_database_is_told_before_it_is_open() -> None:
    address = _free()
    async with _listening(address) as server:
        server.turn(ProcessState.DATABASE_AWAY, "ECONNREFUSED")
        status, text = await _asked(address, "/healthz")
    assert status == 503
    assert '"database_error": "ECONNREFUSED"' in text


async def test_health_and_numbers_may_stand_elsewhere_than_deliveries(harness: Harness) -> None:
    await harness.parts.recovery.seen(harness.fake_clock.now)
    public, monitoring = _free(), _free()
    async with _listening(public, monitoring) as server:
        server.route([DELIVERY])
        server.show(harness.parts.health, harness.metrics)
        assert [(await _asked(public, path))[0] for path in ("/healthz", "/metrics")] == [404, 404]
        assert [(await _asked(monitoring, path))[0] for path in ("/healthz", "/metrics")] == [200, 200]
        assert (await _asked(public, "/telegram", "POST"))[0] == 200
        assert (await _asked(monitoring, "/telegram", "POST"))[0] in (404, 405)


async def test_a_port_that_is_taken_is_had_once_it_is_free() -> None:
    address = _free()
    with socket.create_server((address.host, address.port)):
        server = HttpServer(address)
        assert not await server.listen()
        assert not await server.listen()
    assert await server.listen()
    assert (await _asked(address, "/healthz"))[0] == 503
    await server.close()


async def test_what_is_no_address_of_this_machine_is_refused_at_once() -> None:
    server = HttpServer(Address("192.0.2.1", 8080))
    with pytest.raises(PortInUse):
        await server.listen()
    await server.close()

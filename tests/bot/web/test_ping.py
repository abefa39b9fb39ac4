"""The address of a watchman elsewhere: asked while all is well; its own troubles matter to nobody."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.web.ping import Ping
from tests.harness import Harness
from tests.loopback import answering

KEY = "canary-key"


class Watchman:
    """Answers as he is told, and counts how often he was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer: Callable[[web.Request], Awaitable[web.Response]] = self._well

    async def _well(self, _: web.Request) -> web.Response:
        return web.Response(text="OK")

    async def hear(self, request: web.Request) -> web.Response:
        self.asked += 1
        return await self.answer(request)


@asynccontextmanager
async def _listening(watchman: Watchman) -> AsyncIterator[str]:
    async with answering("/{path:.*}", watchman.hear) as url:
        yield f"{url}/{KEY}"


@pytest.fixture
def watchman() -> Watchman:
    return Watchman()


@pytest.fixture
async def ping(harness: Harness, watchman: Watchman) -> AsyncIterator[Ping]:
    await harness.parts.recovery.seen(harness.fake_clock.now)
    async with _listening(watchman) as url:
        yield Ping(url, harness.parts.health)


async def test_while_all_is_well_the_address_is_asked(ping: Ping, watchman: Watchman) -> None:
    await ping.send()
    assert watchman.asked == 1


async def test_while_something_is_wrong_it_is_not(ping: Ping, watchman: Watchman, harness: Harness) -> None:
    harness.parts.store_state.fault = "SQLITE_FULL"
    await ping.send()
    assert watchman.asked == 0
    harness.parts.store_state.fault = None
    await ping.send()
    assert watchman.asked == 1


async def _refuses(_: web.Request) -> web.Response:
    return web.Response(status=404, text=KEY)


async def _goes_in_circles(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": str(request.url)})


async def _leads_nowhere(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": f"ftp://{KEY}.invalid:99999/"})


async def _hangs_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize("answer", [_refuses, _goes_in_circles, _leads_nowhere, _hangs_up])
async def test_what_it_answers_matters_to_nobody_and_is_said_without_the_address(
    ping: Ping,
    watchman: Watchman,
    caplog: pytest.LogCaptureFixture,
    answer: Callable[[web.Request], Awaitable[web.Response]],
) -> None:
    watchman.answer = answer
    with caplog.at_level(logging.WARNING):
        await ping.send()
    assert 1 <= watchman.asked <= 5
    [record] = [record for record in caplog.records if record.name == "bot.web.ping"]
    assert record.getMessage().startswith("the ping did not arrive reason=")
    assert KEY not in record.getMessage()
    assert record.exc_info is None


async def test_nobody_at_the_address_is_no_trouble(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    await harness.parts.recovery.seen(harness.fake_clock.now)
    async with _listening(Watchman()) as url:
        pass
    await Ping(url, harness.parts.health).send()
    assert KEY not in caplog.text

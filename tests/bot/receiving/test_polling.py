"""What comes of an answer to getUpdates, however odd the server that gives it."""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.delivery.bot_api_client import BotApiClient, InvalidToken
from bot.observability.logs import LogFormatter
from bot.receiving.polling import Polling
from storage import tables
from storage.engines.database import Database
from tests.fake_bot_api import TOKEN, FakeBotApi
from tests.harness import Harness
from tests.loopback import answering
from tests.updates import Raw, customers, said, sent

PATIENCE_S = 30
DEPTH = 5000
UNAUTHORIZED = (401, {"ok": False, "error_code": 401, "description": "Unauthorized: Anna's words"})
NOT_FOUND = (404, {"ok": False, "error_code": 404, "description": "Not Found"})


class OddServer:
    """Answers getUpdates with what is scripted, then with nothing at once; says yes to everything else."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: deque[tuple[int, Any]] = deque()
        self.last: tuple[int, Any] = (200, {"ok": True, "result": []})
        self.me: tuple[int, Any] = (200, {"ok": True, "result": {"id": 42, "username": "otklik_bot"}})
        self.asked: list[Raw] = []
        self.looks = 0
        self._came = asyncio.Condition()

    async def answer(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], json.loads(await request.read())
        if method == "getMe":
            self.looks += 1
            return _response(self.me)
        if method != "getUpdates":
            return _response((200, {"ok": True, "result": {"message_id": 7}}))
        async with self._came:
            self.asked.append(body)
            self._came.notify_all()
        return _response(self.answers.popleft() if self.answers else self.last)

    def gives(self, *updates: Raw) -> None:
        self.answers.append((200, {"ok": True, "result": list(updates)}))

    async def asked_for(self, times: int) -> None:
        async with asyncio.timeout(PATIENCE_S), self._came:
            await self._came.wait_for(lambda: len(self.asked) >= times)


def _response(answer: tuple[int, Any]) -> web.Response:
    status, body = answer
    text = body if isinstance(body, str) else nested(json.dumps(body))
    return web.Response(status=status, text=text, content_type="application/json")


def nested(text: str) -> str:
    """What cannot be written by json itself stands for its name."""
    return text.replace('"LISTS"', "[" * DEPTH + "]" * DEPTH).replace(
        '"OBJECTS"', '{"a":' * DEPTH + "1" + "}" * DEPTH
    )


@pytest.fixture
async def server() -> AsyncIterator[OddServer]:
    odd = OddServer()
    async with answering(f"/bot{TOKEN}/{{method}}", odd.answer) as odd.url:
        yield odd


@asynccontextmanager
async def polling(server: OddServer, database: Database) -> AsyncIterator[Harness]:
    client = BotApiClient(server.url, TOKEN)
    harness = Harness(database, FakeBotApi(), client)
    parts = harness.parts
    receiving = Polling(client, parts.worker, parts.recovery, parts.clock)
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(harness.worker.run())
            tasks.create_task(receiving.run())
            yield harness
            receiving.stop()
            harness.worker.stop()
    finally:
        await client.close()


def said_by_log(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(LogFormatter().format(record) for record in caplog.records)


async def kept(harness: Harness) -> list[str]:
    return [row["words"] for row in await harness.rows(tables.messages)]


@pytest.mark.parametrize("deep", ["LISTS", "OBJECTS"])
async def test_an_update_nested_without_end_keeps_its_words_and_its_neighbours(
    server: OddServer, database: Database, deep: str
) -> None:
    first, second, third = customers(3)
    server.gives(
        said(first, "раз"),
        sent(second, text="два", checklist=deep, entities=[{"x": deep}]),
        said(third, "три"),
    )
    async with polling(server, database) as harness:
        await server.asked_for(2)
        assert sorted(await kept(harness)) == ["два", "раз", "три"]
    assert server.asked[1]["offset"] > 0


async def test_a_server_that_waits_for_nothing_is_not_asked_without_rest(
    server: OddServer, database: Database
) -> None:
    async with polling(server, database):
        begun = time.monotonic()
        await server.asked_for(5)
        assert time.monotonic() - begun >= 1.5


@pytest.mark.parametrize("update", [{"update_id": 5, "poll": {}}, {"update_id": "7"}])
async def test_a_server_that_says_the_same_again_and_again_is_not_asked_without_rest(
    server: OddServer, database: Database, update: Any
) -> None:
    server.last = (200, {"ok": True, "result": [update]})
    async with polling(server, database):
        begun = time.monotonic()
        await server.asked_for(5)
        assert time.monotonic() - begun >= 0.8


async def test_what_comes_at_once_is_taken_at_once(server: OddServer, database: Database) -> None:
    people = customers(20)
    for person in people:
        server.gives(said(person, "раз"))
    async with polling(server, database):
        begun = time.monotonic()
        await server.asked_for(20)
        took = time.monotonic() - begun
    assert took < 3  # each with a rest would take twenty seconds


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((409, {"ok": False, "error_code": 409, "description": "SECRET"}), "reason=409 Conflict"),
        ((429, {"ok": False, "error_code": 429, "description": "SECRET"}), "reason=429 Too Many Requests"),
        ((400, {"ok": False, "error_code": 499, "description": "SECRET"}), "reason=499 "),
        ((502, "<html>SECRET</html>"), "reason=502 Bad Gateway"),
        (
            (500, {"ok": False, "error_code": 500, "description": "SECRET"}),
            "reason=500 Internal Server Error",
        ),
        ((200, "<html>SECRET</html>"), "no answer of the Bot API"),
        (UNAUTHORIZED, "reason=401 Unauthorized"),
    ],
)
async def test_a_failed_poll_says_which_error_and_nothing_else(
    server: OddServer, database: Database, caplog: pytest.LogCaptureFixture, answer: Any, words: str
) -> None:
    server.answers.append(answer)
    with caplog.at_level(logging.WARNING):
        async with polling(server, database):
            await server.asked_for(2)
    log = said_by_log(caplog)
    assert words in log
    assert "<text of" not in log
    assert "SECRET" not in log
    assert "Anna" not in log


@pytest.mark.parametrize("refusal", [UNAUTHORIZED, NOT_FOUND])
async def test_a_token_that_getme_does_not_know_either_ends_the_process(
    server: OddServer, database: Database, refusal: Any
) -> None:
    server.last = server.me = refusal
    with pytest.raises(ExceptionGroup) as caught:
        async with polling(server, database):
            await asyncio.sleep(PATIENCE_S)
    assert caught.group_contains(InvalidToken)
    assert server.looks == 2


@pytest.mark.parametrize("refusal", [UNAUTHORIZED, NOT_FOUND])
async def test_one_refusal_of_a_token_that_getme_knows_ends_nothing(
    server: OddServer, database: Database, refusal: Any
) -> None:
    [person] = customers(1)
    server.answers.append(refusal)
    server.gives(said(person, "раз"))
    async with polling(server, database) as harness:
        await server.asked_for(3)
        assert await kept(harness) == ["раз"]
    assert server.looks == 1

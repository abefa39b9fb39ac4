"""A Bot API whose answers a test writes down beforehand."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.loopback import answering

ME = {"id": 42, "is_bot": True, "first_name": "Otklik", "username": "otklik_bot"}
HANG = "hang"


def refusal(code: int, description: str, **parameters: Any) -> dict[str, Any]:
    said = {"ok": False, "error_code": code, "description": description}
    return said | ({"parameters": parameters} if parameters else {})


class ScriptedBotApi:
    """`calls` are the methods in order, `at` when each came, in seconds of the event loop.

    What was written down for a method is said once, its last answer for ever; other methods are done.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.url = ""
        self.calls: list[str] = []
        self.at: list[float] = []
        self.came = asyncio.Event()
        self._answers: dict[str, deque[Any]] = defaultdict(deque)

    def say(self, method: str, *answers: Any) -> None:
        self._answers[method] = deque(answers)

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls.append(method)
        self.at.append(asyncio.get_running_loop().time())
        self.came.set()
        answers = self._answers[method]
        said = answers.popleft() if len(answers) > 1 else answers[0] if answers else None
        if said == HANG:
            await asyncio.Event().wait()
        if said is None:
            said = {"ok": True, "result": ME if method == "getMe" else True}
        return web.json_response(said, status=said.get("error_code", 200))


@asynccontextmanager
async def scripted(token: str) -> AsyncIterator[ScriptedBotApi]:
    api = ScriptedBotApi(token)
    async with answering(f"/bot{token}/{{method}}", api.answer) as api.url:
        yield api

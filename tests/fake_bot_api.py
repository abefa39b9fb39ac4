"""A stand-in for Telegram's HTTP: it says yes to everything and remembers what it was told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot
from aiohttp import web

from tests.loopback import answering

TOKEN = "42:test"
BOT = Bot(TOKEN)
"""What reads updates. It calls nobody, and each reads the certificates of the system when it is made."""
PATIENCE_S = 30.0


class FakeBotApi:
    """`calls` are methods with their parameters, in the order in which they came."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.closed: set[int] = set()
        """Chats of people who blocked the bot."""
        self.cuts = 0
        """So many calls to come are carried out, and nobody hears that they were."""
        self.result: Any = None
        """What each call brings; None for a message that was sent."""
        self._came = asyncio.Condition()

    async def answer(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], json.loads(await request.read())
        if body.get("chat_id") in self.closed:
            refusal = {
                "ok": False,
                "error_code": 403,
                "description": "Forbidden: bot was blocked by the user",
            }
            return web.json_response(refusal, status=403)
        async with self._came:
            self.calls.append((method, body))
            self._came.notify_all()
        if self.cuts and request.transport is not None:
            self.cuts -= 1
            request.transport.close()
        sent = {"message_id": len(self.calls)}
        return web.json_response({"ok": True, "result": sent if self.result is None else self.result})

    async def acknowledgement(self, callback_id: str) -> str | None:
        """The text with which a tap is acknowledged; raises TimeoutError if it is not."""
        async with asyncio.timeout(PATIENCE_S), self._came:
            await self._came.wait_for(lambda: self._acknowledgements(callback_id))
        [text] = self._acknowledgements(callback_id)
        return text

    def _acknowledgements(self, callback_id: str) -> list[str | None]:
        return [
            body.get("text")
            for method, body in self.calls
            if method == "answerCallbackQuery" and body["callback_query_id"] == callback_id
        ]


@asynccontextmanager
async def listening(fake_bot_api: FakeBotApi | None = None) -> AsyncIterator[FakeBotApi]:
    """That one answers, or a new one."""
    fake_bot_api = fake_bot_api or FakeBotApi()
    async with answering(f"/bot{TOKEN}/{{method}}", fake_bot_api.answer) as fake_bot_api.url:
        yield fake_bot_api

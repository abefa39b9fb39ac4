"""A stand-in for a peer's Bot API server, with the odd answers of npm's telegram-test-api 4.2.1.

It waits for no updates, forgets them once they were handed over, whether they arrive or not, names no
`chat_instance` and no number of a tapped message, dates in milliseconds, and answers methods that it does
not know with 500 and no word of the Bot API. It ignores the offset. Its own client speaks to it over HTTP.
"""

import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.updates import Raw

_UNREAD = ("sendMessage", "sendCommand", "sendCallback", "getUpdates")


class PeerBotApi:
    """`asked` counts the bot's calls by method."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._waiting: list[Raw] = []
        self._sent: list[Raw] = []
        self._update_id = self._message_id = 1

    async def bot(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.asked[method] += 1
        body = await _body(request)
        match method:
            case "getMe":
                return _yes({"username": "TestNameBot", "first_name": "Test First name", "id": 666})
            case "getUpdates":
                handed, self._waiting = self._waiting, []
                return _yes(handed)
            case "sendMessage":
                return _yes(self._send(body))
            case "editMessageText":
                self._edit(body)
                return _yes(None)
            case "answerCallbackQuery" | "deleteWebhook":
                return _yes(None if method == "answerCallbackQuery" else True)
            case _:
                return web.json_response({"message": f"API method '{method}' is not supported."}, status=500)

    async def client(self, request: web.Request) -> web.Response:
        body, verb = await _body(request), request.match_info["verb"]
        if verb == "getUpdates":
            found = [
                one for one in self._sent if one["message"]["chat_id"] == body["chatId"] and not one["read"]
            ]
            for one in found:
                one["read"] = True
            return _yes(found)
        self._add(body, is_tap=verb == "sendCallback")
        return _yes(None)

    def _add(self, body: Raw, *, is_tap: bool) -> None:
        self._update_id += 1
        if is_tap:
            fields = {name: body.get(name) for name in ("from", "message", "data")}
            content: Raw = {"callback_query": {"id": str(self._update_id), **fields}}
        else:
            self._message_id += 1
            content = {"message": body | {"message_id": self._message_id}}
        self._waiting.append({"update_id": self._update_id, **content})

    def _send(self, body: Raw) -> Raw:
        self._message_id += 1
        self._sent.append({"message": body, "messageId": self._message_id, "read": False})
        chat = {"id": body["chat_id"], "first_name": "Bot", "type": "private"}
        return body | {"message_id": self._message_id, "date": int(time.time() * 1000), "chat": chat}

    def _edit(self, body: Raw) -> None:
        for one in self._sent:
            if (one["messageId"], one["message"]["chat_id"]) == (body["message_id"], body["chat_id"]):
                one["message"] |= body


def _is_in(sent: Raw, chat_id: Any) -> bool:
    return bool(sent["message"]["chat_id"] == chat_id)


async def _body(request: web.Request) -> Any:
    return json.loads(await request.read() or b"{}")


def _yes(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[PeerBotApi, str]]:
    """The server and its URL."""
    peer, application = PeerBotApi(), web.Application()
    application.router.add_post("/bot{token}/{method}", peer.bot)
    application.router.add_post("/{verb:" + "|".join(_UNREAD) + "}", peer.client)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield peer, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()

"""A stand-in for Telegram's HTTP with Telegram's limits, counted by the clock of a test."""

import json
from collections.abc import Callable

from aiohttp import web

from playground.limiter import BULK_MESSAGES, BULK_SECONDS, REPLY_SECONDS, Bucket, Window
from tests.fake_bot_api import FakeBotApi


class LimitedBotApi(FakeBotApi):
    """Refuses what comes too fast: more than 30 a second in all, more than one a second in a chat."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._bulk = Window(BULK_MESSAGES, BULK_SECONDS)
        self._chats: dict[int, Bucket] = {}
        self._acted_at: dict[int, float] = {}
        self.refused = 0
        self.came_at: list[float] = []
        """When each call came that was not refused as too fast, apart from the acknowledgements of taps."""
        self.messages: list[tuple[float, int, str]] = []
        """When each message was accepted, in which chat, and its text."""

    def acted(self, chat_id: int) -> None:
        """Somebody wrote or tapped in that chat: what follows is no bulk message."""
        self._acted_at[chat_id] = self._monotonic()

    async def answer(self, request: web.Request) -> web.Response:
        now, method = self._monotonic(), request.match_info["method"]
        if method == "sendMessage":
            body = json.loads(await request.read())
            chat_id = int(body["chat_id"])
            rules = self._rules(chat_id, now)
            if any(rule.wait(now) > 0 for rule in rules):
                self.refused += 1
                return web.json_response(_TOO_MANY, status=429)
            if chat_id not in self.closed:
                for rule in rules:
                    rule.count(now)
                self.messages.append((now, chat_id, body["text"]))
        if method != "answerCallbackQuery":
            self.came_at.append(now)
        return await super().answer(request)

    def _rules(self, chat_id: int, now: float) -> list[Bucket | Window]:
        own = self._chats.setdefault(chat_id, Bucket(now))
        is_reply = now - self._acted_at.get(chat_id, float("-inf")) <= REPLY_SECONDS
        return [own] if is_reply else [own, self._bulk]


_TOO_MANY = {
    "ok": False,
    "error_code": 429,
    "description": "Too Many Requests: retry after 1",
    "parameters": {"retry_after": 1},
}

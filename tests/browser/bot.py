"""A small bot for the page's tests: it speaks HTTP like any other and tries again while the network fails."""

import asyncio
from dataclasses import dataclass, field

import aiohttp

from playground import Playground

POLL_SECONDS = 20
AGAIN_SECONDS = 0.05

Fields = dict[str, object]
SCORES: Fields = {
    "inline_keyboard": [
        [{"text": str(score), "callback_data": f"score:{score}"} for score in (8, 9, 10)],
        [{"text": "Alert", "callback_data": "alert"}, {"text": "Slow", "callback_data": "slow"}],
        [{"text": "Our site", "url": "https://shop.example/flowers"}],
    ]
}
RICH = (
    "<b>bold</b> <i>italic</i> <code>code</code> <a href='https://shop.example'>link</a>\n"
    "<pre>first\nsecond</pre><blockquote>said before</blockquote>"
)


@dataclass(slots=True)
class ScriptedBot:
    telegram: Playground
    session: aiohttp.ClientSession
    support: int | None = None
    heard: list[str] = field(default_factory=list)  # texts, and data of taps with who tapped
    failed: asyncio.Event = field(default_factory=asyncio.Event)  # a call did not get through
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)  # what a slow tap waits for

    async def run(self) -> None:
        offset = 0
        while True:
            updates = await self.call("getUpdates", offset=offset, timeout=POLL_SECONDS)
            assert isinstance(updates, list)
            for update in updates:
                offset = update["update_id"] + 1
                await self._handle(update)

    async def call(self, method: str, **params: object) -> object:
        """Until it gets through."""
        while True:
            try:
                return await self.once(method, **params)
            except aiohttp.ClientError:
                self.failed.set()
                await asyncio.sleep(AGAIN_SECONDS)

    async def once(self, method: str, **params: object) -> object:
        url = f"{self.telegram.url}/bot{self.telegram.token}/{method}"
        async with self.session.post(url, json=params) as answer:
            body = await answer.json()
            assert body["ok"], body
            result: object = body["result"]
            return result

    async def _handle(self, update: Fields) -> None:
        message, tap = update.get("message"), update.get("callback_query")
        if isinstance(message, dict):
            await self._answer(message)
        if isinstance(tap, dict):
            await self._answer_tap(tap)

    async def _answer(self, message: Fields) -> None:
        chat, text = message["chat"], message.get("text")
        assert isinstance(chat, dict)
        if chat["type"] != "private":
            self.heard.append(str(text))
            return
        if isinstance(text, str):
            self.heard.append(text)
            await self._answer_text(chat["id"], text, message["message_id"])
        for kind, method in (("voice", "sendVoice"), ("document", "sendDocument")):
            if isinstance(file := message.get(kind), dict):
                await self.call(method, chat_id=chat["id"], **{kind: file["file_id"]})
        if isinstance(sizes := message.get("photo"), list):
            caption = f"Got it: {message.get('caption')}"
            await self.call("sendPhoto", chat_id=chat["id"], photo=sizes[-1]["file_id"], caption=caption)

    async def _answer_text(self, chat_id: int, text: str, message_id: object) -> None:
        if text.startswith("/start"):
            await self.call("sendMessage", chat_id=chat_id, text="How likely?", reply_markup=SCORES)
        elif text == "/rich":
            await self.call("sendMessage", chat_id=chat_id, text=RICH, parse_mode="HTML")
        elif text == "/complain":
            await self._open_topic()
        else:
            quoted = {"message_id": message_id}
            await self.call("sendMessage", chat_id=chat_id, text=f"Heard: {text}", reply_parameters=quoted)

    async def _open_topic(self) -> None:
        topic = await self.call("createForumTopic", chat_id=self.support, name="Case 17")
        assert isinstance(topic, dict)
        where = {"chat_id": self.support, "message_thread_id": topic["message_thread_id"]}
        take = {"inline_keyboard": [[{"text": "Take", "callback_data": "take"}]]}
        await self.call("sendMessage", **where, text="Crushed box", reply_markup=take)

    async def _answer_tap(self, tap: Fields) -> None:
        data, who, message = str(tap["data"]), tap["from"], tap["message"]
        assert isinstance(who, dict)
        assert isinstance(message, dict)
        self.heard.append(f"{who['first_name']} {data}")
        if data == "slow":
            await self.may_answer.wait()
        await self.call(
            "answerCallbackQuery", callback_query_id=tap["id"], text="Noted", show_alert=data == "alert"
        )
        if data.startswith("score:"):
            where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await self.call("editMessageText", **where, text=f"Thank you for {data[6:]}")

"""The empty post office of decision 1: received, handled, stored, replied and marked. No limits, no places.

Kept until the real bot is measured beside the yardstick in its place.
"""

import asyncio
import gc
import itertools
import json
import os
import re
import sys
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiogram import Bot, Dispatcher
from aiogram.client.default import Default
from aiogram.filters import Filter
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from yarl import URL

from benchmarks.sketch_storage import ENGINES, Effects, OutboxRow, Row, Storage, flush, load, mark

Method = TelegramMethod[Any]

row_ids = itertools.count(1)
wire_markups: dict[int, tuple[object, str]] = {}


def wire_form(method: Method) -> str:
    """The JSON body of a call, from the method's fields."""
    parts = []
    for name, value in method.__dict__.items():
        if value is None or isinstance(value, Default):
            continue
        parts.append(f'"{name}":{wire_markup(value) if name == "reply_markup" else json.dumps(value)}')
    return "{" + ",".join(parts) + "}"


def wire_markup(markup: Any) -> str:
    kept = wire_markups.get(id(markup))
    if kept is None:
        kept = wire_markups[id(markup)] = (markup, markup.model_dump_json(exclude_none=True))
    return kept[1]


def post(effects: Effects, chat_id: int, method: Method) -> None:
    effects.outbox.append(OutboxRow(next(row_ids), chat_id, method.__api_method__, wire_form(method)))


dispatcher = Dispatcher(disable_fsm=True)
BUTTONS = [InlineKeyboardButton(text=str(score), callback_data=f"nps:{score}") for score in range(11)]
SCORES = InlineKeyboardMarkup(inline_keyboard=[BUTTONS[:6], BUTTONS[6:]])


class IsRate(Filter):
    async def __call__(self, message: Message) -> bool:
        return message.text == "/rate"


class IsScore(Filter):
    async def __call__(self, callback: CallbackQuery) -> bool:
        return callback.data is not None and callback.data.startswith("nps:")


@dispatcher.message(IsRate())
async def ask(message: Message, effects: Effects) -> None:
    effects.moves(message.chat.id, "score")
    text = "Насколько вероятно, что вы порекомендуете нас друзьям?"
    post(effects, message.chat.id, message.answer(text, reply_markup=SCORES))


@dispatcher.callback_query(IsScore())
async def take_score(callback: CallbackQuery, effects: Effects) -> None:
    effects.taps.append(callback.id)
    chat_id = callback.from_user.id
    if effects.questions.get(chat_id) != "score" or not isinstance(callback.message, Message):
        return
    effects.answered(chat_id, "score", int((callback.data or "")[4:]), None)
    effects.moves(chat_id, "why")
    post(effects, chat_id, callback.message.edit_text("Спасибо! Почему вы поставили такую оценку?"))


@dispatcher.message()
async def take_why(message: Message, effects: Effects) -> None:
    if effects.questions.get(message.chat.id) != "why":
        return
    effects.answered(message.chat.id, "why", None, message.text)
    effects.moves(message.chat.id, "done")
    post(effects, message.chat.id, message.answer("Спасибо, записали."))


class Sender:
    """Posts stored bodies as they are, reads only `ok` and the message id, and remembers what to mark."""

    MESSAGE_ID = re.compile(rb'"message_id": ?(\d+)')

    def __init__(self, http: aiohttp.ClientSession, base: str, nursery: asyncio.TaskGroup) -> None:
        self._http = http
        self._base = base
        self._nursery = nursery
        self._urls: dict[str, URL] = {}
        self.marks: list[Row] = []

    def send(self, effects: Effects) -> None:
        for tap in effects.taps:
            self._nursery.create_task(self.call("answerCallbackQuery", f'{{"callback_query_id":"{tap}"}}'))
        for row in effects.outbox:
            self._nursery.create_task(self._send(row))

    async def _send(self, row: OutboxRow) -> None:
        answer = await self.call(row.method, row.body)
        landed = self.MESSAGE_ID.search(answer)
        if answer.startswith(b'{"ok":true') and landed:
            self.marks.append({"row": row.id, "landed": int(landed[1])})

    async def call(self, method: str, body: str) -> bytes:
        url = self._urls.get(method)
        if url is None:
            url = self._urls[method] = URL(f"{self._base}/{method}")
        async with self._http.post(url, data=body.encode()) as response:
            return await response.read()

    def take_marks(self) -> list[Row]:
        marks, self.marks = self.marks, []
        return marks


class PostOffice:
    def __init__(self, bot: Bot, storage: Storage, sender: Sender) -> None:
        self._bot = bot
        self._storage = storage
        self._sender = sender
        self._writing = asyncio.Lock()

    async def receive(self) -> None:
        offset = 0
        while True:
            body = json.dumps({"offset": offset, "timeout": 30, "limit": 100})
            batch = json.loads(await self._sender.call("getUpdates", body))["result"]
            if batch:
                async with self._writing:
                    effects = await self._handle(batch)
                self._sender.send(effects)
                offset = batch[-1]["update_id"] + 1

    async def mark_sent(self) -> None:
        while True:
            await asyncio.sleep(0.05)
            if self._sender.marks and not self._writing.locked():
                async with self._writing:
                    await self._storage(mark, self._sender.take_marks())

    async def _handle(self, batch: list[Row]) -> Effects:
        ids = [update["update_id"] for update in batch]
        chats = [(update.get("callback_query") or update["message"])["from"]["id"] for update in batch]
        known, questions = await self._storage(load, ids, chats)
        effects = Effects(questions, int(datetime.now(UTC).timestamp()))
        for raw in batch:
            if raw["update_id"] not in known:
                if callback := raw.get("callback_query"):
                    callback["message"].pop(
                        "reply_markup", None
                    )  # our own buttons: costly to parse, never read
                update = Update.model_validate(raw, context={"bot": self._bot})
                await dispatcher.feed_update(self._bot, update, effects=effects)
                effects.letters.append({"update_id": raw["update_id"], "received_at": effects.now})
        await self._storage(flush, effects, self._sender.take_marks())
        return effects


async def main(engine: str) -> None:
    base = f"{os.environ['OTKLIK_TELEGRAM__API_URL']}/bot{os.environ['OTKLIK_TELEGRAM__TOKEN']}"
    bot = Bot(os.environ["OTKLIK_TELEGRAM__TOKEN"])
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        ENGINES[engine](os.environ["OTKLIK_DATABASE__URL"]) as storage,
        aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(None),
            headers={"Content-Type": "application/json"},
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
        ) as http,
        asyncio.TaskGroup() as nursery,
    ):
        office = PostOffice(bot, storage, Sender(http, base, nursery))
        gc.collect()
        gc.freeze()
        nursery.create_task(office.mark_sent())
        await office.receive()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))

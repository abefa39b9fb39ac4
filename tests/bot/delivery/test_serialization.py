"""What the outbox posts is what aiogram itself would have posted: every method, every field, every file."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatAction, ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    BanChatMember,
    SendChatAction,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    FSInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    URLInputFile,
    User,
)

from bot.delivery.bot_api_client import BotApiClient, Upload
from bot.delivery.serialization import serialize
from handlers.shared import keyboards
from tests.bot.delivery.capture import TOKEN, Capture, File, Posted, capturing
from tests.bot.examples import instances, methods

DEFAULTS = {
    "none": DefaultBotProperties(),
    "all": DefaultBotProperties(
        parse_mode=ParseMode.HTML,
        disable_notification=True,
        protect_content=False,
        allow_sending_without_reply=True,
        link_preview=LinkPreviewOptions(is_disabled=True),
        show_caption_above_media=True,
    ),
}

FORGIVEN_S = 2
"""Periods are turned into moments when they are posted, and the two are posted one after the other."""


class Ways:
    """The same call by aiogram and by the outbox."""

    def __init__(self, capture: Capture, bot: Bot, telegram: BotApiClient) -> None:
        self._capture = capture
        self._bot = bot
        self._telegram = telegram

    async def differences(self, method: TelegramMethod[Any]) -> list[str]:
        return compare(await self.directly(method), await self.by_outbox(method))

    async def directly(self, method: TelegramMethod[Any]) -> Posted:
        with suppress(TelegramBadRequest):
            await self._bot(method)
        return self._capture.last

    async def by_outbox(self, method: TelegramMethod[Any]) -> Posted:
        posted = serialize(method, self._bot)
        uploads = [Upload(one.field, one.name, "text/plain", one.content) for one in posted.attachments]
        await self._telegram.call(posted.method, posted.body, uploads)
        return self._capture.last


@pytest.fixture(params=DEFAULTS)
async def ways(request: pytest.FixtureRequest) -> AsyncIterator[Ways]:
    async with capturing() as capture:
        session = AiohttpSession(api=TelegramAPIServer.from_base(capture.url))
        telegram = BotApiClient(capture.url, TOKEN)
        async with Bot(TOKEN, session=session, default=DEFAULTS[request.param]) as bot:
            yield Ways(capture, bot, telegram)
        await telegram.close()


def compare(direct: Posted, ours: Posted) -> list[str]:
    """What the server would understand in another way; nothing is right."""
    theirs, mine = understood(direct), understood(ours)
    found = [f"method {direct.method} / {ours.method}"] if direct.method != ours.method else []
    for name in sorted(theirs.keys() | mine.keys()):
        there, here = theirs.get(name, "nothing"), mine.get(name, "nothing")
        if not alike(there, here):
            found.append(f"{direct.method}.{name}: {there!r} / {here!r}")
    if sorted(map(repr, direct.files.values())) != sorted(map(repr, ours.files.values())):
        found.append(f"{direct.method}: files {[*direct.files.values()]} / {[*ours.files.values()]}")
    return found


def understood(posted: Posted) -> dict[str, Any]:
    """As a server reads it: numbers may come as text, structures as JSON in a field of a form."""
    return {name: read(value, posted, outermost=True) for name, value in posted.parameters.items()}


def read(value: Any, posted: Posted, *, outermost: bool = False) -> Any:
    if isinstance(value, str):
        if value.startswith("attach://"):
            return posted.files[value.removeprefix("attach://")].content
        if re.fullmatch(r"-?\d+(\.\d+)?", value) or (outermost and re.match(r"[{\[]|true$|false$", value)):
            return read(json.loads(value), posted)
        return value
    if isinstance(value, dict):
        return {key: read(item, posted) for key, item in value.items()}
    if isinstance(value, list):
        return [read(item, posted) for item in value]
    return value


def alike(there: Any, here: Any) -> bool:
    if isinstance(there, dict) and isinstance(here, dict):
        return there.keys() == here.keys() and all(alike(there[key], here[key]) for key in there)
    if isinstance(there, list) and isinstance(here, list):
        return len(there) == len(here) and all(map(alike, there, here))
    if type(there) is type(here) is int and min(there, here) > 1_500_000_000:
        return abs(there - here) <= FORGIVEN_S
    return type(there) is type(here) and there == here


@pytest.mark.parametrize("ways", ["all"], indirect=True)
async def test_every_method_with_every_field_is_posted_alike(ways: Ways) -> None:
    every = methods()
    assert len(every) > 150
    found = [line for kind in every for one in instances(kind) for line in await ways.differences(one)]
    assert sorted(set(found)) == []


ANNA = User(id=7, is_bot=False, first_name="Анна", last_name=None)
JPEG = BufferedInputFile(b"jpeg", "t.jpg")
REPLY_KEYBOARD = ReplyKeyboardMarkup(
    keyboard=[[KeyboardButton(text="Да"), KeyboardButton(text="Номер", request_contact=True)]],
    resize_keyboard=True,
    input_field_placeholder="",
)
INLINE_KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="9", callback_data="s:1:score:9")],
        [InlineKeyboardButton(text="Поделиться", switch_inline_query="")],
    ]
)


CALLS: list[TelegramMethod[Any]] = [
    SendMessage(chat_id=1, text="a", reply_markup=INLINE_KEYBOARD),
    SendMessage(chat_id=1, text="a", reply_markup=REPLY_KEYBOARD),
    SendMessage(chat_id=1, text="a", reply_markup=ReplyKeyboardRemove(selective=False)),
    SendMessage(chat_id=1, text="a", reply_markup=ForceReply(input_field_placeholder="x")),
    SendMessage(chat_id=1, text="<b>", parse_mode=None),
    SendMessage(chat_id=1, text="*a*", parse_mode=ParseMode.MARKDOWN_V2),
    SendMessage(chat_id="@shop", text="a", link_preview_options=LinkPreviewOptions(is_disabled=False)),
    SendMessage(chat_id=1, text="a", link_preview_options=None, protect_content=None),
    SendMessage(
        chat_id=-1,
        text="Анна",
        entities=[
            MessageEntity(type="text_mention", offset=0, length=4, user=ANNA),
            MessageEntity(type="pre", offset=0, length=4, language="python"),
        ],
    ),
    SendMessage(
        chat_id=1,
        text="a",
        reply_parameters=ReplyParameters(
            message_id=7, quote="Анна", quote_entities=[MessageEntity(type="bold", offset=0, length=1)]
        ),
    ),
    SendChatAction(chat_id=1, action=ChatAction.TYPING),
    BanChatMember(chat_id=1, user_id=2, until_date=timedelta(days=2)),
    BanChatMember(chat_id=1, user_id=2, until_date=datetime(2026, 11, 1, 12, tzinfo=UTC)),
    SendDocument(chat_id=1, document=FSInputFile(Path(__file__)), thumbnail=JPEG),
    SendDocument(chat_id=1, document=BufferedInputFile(b"a", 'отчёт "1" x=\\.xlsx'), caption="0"),
    SendPhoto(chat_id=1, photo="AgAD-known-file", caption=""),
    SendMediaGroup(
        chat_id=1,
        media=[
            InputMediaDocument(media=BufferedInputFile(b"one", "1.txt"), caption="<b>1</b>"),
            InputMediaDocument(media="known", caption="2", parse_mode=None),
            InputMediaVideo(media=FSInputFile(Path(__file__)), thumbnail=JPEG, caption=""),
        ],
    ),
]


async def test_what_an_application_sends_is_posted_alike(ways: Ways) -> None:
    assert [line for call in CALLS for line in await ways.differences(call)] == []


async def test_our_own_keyboard_is_posted_as_the_buttons_that_it_stands_for(ways: Ways) -> None:
    ours = SendMessage(chat_id=1, text="a", reply_markup=keyboards.one_button("⭐ Оценить", "rate"))
    usual = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="⭐ Оценить", callback_data="rate")]]
    )
    theirs = SendMessage(chat_id=1, text="a", reply_markup=usual)
    assert compare(await ways.directly(theirs), await ways.by_outbox(ours)) == []


async def test_a_comparison_would_notice_a_missing_field_a_changed_file_and_a_changed_type() -> None:
    photo, other = {"a": File("a", b"1")}, {"b": File("a", b"2")}
    there = Posted("sendPhoto", {"chat_id": "1", "photo": "attach://a"}, photo)
    assert compare(there, Posted("sendPhoto", {"chat_id": 1, "photo": "attach://b"}, {"b": photo["a"]})) == []
    assert compare(there, Posted("sendPhoto", {"chat_id": 1, "photo": "attach://b"}, other)) != []
    assert compare(there, Posted("sendPhoto", {"photo": "attach://a"}, photo)) != []
    assert compare(Posted("x", {"a": "true"}), Posted("x", {"a": 1})) != []
    assert compare(Posted("x", {"a": '{"b": null}'}), Posted("x", {"a": {}})) != []


def test_a_file_behind_an_address_is_refused_when_it_is_decided_and_not_when_it_is_sent() -> None:
    with pytest.raises(TypeError, match="as text"):
        serialize(SendPhoto(chat_id=1, photo=URLInputFile("http://127.0.0.1/x.jpg")), Bot(TOKEN))


def test_the_chat_of_a_row_is_a_number_or_none_at_all() -> None:
    bot = Bot(TOKEN)
    assert serialize(SendMessage(chat_id=-5, text="a"), bot).chat_id == -5
    assert serialize(SendMessage(chat_id="@shop", text="a"), bot).chat_id == 0


def test_a_name_of_a_file_cannot_break_the_call_that_carries_it() -> None:
    [attachment] = serialize(
        SendDocument(chat_id=1, document=BufferedInputFile(b"", "a\r\nb\x00.txt")), Bot(TOKEN)
    ).attachments
    assert attachment.name == "ab.txt"

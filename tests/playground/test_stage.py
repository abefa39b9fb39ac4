"""What a demo tells the page: parts, the strip, the time; and a network that can be cut."""

import asyncio
import json
from datetime import timedelta

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    BotCommandScopeUnion,
)

from playground import Person, Playground, StripItem
from tests.playground.conftest import Api
from tests.playground.test_phone_api import Phone


@pytest.fixture
def phone(session: aiohttp.ClientSession, telegram: Playground) -> Phone:
    return Phone(session, telegram)


async def cast(phone: Phone) -> object:
    state: dict[str, object] = dict(await phone.state())
    return state["cast"]


async def test_without_a_stage_everybody_is_a_customer_and_every_group_is_shown(
    phone: Phone, telegram: Playground, anna: Person
) -> None:
    boris = telegram.person("Boris")
    group = telegram.group("Support", members=[boris])
    parts = {"customers": [anna.id, boris.id], "groups": [group.id], "staff": [boris.id], "managers": []}
    assert await cast(phone) == parts


async def test_a_stage_gives_parts_and_newcomers_are_customers(
    phone: Phone, telegram: Playground, anna: Person
) -> None:
    boris, vera, emma = (telegram.person(name) for name in ("Boris", "Vera", "Emma"))
    group = telegram.group("Support", members=[vera])
    telegram.stage(customers=[emma], groups=[group], managers=[boris])
    parts = {"customers": [emma.id, anna.id, vera.id], "groups": [group.id], "staff": [vera.id]}
    assert await cast(phone) == {**parts, "managers": [boris.id]}
    telegram.stage(customers=[emma], groups=[group], staff=[vera], managers=[boris])
    successor = group.upgrade()
    gleb = await phone.post("people", name="Gleb")
    assert await cast(phone) == {
        "customers": [emma.id, anna.id, gleb["id"]],
        "groups": [successor.id],
        "staff": [vera.id],
        "managers": [boris.id],
    }


async def test_the_strip_is_pushed_when_it_changes(
    session: aiohttp.ClientSession, phone: Phone, telegram: Playground
) -> None:
    item = StripItem("letter 1", "tap", "handled", at=1.5)
    async with session.get(f"{phone.base}/events") as stream:
        await stream.content.readuntil(b"\n\n")
        telegram.show_strip([item])
        telegram.show_strip([item])
        telegram.show_strip([])
        shown = [{"id": "letter 1", "kind": "tap", "stage": "handled", "at": 1.5}]
        pushed = []
        for _ in range(2):
            line = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 10)
            pushed.append(json.loads(line.removeprefix(b"data: ")))
    assert [change["what"] for change in pushed] == ["strip", "strip"]
    # The newest is sent, whatever was the reason: what has passed in between needs no showing.
    assert pushed[0]["strip"] in ([], shown)
    assert pushed[1]["strip"] == []


async def test_the_bot_is_told_when_the_phones_move_the_clock(phone: Phone, telegram: Playground) -> None:
    told: asyncio.Queue[timedelta] = asyncio.Queue()
    telegram.on_time = told.put
    await phone.post("clock", speed=2)
    await phone.post("clock", advance=3600)
    assert told.get_nowait() == timedelta(hours=1)
    assert told.empty()


async def test_a_day_passes_hour_by_hour_so_that_what_the_bot_says_meanwhile_is_dated_then(
    phone: Phone, telegram: Playground
) -> None:
    began, dates = telegram.clock.now(), list[float]()

    async def note(_: timedelta) -> None:
        dates.append(telegram.clock.now())

    telegram.on_time = note
    await phone.post("clock", advance=86400)
    assert [round((date - began) / 3600) for date in dates] == list(range(1, 25))


async def test_a_part_of_an_hour_passes_too(phone: Phone, telegram: Playground) -> None:
    told: asyncio.Queue[timedelta] = asyncio.Queue()
    telegram.on_time = told.put
    await phone.post("clock", advance=5400)
    assert [told.get_nowait() for _ in range(told.qsize())] == [timedelta(hours=1), timedelta(minutes=30)]


async def test_a_cut_network_resets_calls_and_the_poll_that_waits(
    api: Api, phone: Phone, telegram: Playground, anna: Person
) -> None:
    await api("getUpdates", offset=telegram.updates.log[-1].id + 1)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(_is_cut(api, "getUpdates", timeout=40))
        await telegram.calls.made.wait(10)
        await phone.post("network", fails=True)
    assert waiting.result()
    assert await _is_cut(api, "sendMessage", chat_id=anna.id, text="lost")
    update = await anna.say("kept")
    assert await _is_cut(api, "getUpdates")
    assert update.pending
    assert "lost" not in [message.text for message in anna.chat.messages]
    await phone.post("network", fails=False)
    (heard,) = await api.updates()
    assert heard["update_id"] == update.id
    assert update.message is not None
    assert not update.message.received
    await api("getUpdates", offset=update.id + 1)
    assert update.message.received


async def test_no_other_rule_strikes_while_the_network_is_cut(
    api: Api, telegram: Playground, anna: Person
) -> None:
    rule = telegram.faults.add("json_500", "getMe", times=1)
    telegram.cut_network()
    assert await _is_cut(api, "getMe")
    telegram.mend_network()
    assert rule.hits == 0
    assert await api.refusal("getMe") == "500 Internal Server Error"


async def _is_cut(api: Api, method: str, **params: int | str) -> bool:
    try:
        await api(method, **params)
    except aiohttp.ClientConnectionError:
        return True
    return False


async def test_a_phone_offers_the_narrowest_menu(bot: Bot, telegram: Playground) -> None:
    oleg, vera = telegram.person("Oleg", language="en"), telegram.person("Vera", language="ru")
    group = telegram.group("Support", members=[oleg, vera])  # the first one made it

    async def menus(name: str, scope: BotCommandScopeUnion | None = None, language: str = "") -> list[str]:
        command = BotCommand(command=name, description=name)
        await bot.set_my_commands([command], scope, language_code=language)
        return [str(telegram.menu(group, person)[0]["command"]) for person in (oleg, vera)]

    assert await menus("default") == ["default", "default"]
    assert await menus("groups", BotCommandScopeAllGroupChats()) == ["groups", "groups"]
    assert await menus("russian", BotCommandScopeAllGroupChats(), "ru") == ["groups", "russian"]
    assert await menus("admins", BotCommandScopeAllChatAdministrators()) == ["admins", "russian"]
    assert await menus("here", BotCommandScopeChat(chat_id=group.id)) == ["here", "here"]
    assert await menus("rulers", BotCommandScopeChatAdministrators(chat_id=group.id)) == ["rulers", "here"]
    own = BotCommandScopeChatMember(chat_id=group.id, user_id=vera.id)
    assert await menus("own", own) == ["rulers", "own"]
    assert telegram.menu(oleg.chat, oleg)[0]["command"] == "default"


async def test_a_tap_that_was_answered_is_told_to_the_phone_of_who_tapped(
    session: aiohttp.ClientSession, api: Api, phone: Phone, telegram: Playground, anna: Person
) -> None:
    group = telegram.group("Support", members=[anna])
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "take"}]]}
    await api("sendMessage", chat_id=group.id, text="Case", reply_markup=keys)
    await anna.tap(group.messages[-1], "take")
    async with session.get(f"{phone.base}/events") as stream:
        await stream.content.readuntil(b"\n\n")
        (tap_id,) = telegram.taps
        await api("answerCallbackQuery", callback_query_id=tap_id, text="Yours")
        changes = [
            json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: ")) for _ in range(2)
        ]
    seen = [(change["what"], change["chat"], change["person"], change["note"]) for change in changes]
    assert seen == [("answered", group.id, anna.id, "take"), ("toast", group.id, anna.id, "Yours")]


async def test_files_answer_messages_and_voices_keep_their_kind(
    session: aiohttp.ClientSession, phone: Phone, anna: Person
) -> None:
    said = (await anna.say("look")).message
    assert said is not None
    form = aiohttp.FormData({"reply_to": str(said.id)})
    form.add_field("file", b"RIFF", filename="voice.wav", content_type="audio/wav")
    async with session.post(f"{phone.base}/Anna/voice", data=form) as answer:
        assert answer.status == 200
    sent = anna.chat.messages[-1]
    assert sent.reply_to is said
    assert sent.media is not None
    assert (sent.media.kind, sent.media.file.mime) == ("voice", "audio/wav")

"""An unmodified aiogram client understands every answer."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)

from playground import Person, Playground
from tests.playground.conftest import Api, Client

SCORES = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text=str(n), callback_data=f"score:{n}") for n in range(5)]]
)


async def test_the_bot_learns_who_it_is(bot: Bot, telegram: Playground) -> None:
    me = await bot.get_me()
    assert me.id == telegram.bot_id
    assert me.is_bot


async def test_a_start_link_reaches_the_bot_with_its_payload(bot: Bot, telegram: Playground) -> None:
    anna = telegram.person("Anna", language="en", username="anna")
    await anna.start("abc_1")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start abc_1"
    assert update.message.chat.type == "private"
    assert update.message.from_user is not None
    assert (update.message.from_user.id, update.message.from_user.language_code) == (anna.id, "en")


async def test_a_tap_carries_the_message_and_its_answer_pops_up(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "How was it?", reply_markup=SCORES)
    message = await anna.sees("How was it?")
    assert sent.message_id == message.id
    await anna.tap(message, "4")
    tap = (await bot.get_updates())[-1].callback_query
    assert tap is not None
    assert tap.data == "score:4"
    assert tap.chat_instance
    assert tap.message is not None
    assert tap.message.message_id == sent.message_id
    assert await bot.answer_callback_query(tap.id, text="Thank you", show_alert=True)
    assert [(toast.text, toast.alert) for toast in anna.toasts] == [("Thank you", True)]


async def test_edits_replace_and_deletions_remove_what_the_phone_shows(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=SCORES)
    edited = await bot.edit_message_text("two", chat_id=anna.id, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.text == "two"
    shown = await anna.sees("two")
    assert shown.buttons == []
    assert [version.text.text for version in shown.versions] == ["one"]
    assert await bot.delete_message(anna.id, sent.message_id)
    assert shown not in anna.chat.messages


async def test_what_a_person_edits_arrives_as_an_edited_message(bot: Bot, anna: Person) -> None:
    said = await anna.say("goood")
    assert said.message is not None
    await anna.edit(said.message, "good")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert edited.text == "good"
    assert edited.edit_date is not None


async def test_copies_forwards_replies_and_reactions_have_their_true_shape(bot: Bot, anna: Person) -> None:
    original = await bot.send_message(anna.id, "original")
    copy = await bot.copy_message(anna.id, anna.id, original.message_id)
    forward = await bot.forward_message(anna.id, anna.id, original.message_id)
    reply = await bot.send_message(
        anna.id, "answer", reply_parameters=ReplyParameters(message_id=copy.message_id)
    )
    assert forward.forward_origin is not None
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "original"
    assert await bot.set_message_reaction(anna.id, copy.message_id, [ReactionTypeEmoji(emoji="👍")])
    assert (await anna.sees(lambda message: message.reaction == "👍")).id == copy.message_id
    assert await bot.send_chat_action(anna.id, "typing")


async def test_a_forward_of_a_person_names_its_origin(bot: Bot, anna: Person) -> None:
    said = await anna.say("mine")
    assert said.message is not None
    await anna.forward(said.message)
    forward = (await bot.get_updates())[-1].message
    assert forward is not None
    assert forward.forward_origin is not None


async def test_a_reply_keyboard_appears_and_goes(bot: Bot, anna: Person) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Yes")]])
    await bot.send_message(anna.id, "Sure?", reply_markup=keyboard)
    assert anna.chat.reply_keyboard is not None
    await anna.press("Yes")
    await bot.send_message(anna.id, "Fine", reply_markup=ReplyKeyboardRemove())
    assert anna.chat.reply_keyboard is None


async def test_menus_are_kept_by_scope_and_language(bot: Bot, telegram: Playground, anna: Person) -> None:
    russian = BotCommand(command="rate", description="Оценить")
    own = BotCommand(command="nps", description="NPS")
    await bot.set_my_commands([BotCommand(command="rate", description="Rate")])
    await bot.set_my_commands([russian], language_code="ru")
    assert [menu.description for menu in await bot.get_my_commands(language_code="ru")] == ["Оценить"]
    assert telegram.menu(anna.chat, anna)[0]["description"] == "Оценить"
    dieter = telegram.person("Dieter", language="de")
    assert telegram.menu(dieter.chat, dieter)[0]["description"] == "Rate"
    await bot.set_my_commands([own], scope=BotCommandScopeChat(chat_id=anna.id))
    assert telegram.menu(anna.chat, anna)[0]["command"] == "nps"
    await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=anna.id))
    assert telegram.menu(anna.chat, anna)[0]["command"] == "rate"


async def test_a_method_that_is_not_there_is_not_found(bot: Bot, api: Api) -> None:
    assert await api("sendDice", chat_id=1) == {"ok": False, "error_code": 404, "description": "Not Found"}
    with pytest.raises(TelegramNotFound):
        await bot.log_out()


async def test_a_wrong_token_is_unauthorized(session: aiohttp.ClientSession, telegram: Playground) -> None:
    for path in ("bot1:x/getMe", "file/bot1:x/photos/file_0.jpg", "botтокен/getMe"):
        async with session.get(f"{telegram.url}/{path}") as answer:
            assert answer.status == 401
            assert (await answer.json())["description"] == "Unauthorized"
    async with Bot("123456789:" + "A" * 35, session=Client(telegram)) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


async def test_json_form_multipart_and_query_all_say_the_same(
    session: aiohttp.ClientSession, telegram: Playground, anna: Person
) -> None:
    url = f"{telegram.url}/bot{telegram.token}/SENDMESSAGE"
    markup = '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}'
    fields = {"chat_id": str(anna.id), "text": "same", "reply_markup": markup}
    multipart = aiohttp.FormData(fields, default_to_multipart=True)
    for request in (
        session.post(url, json=fields),
        session.post(url, data=fields),
        session.post(url, data=multipart),
        session.get(url, params=fields),
    ):
        async with request as answer:
            assert answer.status == 200, await answer.text()
    assert [message.button("a").data for message in anna.chat.messages[1:]] == ["b"] * 4


async def test_every_update_kind_is_accepted_by_pydantic(
    bot: Bot, telegram: Playground, anna: Person
) -> None:
    await bot.send_message(anna.id, "?", reply_markup=SCORES)
    await anna.tap(await anna.sees("?"), "1")
    await anna.photo(b"\x89PNG", "look")
    await anna.voice(b"OggS")
    await anna.video(b"ftyp")
    await anna.sticker(b"RIFF")
    await anna.document(b"1,2", "scores.csv")
    await anna.album([b"1", b"2"], "two of them")
    anna.block()
    anna.unblock()
    for update in telegram.updates.log:
        parsed = Update.model_validate_json(update.json())
        assert parsed.event_type == update.kind

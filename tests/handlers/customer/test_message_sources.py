"""Words that a customer passes on are told as whose they are, and are never taken for the customer's own."""

from typing import Any

import pytest

from storage import tables
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness, app_context
from tests.updates import ANNA, Raw, sent

STORY = "Курьер опоздал"
COURIER: Raw = {"id": 900, "is_bot": False, "first_name": "Иван", "last_name": "@all /close"}
CHANNEL: Raw = {"id": -1_001_000_000_321, "type": "channel", "title": "Новости <b>пекарни</b>"}
GROUP: Raw = {"id": -1_001_000_000_322, "type": "supergroup", "title": "Соседи"}
ORIGINS: dict[str, tuple[Raw, str]] = {
    "user": ({"type": "user", "date": 1, "sender_user": COURIER}, "Иван @\u2060all /\u2060close"),
    "hidden": ({"type": "hidden_user", "date": 1, "sender_user_name": "Пётр"}, "Пётр"),
    "chat": ({"type": "chat", "date": 1, "sender_chat": GROUP}, "Соседи"),
    "channel": (
        {"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 5, "author_signature": "Редактор"},
        "Новости <b>пекарни</b>, Редактор",
    ),
    "unreadable": ({"type": "hologram"}, "–"),
}
NOT_THEIRS = ("9", "Сама виновата", "Стоп", "отмена", "/stop")


def label(name: str) -> str:
    return app_context().texts.text("ru", "content-forwarded", name=name)


def forwarded(text: str, origin: Raw = ORIGINS["user"][0]) -> Raw:
    return sent(ANNA, text=text, forward_origin=origin)


@pytest.mark.parametrize("kind", ORIGINS)
async def test_staff_see_whose_words_were_passed_on(support: SupportHarness, kind: str) -> None:
    origin, name = ORIGINS[kind]
    await support.reload(forum=True)
    await support.complain(STORY)
    update = await support.anna.say("Сама виновата")
    payload: Any = update.payload["message"]
    payload["forward_origin"] = origin
    await support.deliver(update)
    assert support.said()[-1] == f"💬 Анна:\n{label(name)}\nСама виновата"
    [kept] = await support.harness.rows(tables.messages)
    assert "Сама виновата" in kept["words"]
    assert kept["words"] != "Сама виновата"
    await support.deliver(await support.vera.say("/case 1"))
    assert label(name) in support.vera.chat.messages[-1].text


@pytest.mark.parametrize("text", NOT_THEIRS)
async def test_what_somebody_else_said_is_no_score_and_no_command(harness: Harness, text: str) -> None:
    await harness.say(ANNA, "/rate")
    told = [call for call in await harness.deliver(forwarded(text)) if not call.is_menu]
    assert len(told) == 1
    assert await harness.rows(tables.answers) == []
    [customer] = await harness.customers()
    assert customer["stopped_at"] is None
    [kept] = await harness.rows(tables.messages)
    assert kept["words"].endswith(f"\n{text}")


async def test_the_customers_own_words_are_an_answer_after_what_they_passed_on(harness: Harness) -> None:
    await harness.say(ANNA, "/rate")
    await harness.deliver(forwarded("3"))
    await harness.deliver(sent(ANNA, text="9"))
    [answer] = await harness.rows(tables.answers)
    assert answer["score"] == 9


async def test_passed_on_words_tell_what_happened_where_that_was_asked(harness: Harness) -> None:
    await harness.say(ANNA, "/rate")
    await harness.deliver(sent(ANNA, text="2"))
    await harness.deliver(forwarded("Сама виновата"))
    *_, why = await harness.rows(tables.answers)
    assert why["words"] == f"{label(ORIGINS['user'][1])}\nСама виновата"


async def test_a_passed_on_photo_says_whose_it_is(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    for caption in ("", "Смотрите"):
        update = await support.anna.photo(b"picture", caption)
        payload: Any = update.payload["message"]
        payload["forward_origin"] = ORIGINS["hidden"][0]
        await support.deliver(update)
    shown = [message.text for message in support.shown() if message.media]
    assert shown == [f"💬 Анна:\n{label('Пётр')}", f"💬 Анна:\n{label('Пётр')}\nСмотрите"]


async def test_what_was_quoted_stands_above_the_customers_words(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    update = await support.anna.say("Согласна на это")
    payload: Any = update.payload["message"]
    payload["quote"] = {"text": "вернём 4 500 ₽\nзавтра", "position": 0, "is_manual": True}
    await support.deliver(update)
    assert support.said()[-1] == "💬 Анна:\n↪️ вернём 4 500 ₽ завтра\nСогласна на это"


@pytest.mark.parametrize("quoted", [True, False])
async def test_a_reply_to_a_message_of_another_chat_is_shown_as_such(
    support: SupportHarness, quoted: bool
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    update = await support.anna.say("И вы так считаете?")
    payload: Any = update.payload["message"]
    payload["external_reply"] = {"origin": ORIGINS["channel"][0], "chat": CHANNEL, "message_id": 5}
    if quoted:
        payload["quote"] = {"text": "Клиент всегда неправ", "position": 0}
    await support.deliver(update)
    head = app_context().texts.text("ru", "content-external", name=ORIGINS["channel"][1])
    lines = [*(["↪️ Клиент всегда неправ"] if quoted else []), head, "И вы так считаете?"]
    assert support.said()[-1] == "💬 Анна:\n" + "\n".join(lines)


async def test_a_score_in_reply_with_a_quote_is_a_score(harness: Harness) -> None:
    await harness.say(ANNA, "/rate")
    await harness.deliver(sent(ANNA, text="9", quote={"text": "от 0 до 10", "position": 3}))
    [answer] = await harness.rows(tables.answers)
    assert answer["score"] == 9


async def test_a_hidden_address_is_kept_in_an_answer_and_reaches_staff(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    update = await support.anna.say("😀 Вот мой заказ")
    payload: Any = update.payload["message"]
    link = {"type": "text_link", "offset": 7, "length": 9, "url": "https://shop.example/o/551"}
    payload["entities"] = [link]
    await support.deliver(update)
    assert support.said()[-1] == "💬 Анна:\n😀 Вот мой заказ (https://shop.example/o/551)"

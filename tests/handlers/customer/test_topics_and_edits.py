"""Private chats with topics are answered in their topic; an edit that changes no words is no edit."""

from typing import Any

import pytest

from playground import Message, Person
from storage import tables
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness
from tests.updates import ANNA, GROUP, Raw, message, said, sent, tapped, update

TOPIC = {"message_thread_id": 777, "is_topic_message": True}
WORDS = "Заказ 1042 пришёл без крышки"


def threads(told: Any) -> set[int | None]:
    return {call.body.get("message_thread_id") for call in told if not call.is_menu}


def edit(original: Raw, **changed: Any) -> Raw:
    """The message as it comes edited."""
    return update(edited_message=original["message"] | {"edit_date": 1_790_000_060} | changed)


async def test_what_is_written_in_a_topic_is_answered_in_it(harness: Harness) -> None:
    for text in ("/rate", "/help", "/settings", "/leave", "/stop", "/complain", "привет"):
        assert threads(await harness.deliver(said(ANNA, text, **TOPIC))) == {777}


async def test_what_follows_a_tap_in_a_topic_stays_in_it(harness: Harness) -> None:
    [question] = [call for call in await harness.deliver(said(ANNA, "/rate", **TOPIC)) if not call.is_menu]
    two = next(data for label, data in question.buttons.items() if label == "2")
    await harness.deliver(tapped(ANNA, two, message=message(ANNA, text="?", **TOPIC)))
    assert threads(await harness.deliver(said(ANNA, "холодно", **TOPIC))) == {777}


async def test_without_a_topic_there_is_no_thread(harness: Harness) -> None:
    threads_without_topic: list[Raw] = [
        {},
        {"message_thread_id": 777},
        {"is_topic_message": True},
        {"message_thread_id": "x", "is_topic_message": True},
    ]
    for thread in threads_without_topic:
        assert threads(await harness.deliver(said(ANNA, "/rate", **thread))) == {None}


async def test_a_topic_that_is_gone_costs_nobody_an_answer(support: SupportHarness) -> None:
    await support.reload()
    anna = support.anna
    topic = anna.chat.open_topic("Заказы")
    await support.deliver(await anna.say("/help", topic=topic))
    before = _last(anna)
    assert before.thread_id == topic.id
    asked = await anna.say("/privacy", topic=topic)
    topic.deleted = True
    await support.deliver(asked)
    assert _last(anna) is not before
    assert _last(anna).thread_id is None


def _last(person: Person) -> Message:
    return next(one for one in reversed(person.chat.messages) if one.from_bot)


@pytest.mark.parametrize(
    ("original", "changed"),
    [
        ({"text": WORDS}, {}),
        ({"text": WORDS}, {"entities": [{"type": "bold", "offset": 0, "length": 3}]}),
        ({"text": WORDS}, {"link_preview_options": {"url": "https://example.com"}, "date": 1_790_000_001}),
        (
            {"caption": WORDS, "photo": [{"file_id": "a", "file_unique_id": "u", "width": 1, "height": 1}]},
            {"photo": [{"file_id": "b", "file_unique_id": "u", "width": 1, "height": 1}]},
        ),
        ({"text": WORDS, "poll": {"id": 7}}, {}),
    ],
)
async def test_an_edit_without_other_words_is_silent(harness: Harness, original: Raw, changed: Raw) -> None:
    first = sent(ANNA, **original)
    await harness.deliver(first)
    assert await harness.deliver(edit(first, **changed)) == []
    assert [row["words"] for row in await harness.rows(tables.messages)] == [WORDS]


async def test_an_edit_in_the_same_batch_is_compared_with_the_message_before_it(harness: Harness) -> None:
    first = said(ANNA, WORDS)
    await harness.deliver(
        first, edit(first), edit(first, text="иначе"), edit(first, text="иначе"), edit(first)
    )
    assert [row["words"] for row in await harness.rows(tables.messages)] == [WORDS, "иначе", WORDS]


async def test_an_edit_is_compared_with_its_own_message_only(harness: Harness) -> None:
    first, second = said(ANNA, "один"), said(ANNA, "два")
    await harness.deliver(first, second)
    [told] = await harness.deliver(edit(first, text="два"))
    assert "исправили" in told.text
    elsewhere = update(edited_message=first["message"] | {"chat": GROUP})
    assert await harness.deliver(elsewhere) == []


async def test_an_edit_of_what_is_not_remembered_is_taken_as_one(harness: Harness) -> None:
    [told] = await harness.deliver(edit(said(ANNA, WORDS)))
    assert "исправили" in told.text


async def test_staff_do_not_see_words_again_that_did_not_change(support: SupportHarness) -> None:
    await support.reload()
    await support.complain("Торт привезли разбитым")
    more = await support.anna.say(WORDS)
    await support.deliver(more)
    before = support.said()
    assert more.message is not None
    await support.deliver(await support.anna.edit(more.message, WORDS))
    assert support.said() == before
    await support.deliver(await support.anna.edit(more.message, "Нет, 1043"))
    assert "✏️" in support.said()[-1]


async def test_telegrams_number_of_what_was_written_is_kept(harness: Harness) -> None:
    ways = [said(ANNA, "/wish больше мест у окна"), said(ANNA, "/help где заказ"), said(ANNA, WORDS)]
    await harness.deliver(*ways, said(ANNA, "/rate"))
    score, words = said(ANNA, "9"), said(ANNA, "Вкусно")
    await harness.deliver(score, words)
    kept = [row["telegram_message_id"] for row in await harness.rows(tables.messages)]
    given = [row["telegram_message_id"] for row in await harness.rows(tables.answers)]
    assert kept == [one["message"]["message_id"] for one in ways]
    assert given == [one["message"]["message_id"] for one in (score, words)]


async def test_what_staff_write_is_kept_with_its_number_too(support: SupportHarness) -> None:
    await support.reload()
    await support.complain(WORDS)
    answer = await support.vera.say("Вернём деньги", to=support.group, reply_to=support.card())
    await support.deliver(answer)
    assert answer.message is not None
    written = [row for row in await support.harness.rows(tables.messages) if row["staff_telegram_id"]]
    assert [row["telegram_message_id"] for row in written] == [answer.message.id]

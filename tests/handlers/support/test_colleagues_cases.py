"""Whoever answers a case of a colleague's is asked first, and what they wrote goes as they wrote it."""

from typing import Any

import pytest

from storage import tables
from tests.groups import FORUM
from tests.handlers.access import LENA, TOPIC, VERA, Where, pressed, reload, spoken
from tests.harness import NOON, Harness, SentCall
from tests.updates import ANNA, BORIS, Person, Raw, message, sent, update
from tests.words import interface

WROTE = int(NOON.timestamp())
_IN_TOPIC: Raw = {"chat": FORUM, "message_thread_id": TOPIC, "is_topic_message": True}
ASKED = interface("reply-confirm", name="Лена")
SEND, TAKE, DROP = (interface(f"button-reply-{one}") for one in ("send", "take", "drop"))


@pytest.fixture
async def taken(harness: Harness) -> Harness:
    """Lena, a manager, has the only case; Vera is support and Boris the owner."""
    await reload(harness)
    await harness.deliver(spoken(LENA, "/take", Where.TOPIC))
    return harness


def wrote(person: Person, words: str, minutes: int = 0, **content: Any) -> Raw:
    return sent(person, text=words, **{"date": WROTE + 60 * minutes} | _IN_TOPIC | content)


def to_anna(calls: list[SentCall]) -> list[SentCall]:
    return [one for one in calls if one.body.get("chat_id") == ANNA.id]


async def stored(harness: Harness) -> list[str]:
    return [row["words"] for row in await harness.rows(tables.messages) if row["staff_telegram_id"]]


async def test_an_answer_in_a_colleagues_case_waits_until_its_writer_says_so(taken: Harness) -> None:
    [asked] = await taken.deliver(wrote(VERA, "Курьер уже едет"))
    assert (asked.text, list(asked.buttons)) == (ASKED, [SEND, DROP])  # support takes no case over
    assert asked.body["message_thread_id"] == TOPIC
    assert to_anna(await taken.deliver(pressed(BORIS, asked.buttons[SEND], Where.TOPIC))) == []
    told = await taken.deliver(pressed(VERA, asked.buttons[SEND], Where.TOPIC))
    assert [one.text for one in to_anna(told)] == ["Курьер уже едет"]
    assert interface("reply-sent") in [one.text for one in told if one.method == "editMessageText"]
    [case] = await taken.rows(tables.cases)
    assert case["holder_telegram_id"] == LENA.id
    assert to_anna(await taken.deliver(pressed(VERA, asked.buttons[SEND], Where.TOPIC))) == []  # once

    taken.fake_clock.move(hours=2)
    assert [one.text for one in to_anna(await taken.deliver(wrote(VERA, "Будет через час", 50)))]
    [again] = await taken.deliver(wrote(VERA, "Доехал?", 50 + 61))
    assert again.text == ASKED
    assert [one.text for one in to_anna(await taken.deliver(wrote(LENA, "Это Лена")))] == ["Это Лена"]


async def test_a_manager_may_take_the_case_over_with_the_answer(taken: Harness) -> None:
    [asked] = await taken.deliver(wrote(BORIS, "Это владелец"))
    assert list(asked.buttons) == [SEND, TAKE, DROP]
    told = await taken.deliver(pressed(BORIS, asked.buttons[TAKE], Where.TOPIC))
    assert [one.text for one in to_anna(told)] == ["Это владелец"]
    [case] = await taken.rows(tables.cases)
    assert case["holder_telegram_id"] == BORIS.id


async def test_what_is_not_meant_is_never_sent_and_a_case_closed_meanwhile_takes_nothing(
    taken: Harness,
) -> None:
    [first] = await taken.deliver(wrote(VERA, "Ошиблась темой"))
    told = await taken.deliver(pressed(VERA, first.buttons[DROP], Where.TOPIC))
    assert (to_anna(told), await stored(taken)) == ([], [])
    assert to_anna(await taken.deliver(pressed(VERA, first.buttons[SEND], Where.TOPIC))) == []
    [second] = await taken.deliver(wrote(VERA, "Уже решили?"))
    await taken.deliver(spoken(LENA, "/close other", Where.TOPIC))
    assert to_anna(await taken.deliver(pressed(VERA, second.buttons[SEND], Where.TOPIC))) == []
    assert await stored(taken) == ["Уже решили?"]  # it waits, should the case open again


async def test_an_edit_of_what_waits_is_what_is_sent_and_an_edit_into_a_note_is_not(taken: Harness) -> None:
    slip, note = wrote(VERA, "Курер едет"), wrote(VERA, "Он странный")
    [asked] = await taken.deliver(slip)
    [about_note] = await taken.deliver(note)
    changed = [
        update(
            edited_message=message(VERA, text=words, edit_date=WROTE, **_IN_TOPIC) | {"message_id": number}
        )
        for words, number in (
            ("Курьер едет", slip["message"]["message_id"]),
            ("// Он странный", note["message"]["message_id"]),
        )
    ]
    assert await taken.deliver(*changed) == []
    told = await taken.deliver(
        pressed(VERA, asked.buttons[SEND], Where.TOPIC), pressed(VERA, about_note.buttons[SEND], Where.TOPIC)
    )
    assert [one.text for one in to_anna(told)] == ["Курьер едет"]


async def test_an_album_in_a_colleagues_case_waits_whole(taken: Harness) -> None:
    photos = [[{"file_id": f"photo{n}", "file_unique_id": f"u{n}", "width": 9, "height": 9}] for n in (1, 2)]
    album = [
        sent(VERA, photo=photo, media_group_id="7", caption=caption, date=WROTE, **_IN_TOPIC)
        for photo, caption in zip(photos, ("Чеки", None), strict=True)
    ]
    [asked] = await taken.deliver(*album)
    [call] = to_anna(await taken.deliver(pressed(VERA, asked.buttons[SEND], Where.TOPIC)))
    assert call.method == "sendMediaGroup"
    assert [one["media"] for one in call.body["media"]] == ["photo1", "photo2"]
    assert call.body["media"][0]["caption"] == "Чеки"


def photo(number: int, **content: Any) -> Raw:
    return {
        "photo": [{"file_id": f"photo{number}", "file_unique_id": f"u{number}", "width": 9, "height": 9}],
        **content,
    }


def edited(first: Raw, **content: Any) -> Raw:
    before = first["message"]["message_id"]
    return update(
        edited_message=message(VERA, edit_date=WROTE, **content, **_IN_TOPIC) | {"message_id": before}
    )


async def test_a_file_that_is_replaced_while_it_waits_is_what_is_sent(taken: Harness) -> None:
    wrong = sent(VERA, date=WROTE, **photo(1, caption="Чек"), **_IN_TOPIC)
    [asked] = await taken.deliver(wrong)
    assert await taken.deliver(edited(wrong, **photo(2, caption="Ваш чек"))) == []
    [call] = to_anna(await taken.deliver(pressed(VERA, asked.buttons[SEND], Where.TOPIC)))
    assert (call.body["photo"], call.body["caption"]) == ("photo2", "Ваш чек")


@pytest.mark.parametrize("words", ["/close other", "close", "// сама виновата"])
async def test_an_edit_into_a_command_or_a_note_takes_back_what_waits_albums_whole(
    taken: Harness, words: str
) -> None:
    slip = wrote(VERA, "Закрываю")
    [asked] = await taken.deliver(slip)
    album = [sent(VERA, date=WROTE, media_group_id="7", **photo(n), **_IN_TOPIC) for n in (1, 2)]
    [about_album] = await taken.deliver(*album)
    await taken.deliver(edited(slip, text=words), edited(album[1], **photo(2, caption=words)))
    for one in (asked, about_album):
        assert to_anna(await taken.deliver(pressed(VERA, one.buttons[SEND], Where.TOPIC))) == []

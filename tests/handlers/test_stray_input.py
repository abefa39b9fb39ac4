"""Whatever people send at whatever moment: a kind answer, and nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import pytest

from storage import tables
from tests.desk import Office
from tests.updates import ANNA, Person, Raw, customers, edited, said, sent, update

_FILE = {"file_unique_id": "unique"}
_SIZED = {**_FILE, "width": 10, "height": 10}

_STILL = {"type": "regular", "is_animated": False, "is_video": False}
STICKER: Raw = {"sticker": _SIZED | _STILL | {"file_id": "st"}}
PHOTO: Raw = {"photo": [_SIZED | {"file_id": "small"}, _SIZED | {"file_id": "large"}]}
VOICE: Raw = {"voice": _FILE | {"file_id": "vo", "duration": 3}}
CIRCLE: Raw = {"video_note": _FILE | {"file_id": "ci", "length": 240, "duration": 3}}
VIDEO: Raw = {"video": _SIZED | {"file_id": "vi", "duration": 3}}
DOCUMENT: Raw = {"document": _FILE | {"file_id": "do"}}
GIF: Raw = {"animation": _SIZED | {"file_id": "an", "duration": 1}, "document": _FILE | {"file_id": "an"}}
CONTACT: Raw = {"contact": {"phone_number": "+79990000000", "first_name": "Анна", "last_name": "К"}}
PLACE: Raw = {"location": {"latitude": 55.75, "longitude": 37.62}}
VENUE: Raw = {"venue": {"location": PLACE["location"], "title": "Зал", "address": "Мира, 1"}} | PLACE
DICE: Raw = {"dice": {"emoji": "🎲", "value": 3}}
TOMORROWS: Raw = {"hologram": {"of": "a cat"}}
FORWARD: Raw = {
    "text": "Они всегда опаздывают",
    "forward_origin": {"type": "hidden_user", "sender_user_name": "Кто-то", "date": 1_780_000_000},
}

KEPT = "сообщение получили и сохранили"
NO_SCORE = "Нажмите на оценку от 0 до 10"
BEYOND = "Оценка – это число от 0 до 10"
WHY_KEPT = "Спасибо, получили и сохранили"
HELP = "/help"

BEFORE: Sequence[str] = ()
SCORE = ("/rate",)
WHY = ("/rate", "8")
DONE = ("/rate", "8", "Долго")


@dataclass(frozen=True)
class Stray:
    """Sent after some texts: what is stored (kind, words, file) and what is answered."""

    after: Sequence[str]
    content: Raw
    stored: tuple[str, str | None, str | None]
    answer: str


def text(words: str) -> Raw:
    return {"text": words}


TABLE = [
    Stray(BEFORE, text("Привет!"), ("text", "Привет!", None), KEPT),
    Stray(BEFORE, text("9"), ("text", "9", None), KEPT),
    Stray(BEFORE, VOICE, ("voice", None, "vo"), KEPT),
    Stray(BEFORE, FORWARD, ("text", "Они всегда опаздывают", None), KEPT),
    Stray(SCORE, text("отлично"), ("text", "отлично", None), NO_SCORE),
    Stray(SCORE, text("55"), ("text", "55", None), BEYOND),
    Stray(SCORE, text("-1"), ("text", "-1", None), BEYOND),
    Stray(SCORE, text("9" * 4000), ("text", "9" * 4000, None), BEYOND),
    Stray(SCORE, text("2 часа ждал"), ("text", "2 часа ждал", None), NO_SCORE),
    Stray(SCORE, text("😡" * 2048), ("text", "😡" * 2048, None), NO_SCORE),
    Stray(SCORE, text("\u202eоценка<b>&"), ("text", "\u202eоценка<b>&", None), NO_SCORE),
    Stray(SCORE, STICKER, ("sticker", None, "st"), NO_SCORE),
    Stray(SCORE, PHOTO | {"caption": "10 из 10"}, ("photo", "10 из 10", "large"), NO_SCORE),
    Stray(SCORE, VOICE, ("voice", None, "vo"), NO_SCORE),
    Stray(SCORE, TOMORROWS, ("unknown", '{"hologram": {"of": "a cat"}}', None), NO_SCORE),
    Stray(SCORE, FORWARD, ("text", "Они всегда опаздывают", None), NO_SCORE),
    Stray(WHY, STICKER, ("sticker", None, "st"), WHY_KEPT),
    Stray(WHY, PHOTO, ("photo", None, "large"), WHY_KEPT),
    Stray(WHY, PHOTO | {"caption": "Вот"}, ("photo", "Вот", "large"), WHY_KEPT),
    Stray(WHY, VOICE, ("voice", None, "vo"), WHY_KEPT),
    Stray(WHY, CIRCLE, ("video_note", None, "ci"), WHY_KEPT),
    Stray(WHY, VIDEO, ("video", None, "vi"), WHY_KEPT),
    Stray(WHY, GIF, ("animation", None, "an"), WHY_KEPT),
    Stray(WHY, DOCUMENT, ("document", None, "do"), WHY_KEPT),
    Stray(WHY, CONTACT, ("contact", "Анна К +79990000000", None), WHY_KEPT),
    Stray(WHY, PLACE, ("location", "55.75, 37.62", None), WHY_KEPT),
    Stray(WHY, VENUE, ("venue", "Зал, Мира, 1, 55.75, 37.62", None), WHY_KEPT),
    Stray(WHY, DICE, ("dice", '{"dice":{"emoji":"🎲","value":3}}', None), WHY_KEPT),
    Stray(WHY, text(" \n "), ("text", " \n ", None), WHY_KEPT),
    Stray(DONE, text("И ещё"), ("text", "И ещё", None), KEPT),
    Stray(DONE, text("10"), ("text", "10", None), KEPT),
    Stray(DONE, STICKER, ("sticker", None, "st"), KEPT),
    Stray(BEFORE, text("/unknown thing"), ("command", "/unknown thing", None), HELP),
    Stray(SCORE, text("/"), ("command", "/", None), HELP),
    Stray(WHY, text("/help где заказ"), ("command", "/help где заказ", None), HELP),
    Stray(WHY, text("/privacy удалите всё"), ("command", "/privacy удалите всё", None), "храним"),
    Stray(BEFORE, text("/rate 9"), ("text", "9", None), "порекомендуете"),
    Stray(WHY, PHOTO | {"caption": "/help мне"}, ("photo", "/help мне", "large"), WHY_KEPT),
]


async def in_state(office: Office, people: Sequence[Person], after: Sequence[Sequence[str]]) -> None:
    """Each of these people has said their texts."""
    for step in range(max(map(len, after))):
        said_now = [
            said(person, texts[step])
            for person, texts in zip(people, after, strict=True)
            if step < len(texts)
        ]
        await office.deliver(*said_now)


async def test_every_stray_input_is_kept_and_answered(office: Office) -> None:
    people = customers(len(TABLE))
    await in_state(office, people, [stray.after for stray in TABLE])
    answers = len(await office.rows(tables.answers))
    told = await office.deliver(
        *(sent(person, **stray.content) for person, stray in zip(people, TABLE, strict=True))
    )
    assert len(told) == len(TABLE)
    for stray, one in zip(TABLE, told, strict=True):
        assert stray.answer in one.text, stray
    stored = [(row["kind"], row["words"], row["file_id"]) for row in await office.rows(tables.messages)]
    assert stored == [stray.stored for stray in TABLE]
    assert len(await office.rows(tables.answers)) == answers


async def test_what_interrupts_a_question_leaves_it_open(office: Office) -> None:
    await office.say(ANNA, "/rate")
    for content in (STICKER, VOICE, text("отлично"), text("/start"), text("/help"), text("/nope")):
        assert len(await office.deliver(sent(ANNA, **content))) == 1
    assert "Ваша оценка: 6" in (await office.say(ANNA, "6")).text
    conversation = {row["conversation_id"] for row in await office.rows(tables.messages)}
    assert conversation == {row["id"] for row in await office.rows(tables.conversations)}


async def test_an_edited_message_is_kept_beside_the_first_one(office: Office) -> None:
    await office.say(ANNA, "/rate")
    await office.say(ANNA, "8")
    await office.say(ANNA, "Долго")
    [told] = await office.deliver(edited(ANNA, "Очень долго"))
    assert "сохранили новый текст" in told.text
    [kept] = await office.rows(tables.messages)
    assert (kept["kind"], kept["words"]) == ("edited", "Очень долго")
    assert [row["words"] for row in await office.rows(tables.answers)] == [None, "Долго"]


async def test_a_score_that_was_edited_in_its_message_is_told_where_to_change_it(office: Office) -> None:
    await office.say(ANNA, "/rate")
    await office.say(ANNA, "4")
    [told] = await office.deliver(edited(ANNA, "9"))
    assert "«Изменить оценку»" in told.text
    assert await office.scores() == {4: 1}
    assert [row["words"] for row in await office.rows(tables.messages)] == ["9"]


@pytest.mark.parametrize(
    "note",
    [
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {"from_request": True}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": ANNA.chat}},
    ],
)
async def test_telegrams_own_notes_are_neither_kept_nor_answered(office: Office, note: Raw) -> None:
    assert await office.deliver(sent(ANNA, **note)) == []
    assert await office.rows(tables.messages) == []
    assert [row["state"] for row in await office.rows(tables.letters)] == ["done"]


async def test_a_location_that_moves_by_itself_is_not_answered_at_every_step(office: Office) -> None:
    [told] = await office.deliver(sent(ANNA, **PLACE))
    assert KEPT in told.text
    date = count(1_790_000_001)
    moving = [
        update(edited_message=sent(ANNA, **PLACE)["message"] | {"edit_date": next(date)}) for _ in range(3)
    ]
    assert await office.deliver(*moving) == []
    assert len(await office.rows(tables.messages)) == 1


async def test_characters_that_no_database_holds_cost_nothing_but_themselves(office: Office) -> None:
    await office.say(ANNA, "/rate")
    await office.say(ANNA, "4")
    await office.deliver(sent(ANNA, text="до\x00ждь \ud83d ушёл"))
    [_, why] = await office.rows(tables.answers)
    assert why["words"] == "дождь  ушёл"


async def test_photos_and_voices_are_ordered_to_be_fetched_and_stickers_are_not(office: Office) -> None:
    await office.deliver(*(sent(ANNA, **content) for content in (PHOTO, VOICE, STICKER)))
    ordered = [(row["kind"], row["args"]["kind"]) for row in await office.rows(tables.jobs)]
    assert ordered == [("fetch_file", "photo"), ("fetch_file", "voice")]

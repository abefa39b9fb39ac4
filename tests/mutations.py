"""Updates as Telegram sends them, of all kinds that reach the bot, and what odd servers may make of them."""

import copy
import random
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from tests.groups import BOT, FORUM, became
from tests.updates import Person, Raw, edited, membership, message, said, sent, tapped

_SIZES = {"width": 90, "height": 90}
_FILE = {"file_id": "AgACAgIAAxkBAAI", "file_unique_id": "AQADn"}
_STICKER = _FILE | _SIZES | {"type": "regular", "is_animated": False, "is_video": False}
_POLL = {
    "id": "77", "question": "Что вам привезти?", "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": True,
    "members_only": False, "options": [{"persistent_id": "0", "text": "Чай", "voter_count": 0}],
}  # fmt: skip
_ORIGIN = {"type": "hidden_user", "sender_user_name": "Кто-то", "date": 1_780_000_000}
_JUNK: tuple[Callable[[], Any], ...] = (
    lambda: None, lambda: True, lambda: 0, lambda: -1, lambda: 2**31, lambda: -(2**63), lambda: 2**63,
    lambda: 10**40, lambda: 1e308, lambda: float("nan"), lambda: -0.5, lambda: "", lambda: "7",
    lambda: "x" * 5000, lambda: "a\x00b", lambda: "\ud800", lambda: [], lambda: {}, lambda: [[]],
    lambda: [None], lambda: {"": {"": []}}, lambda: {"type": "galaxy"}, lambda: {"id": "x"},
    lambda: nested(60),
)  # fmt: skip


def nested(levels: int) -> Any:
    """Lists within objects, so deep."""
    found: Any = 7
    for _ in range(levels):
        found = {"a": [found]}
    return found


def recorded(person: Person) -> list[Raw]:
    """One update of each kind by the person, as the server of the day writes it."""
    reply = message(person, **{"from": BOT, "text": "Насколько вероятно?"})
    contents: list[Raw] = [
        {"text": "Торт привезли разбитым", "reply_to_message": reply},
        {"text": "Переслали мне", "forward_origin": _ORIGIN},
        {"text": "Смотрите сами", "quote": {"text": "вероятно", "position": 12}, "reply_to_message": reply},
        {"text": "https://example.com", "link_preview_options": {"is_disabled": True}},
        {"text": "В теме", "message_thread_id": 7, "is_topic_message": True},
        {"photo": [_FILE | _SIZES, _FILE | _SIZES | {"file_size": 900}], "caption": "Вот фото"},
        {"photo": [_FILE | _SIZES], "media_group_id": "1382", "caption": "Альбом"},
        {"voice": _FILE | {"duration": 3, "mime_type": "audio/ogg"}},
        {"video": _FILE | _SIZES | {"duration": 3}, "caption": "Вот видео"},
        {"video_note": _FILE | {"duration": 3, "length": 240}},
        {"audio": _FILE | {"duration": 3, "performer": "Хор"}},
        {"document": _FILE | {"file_name": "чек.pdf", "thumbnail": _FILE | _SIZES}, "caption": "Вот чек"},
        {"animation": _FILE | _SIZES | {"duration": 3}},
        {"sticker": _STICKER},
        {"contact": {"phone_number": "+79990000000", "first_name": "Анна"}},
        {"location": {"latitude": 55.75, "longitude": 37.6}},
        {"poll": _POLL},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"gift": {"gift": {"id": "5", "sticker": _STICKER, "star_count": 3}}},
        {"story": {"chat": person.chat, "id": 3}},
        {"checklist": {"title": "Купить", "tasks": [{"id": 1, "text": "Торт"}]}},
        {"paid_media": {"star_count": 1, "paid_media": [{"type": "photo", "photo": [_FILE | _SIZES]}]}},
        {"external_reply": {"origin": _ORIGIN, "poll": _POLL}, "text": "Ответ на чужое"},
    ]
    return [
        said(person, "/help"), said(person, "/rate"), said(person, "Курьер был груб"),
        edited(person, "Курьер был очень груб"),
        tapped(person, "s:1:score:9"), tapped(person, "x:1", message=None),
        membership(person, "member", "kicked"), membership(person, "kicked", "member"),
        became(person, FORUM, "administrator"), became(person, FORUM, "member"),
        said(person, "Коллеги, кто возьмёт?", chat=FORUM),
        *(sent(person, **content) for content in contents),
    ]  # fmt: skip


def mutated(number: int, seed: int) -> Iterator[Raw]:
    """So many updates of as many people, each with one to four faults; the same for the same seed."""
    dice, ids = random.Random(seed), count(900_000_001)
    while number > 0:
        for raw in recorded(Person(next(ids), "Канарейкина", dice.choice(["ru", "en", None]))):
            if number > 0:
                number -= 1
                yield _spoilt(raw, dice)


def _spoilt(raw: Raw, dice: random.Random) -> Raw:
    found = copy.deepcopy(raw)
    for _ in range(dice.choice((1, 1, 2, 4))):
        if places := list(_places(found)):
            container, key = dice.choice(places)
            dice.choice(_FAULTS)(container, key, dice)
    return found


def _places(value: Any, top: bool = True) -> Iterator[tuple[Any, Any]]:
    """Every place but the update's own number, which is the server's to give."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        if top and key == "update_id":
            continue
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner, top=False)


def _drop(container: Any, key: Any, dice: random.Random) -> None:
    del container[key]


def _replace(container: Any, key: Any, dice: random.Random) -> None:
    container[key] = dice.choice(_JUNK)()


def _change_type(container: Any, key: Any, dice: random.Random) -> None:
    value = container[key]
    container[key] = dice.choice([str(value), [value], {"value": value}, {str(value)[:9]: value}])


def _add(container: Any, key: Any, dice: random.Random) -> None:
    value = container[key]
    if isinstance(value, dict):
        value[dice.choice(["a_field_of_next_year", "type", "chat", "from", "text", "poll"])] = dice.choice(
            _JUNK
        )()
    elif isinstance(value, list):
        value.append(dice.choice(_JUNK)())


def _rename(container: Any, key: Any, dice: random.Random) -> None:
    if isinstance(container, dict):
        container[f"{key}_of_next_year"] = container.pop(key)


def _double(container: Any, key: Any, dice: random.Random) -> None:
    if isinstance(container[key], list):
        container[key] = container[key] * 200


_FAULTS = (_drop, _replace, _replace, _change_type, _add, _rename, _double)

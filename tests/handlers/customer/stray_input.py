"""What people send, at which moment of a conversation, and where it is found afterwards."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from storage import tables
from surveys.cases.support_texts import CustomerNotice as Step
from tests.harness import Harness, SentCall, app_context
from tests.updates import Person, Raw, customers, edited, said, sent

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

ALBUM: Final = (PHOTO | {"caption": "Вот"}, VIDEO)
"""Two messages of Telegram's, which people send as one."""

BUSINESS: Final = app_context().business

Moment = Sequence[str]
"""What was said before. A button's words are a tap on it, in either language."""

NOTHING: Moment = ()
SCORE: Moment = ("/rate",)
LOW: Moment = ("/rate", "2")
WHY: Moment = ("/rate", "8")
RATED: Moment = ("/rate", "8", "Долго")
CATEGORY: Moment = ("/complain",)
STORY: Moment = ("/complain", "Качество")
WHERE: Moment = ("/complain", "Качество", "Разбито")
COMPLAINED: Moment = ("/complain", "Качество", "Разбито", "В магазине")
REASON: Moment = ("/leave",)
COMPARED: Moment = ("/leave", "Дорого")
WHEN: Moment = ("/leave", "Стало меньше денег")
LEFT: Moment = ("/leave", "Не хочу отвечать")

Says = Callable[[str], str]
"""What is said, in a language."""


def says(name: str, /, **values: Any) -> Says:
    """A text of the locales."""
    return lambda language: app_context().texts.text(language, name, **values)


def asks(survey: str, question: str) -> Says:
    found = app_context().catalogue[survey].question(question)
    assert found is not None
    return lambda language: found.text.render(language, business=app_context().business)


def thanks(survey: str, **given: int | str) -> Says:
    """The last words after these answers."""
    found = app_context().catalogue[survey].thank(given)
    assert found is not None
    return lambda language: found.render(language, business=app_context().business)


def tells(step: Step) -> Says:
    """A step of a case, by its words before the number."""
    return lambda language: (
        app_context().support_texts.notices[step].render(language).partition("{number}")[0]
    )


@dataclass(frozen=True)
class Kept:
    """Where something is found: as an answer, a message, or in the case; by its words or its file."""

    where: str
    what: str | int


def answer(what: str | int) -> Kept:
    return Kept("answer", what)


def message(what: str) -> Kept:
    return Kept("message", what)


def case(what: str) -> Kept:
    return Kept("case", what)


@dataclass(frozen=True)
class Stray:
    after: Moment
    content: Raw | Sequence[Raw]
    """One message or several; one with an `edit_date` is an edit."""
    answers: Sequence[Says]
    """Everything that is said to it."""
    kept: Sequence[Kept]

    def updates(self, person: Person) -> Iterator[Raw]:
        contents = [self.content] if isinstance(self.content, dict) else self.content
        for content in contents:
            if "edit_date" in content:
                yield edited(person, content["text"])
            elif len(contents) > 1:
                yield sent(person, **content, media_group_id=str(person.id))
            elif "text" in content and "forward_origin" not in content:
                yield said(person, **content)
            else:
                yield sent(person, **content)


def text(words: str) -> Raw:
    return {"text": words}


def edit(words: str) -> Raw:
    return {"text": words, "edit_date": 1}


def row(after: Moment, content: Raw | Sequence[Raw], answers: Says | Sequence[Says], *kept: Kept) -> Stray:
    return Stray(after, content, [answers] if callable(answers) else answers, kept)


async def happen(harness: Harness, table: Sequence[Stray], language: str) -> Mapping[Person, list[SentCall]]:
    """Each row happens to a customer of its own, all of them at once: what each is told at its end."""
    people = [Person(one.id, one.name, language) for one in customers(len(table))]
    for step in range(max(len(stray.after) for stray in table)):
        now = [
            said(person, stray.after[step])
            for person, stray in zip(people, table, strict=True)
            if step < len(stray.after)
        ]
        await harness.deliver(*now)
    told: dict[Person, list[SentCall]] = {person: [] for person in people}
    by_chat = {person.id: person for person in people}
    updates = [
        update for person, stray in zip(people, table, strict=True) for update in stray.updates(person)
    ]
    for one in await harness.deliver(*updates):
        told[by_chat[one.body["chat_id"]]].append(one)
    return told


async def assert_kind(harness: Harness, table: Sequence[Stray], language: str) -> None:
    """Each row is answered with its words and nothing else, and what was sent is found where it belongs."""
    told = await happen(harness, table, language)
    stored = await found(harness)
    for stray, (person, answers) in zip(table, told.items(), strict=True):
        assert len(answers) == len(stray.answers), (stray, answers)
        for one, expected in zip(answers, stray.answers, strict=True):
            assert expected(language) in one.text, stray
        for kept in stray.kept:
            assert kept in stored[person.id], (stray, stored[person.id])
    assert {one["state"] for one in await harness.rows(tables.inbox)} == {"done"}


async def found(harness: Harness) -> Mapping[int, list[Kept]]:
    """Everything that is stored of what people said and sent, by their Telegram id."""
    ids = {one["id"]: one["telegram_id"] for one in await harness.customers()}
    kept: dict[int, list[Kept]] = {telegram_id: [] for telegram_id in ids.values()}
    for one in await harness.rows(tables.answers):
        kept[ids[one["customer_id"]]] += _all("answer", one, "score", "option", "words", "file_id")
    for one in await harness.rows(tables.messages):
        where = "message" if one["case_id"] is None else "case"
        kept[ids[one["customer_id"]]] += _all(where, one, "words", "file_id")
    for one in await harness.rows(tables.cases):
        kept[ids[one["customer_id"]]] += _all("case", one, "words")
    return kept


def _all(where: str, stored: Mapping[str, Any], *columns: str) -> Iterator[Kept]:
    return (Kept(where, stored[name]) for name in columns if stored[name] is not None)

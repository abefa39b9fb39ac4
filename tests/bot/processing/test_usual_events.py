"""What is built without validation is what validation would have built, or it is not built."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import CallbackQuery, Message, TelegramObject
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.processing.usual_events import usual_message, usual_tap
from tests.updates import ANN, ANNA, GROUP, Raw, edited, message, said, tapped

BOT = Bot("42:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")

NAMES = {"last_name": st.text(), "username": st.text()}
ABSURD = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just("\ud800")),
    *(st.just([]), st.just({}), st.just("7"), st.just([{}]), st.just(0), st.just(10**15), st.just(10**30)),
)


def contents(required: Any, optional: Any) -> st.SearchStrategy[Raw]:
    """Mostly as Telegram documents it; now and then a field is strange, is missing or is one too many."""
    usual = st.fixed_dictionaries(required, optional=optional)
    names = st.sampled_from([*required, *optional, "a_field_of_next_year", "caption", "from_user"])
    return st.one_of(
        usual,
        usual,
        st.builds(lambda content, name, value: content | {name: value}, usual, names, ABSURD),
        st.builds(lambda content, name: {k: v for k, v in content.items() if k != name}, usual, names),
    )


USERS = contents(
    {"id": st.integers(), "is_bot": st.booleans(), "first_name": st.text()},
    {**NAMES, "language_code": st.text(), "is_premium": st.booleans()},
)
CHATS = contents(
    {"id": st.integers(), "type": st.sampled_from(["private", "supergroup"])},
    {**NAMES, "first_name": st.text(), "title": st.text(), "is_forum": st.booleans()},
)
ENTITIES = contents({"type": st.text(), "offset": st.integers(), "length": st.integers()}, {"url": st.text()})
MESSAGES = contents(
    {"message_id": st.integers(), "date": st.integers(0, 2**32), "chat": CHATS},
    {
        "from": USERS,
        "text": st.text(),
        "entities": st.lists(ENTITIES, max_size=2),
        "edit_date": st.integers(),
    },
)
TAPS = contents(
    {"id": st.text(), "from": USERS, "chat_instance": st.text()}, {"message": MESSAGES, "data": st.text()}
)


def validated(kind: type[TelegramObject], content: Any) -> TelegramObject | None:
    """None for what is refused."""
    try:
        return kind.model_validate(content, context={"bot": BOT})
    except ValidationError:
        return None


def assert_same(built: TelegramObject | None, kind: type[TelegramObject], content: Any) -> None:
    if built is None:
        return
    expected = validated(kind, content)
    assert expected is not None
    assert built == expected
    assert built.model_dump(exclude_unset=True) == expected.model_dump(exclude_unset=True)
    assert built.bot is BOT


@given(content=MESSAGES)
def test_a_message_is_built_as_validation_builds_it_or_left_to_it(content: Raw) -> None:
    assert_same(usual_message(content, BOT), Message, content)


@given(content=TAPS)
def test_a_tap_is_built_as_validation_builds_it_or_left_to_it(content: Raw) -> None:
    assert_same(usual_tap(content, BOT), CallbackQuery, content)


def without_keyboard(update: Raw) -> Raw:
    tap: Raw = update["callback_query"]
    under = tap["message"]
    return tap | {"message": {name: value for name, value in under.items() if name != "reply_markup"}}


@pytest.mark.parametrize(
    "content",
    [
        said(ANNA, "Курьер опоздал")["message"],
        said(ANN, "/rate")["message"],
        message(ANN, chat=GROUP, text="hello 🙂"),
    ],
)
def test_plain_words_need_no_validation(content: Raw) -> None:
    assert usual_message(content, BOT) == validated(Message, content)


def test_a_tap_needs_no_validation() -> None:
    tap = without_keyboard(tapped(ANNA, "s:1:score:9"))
    assert usual_tap(tap, BOT) == validated(CallbackQuery, tap)


@pytest.mark.parametrize(
    "content",
    [
        message(ANNA, photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]),
        message(ANNA, text="a", reply_to_message=message(ANNA, text="b")),
        edited(ANNA, "a")["edited_message"],
        message(ANNA, text="a", date=0),
        message(ANNA, text=7),
        message(ANNA, text="\ud800"),
        {"text": "nobody said this"},
        "no message",
    ],
)
def test_whatever_is_more_than_words_is_validated(content: Any) -> None:
    assert usual_message(content, BOT) is None

"""What entities hid or meant is written out beside the words, whatever stands before them."""

from typing import Any

import pytest
from aiogram.types import Message

from handlers.shared.content import content_of
from handlers.shared.text_rendering import written_out
from tests.bot.processing.test_tolerant_reading import read
from tests.harness import app_context
from tests.updates import ANNA, ZOYA, Raw, sent

LINK = "https://shop.example/return?id=7"


def entity(text: str, part: str, kind: str, **more: Any) -> Raw:
    """An entity over a part of the text, in UTF-16 units as Telegram counts."""
    before = text[: text.index(part)]
    return {"type": kind, "offset": units(before), "length": units(part), **more}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def words_of(text: str, *entities: Raw, caption: bool = False) -> str | None:
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]
    fields: Raw = {"text": text, "entities": list(entities)}
    if caption:
        fields = {"caption": text, "caption_entities": list(entities), "photo": photo}
    message: Message = read(sent(ANNA, **fields))
    found = content_of(message, app_context())
    assert found is not None
    return found.words


@pytest.mark.parametrize("caption", [False, True])
@pytest.mark.parametrize("before", ["", "😀👩‍👩‍👧 ", "🇷🇺"])
def test_an_address_behind_a_word_is_written_out(before: str, caption: bool) -> None:
    text = f"{before}Оформите возврат здесь, пожалуйста"
    words = words_of(text, entity(text, "здесь", "text_link", url=LINK), caption=caption)
    assert words == f"{before}Оформите возврат здесь ({LINK}), пожалуйста"


def test_two_addresses_and_what_stands_in_them_keep_their_places() -> None:
    text = "тут 😀 и там"
    found = words_of(
        text,
        entity(text, "тут 😀", "text_link", url="https://a.example/1"),
        entity(text, "там", "bold"),
        entity(text, "там", "text_link", url="https://a.example/2"),
    )
    assert found == "тут 😀 (https://a.example/1) и там (https://a.example/2)"


@pytest.mark.parametrize("shown", ["https://shop.example/", "shop.example", "HTTPS://shop.example"])
def test_an_address_that_can_be_read_is_not_written_twice(shown: str) -> None:
    assert words_of(shown, entity(shown, shown, "text_link", url="https://shop.example/")) == shown


def test_an_address_that_looks_like_another_is_shown() -> None:
    text = "https://bank.example"
    assert words_of(text, entity(text, text, "text_link", url="https://thief.example/")) == (
        "https://bank.example (https://thief.example/)"
    )


@pytest.mark.parametrize("kind", ["blockquote", "expandable_blockquote"])
def test_a_quoted_block_can_be_told_from_own_words(kind: str) -> None:
    text = "Ваши слова:\nПривезём завтра\nдо обеда\nНе привезли"
    assert words_of(text, entity(text, "Привезём завтра\nдо обеда", kind)) == (
        "Ваши слова:\n> Привезём завтра\n> до обеда\nНе привезли"
    )


def test_a_quoted_block_with_an_address_has_both() -> None:
    text = "Смотрите здесь\nвот"
    found = words_of(
        text, entity(text, "Смотрите здесь", "blockquote"), entity(text, "здесь", "text_link", url=LINK)
    )
    assert found == f"> Смотрите здесь ({LINK})\nвот"


def test_what_is_crossed_out_is_not_said() -> None:
    text = "Вернём 4 500 3 000 ₽"
    assert words_of(text, entity(text, "4 500", "strikethrough")) == "Вернём ~~4 500~~ 3 000 ₽"


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("text_mention", {"user": ZOYA.user}),
        ("custom_emoji", {"custom_emoji_id": "5"}),
        *((kind, {}) for kind in ("spoiler", "bold", "italic", "underline", "code", "pre", "mention")),
        *((kind, {}) for kind in ("hashtag", "phone_number", "url", "email", "hologram")),
    ],
)
def test_everything_else_says_what_can_be_read_of_it(kind: str, more: Raw) -> None:
    text = "Позовите Зою 👍"
    assert words_of(text, entity(text, "Зою", kind, **more)) == text


@pytest.mark.parametrize(
    ("offset", "length"), [(-3, 2), (0, -1), (1, 1), (3, 900), (900, 3), (2**40, 2**40), (0, 0)]
)
def test_an_entity_of_no_place_harms_no_word(offset: int, length: int) -> None:
    found = words_of("😀здесь", {"type": "text_link", "offset": offset, "length": length, "url": LINK})
    assert found is not None
    assert found.replace(f" ({LINK})", "") == "😀здесь"


def test_words_without_entities_stay_as_they_are() -> None:
    assert written_out("9", None) == "9"
    assert written_out(" две  строки\n", []) == " две  строки\n"

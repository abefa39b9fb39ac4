"""What was refused is said in another way, with nothing lost of it but its form."""

import json

import pytest

from bot.delivery import fallbacks


def test_an_edit_becomes_a_new_message_without_the_old_ones_id() -> None:
    body = json.dumps({"chat_id": 1, "message_id": 7, "text": "a", "reply_markup": {"inline_keyboard": []}})
    anew = json.loads(fallbacks.without_message(body, 5))
    assert anew == {"chat_id": 5, "text": "a", "reply_markup": {"inline_keyboard": []}}
    assert json.loads(fallbacks.without_message(None, 5)) == {"chat_id": 5}


def test_an_edited_picture_becomes_a_new_one() -> None:
    media = {"type": "photo", "media": "attach://file0", "caption": "NPS"}
    anew = json.loads(fallbacks.without_message(json.dumps({"message_id": 7, "media": media}), 5))
    assert anew == {"chat_id": 5, "photo": "attach://file0", "caption": "NPS"}


@pytest.mark.parametrize("key", ["parse_mode", "entities", "caption_entities"])
def test_plain_text_has_no_markup_left(key: str) -> None:
    body = json.dumps({"chat_id": 1, "text": "<b>a", key: "HTML"})
    assert fallbacks.has_markup(body)
    assert json.loads(fallbacks.plain(body)) == {"chat_id": 1, "text": "<b>a"}
    assert not fallbacks.has_markup(fallbacks.plain(body))

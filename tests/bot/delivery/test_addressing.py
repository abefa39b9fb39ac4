"""Where a row goes when a place is named, and which place an answer names."""

import json
from typing import Any

import pytest

from bot.delivery import addressing
from storage.rows import Place

TOPIC = Place("t", chat_id=-1001, thread_id=7)
MESSAGE = Place("m", chat_id=55, message_id=9)


@pytest.mark.parametrize(
    ("method", "place", "added"),
    [
        ("sendMessage", TOPIC, {"chat_id": -1001, "message_thread_id": 7}),
        ("sendDocument", TOPIC, {"chat_id": -1001, "message_thread_id": 7}),
        ("closeForumTopic", TOPIC, {"chat_id": -1001, "message_thread_id": 7}),
        ("editForumTopic", TOPIC, {"chat_id": -1001, "message_thread_id": 7}),
        ("sendMessage", MESSAGE, {"chat_id": 55, "reply_parameters": {"message_id": 9}}),
        ("editMessageText", MESSAGE, {"chat_id": 55, "message_id": 9}),
        ("editMessageReplyMarkup", MESSAGE, {"chat_id": 55, "message_id": 9}),
        ("editMessageMedia", MESSAGE, {"chat_id": 55, "message_id": 9}),
        ("deleteMessage", MESSAGE, {"chat_id": 55, "message_id": 9}),
        ("pinChatMessage", MESSAGE, {"chat_id": 55, "message_id": 9}),
        ("setMessageReaction", MESSAGE, {"chat_id": 55, "message_id": 9}),
        ("sendMessage", Place("c", chat_id=55), {"chat_id": 55}),
    ],
)
def test_a_call_is_completed_with_its_place(method: str, place: Place, added: dict[str, Any]) -> None:
    body = json.dumps({"chat_id": 1, "text": "Привет 😀"})
    addressed = addressing.address(method, body, place)
    assert json.loads(addressed) == {"text": "Привет 😀"} | added
    assert "Привет" in addressed


def test_what_replies_to_a_message_already_does_not_reply_to_its_place() -> None:
    body = json.dumps({"text": "a", "reply_parameters": {"message_id": 4}})
    assert json.loads(addressing.address("sendMessage", body, MESSAGE))["reply_parameters"] == {
        "message_id": 4
    }


@pytest.mark.parametrize(
    ("result", "place"),
    [
        ({"message_id": 9, "chat": {"id": 55}}, Place("", 55, None, 9)),
        ({"message_id": 9, "chat": {"id": -1}, "message_thread_id": 7}, Place("", -1, None, 9)),
        ({"message_thread_id": 7, "name": "Case", "icon_color": 1}, Place("", None, 7)),
        ([{"message_id": 3, "chat": {"id": 5}}, {"message_id": 4, "chat": {"id": 5}}], Place("", 5, None, 3)),
        (
            {"message_id": 9, "chat": {"id": 5}, "photo": [{"file_id": "s"}, {"file_id": "l"}]},
            Place("", 5, None, 9, "l"),
        ),
        (
            {"message_id": 9, "chat": {"id": 5}, "document": {"file_id": "d"}},
            Place("", 5, None, 9, "d"),
        ),
        ({"message_id": 9}, Place("", None, None, 9)),
        (True, Place("")),
        ([], Place("")),
        (None, Place("")),
    ],
)
def test_an_answer_names_where_the_call_landed(result: Any, place: Place) -> None:
    assert addressing.landing(result) == place

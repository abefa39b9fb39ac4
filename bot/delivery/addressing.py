"""Where a row goes: the body of a call completed with a place, and the place that an answer names."""

import json
from typing import Any

from bot.delivery.serialization import to_json
from storage.rows import Place

_EDITS_MESSAGE = ("edit", "delete", "pin", "setMessageReaction")
_FILE_KINDS = ("document", "voice", "video", "audio", "animation", "sticker")


def address(method: str, body: str, place: Place) -> str:
    """The body of a call with the chat, topic or message of a place filled in.

    A message that is sent to a message's place replies to it.
    """
    parameters: dict[str, Any] = {**json.loads(body), "chat_id": place.chat_id}
    if "ForumTopic" in method:
        parameters["message_thread_id"] = place.thread_id
    elif method.startswith(_EDITS_MESSAGE):
        parameters["message_id"] = place.message_id
    elif place.thread_id is not None:
        parameters["message_thread_id"] = place.thread_id
    elif place.message_id is not None:
        parameters["reply_parameters"] = {"message_id": place.message_id}
    return to_json(parameters)


def landing(result: Any) -> Place:
    """The place that a call's result names: a message, a topic, a file; an empty one where it names none."""
    if isinstance(result, list):
        result = result[0] if result else None
    if not isinstance(result, dict):
        return Place(name="")
    chat = result.get("chat") or {}
    is_topic = "message_thread_id" in result and "message_id" not in result
    return Place(
        name="",
        chat_id=chat.get("id"),
        thread_id=result["message_thread_id"] if is_topic else None,
        message_id=result.get("message_id"),
        file_id=_file_id(result),
    )


def _file_id(message: dict[str, Any]) -> str | None:
    if photo := message.get("photo"):
        return str(photo[-1]["file_id"])
    return next((str(message[kind]["file_id"]) for kind in _FILE_KINDS if kind in message), None)

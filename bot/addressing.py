"""Where a row goes: the body of a call completed with a place, and the place that an answer names."""

import json
from typing import Any

from storage.rows import Place

SAID_ANEW = {"editMessageText": "sendMessage", "editMessageMedia": "sendPhoto"}
"""Methods that edit, and those that say the same in a new message; what we edit is text and pictures."""

MAKES_TOPIC = "createForumTopic"

_EDITS_MESSAGE = ("edit", "delete", "pin", "setMessageReaction")
_FILE_KINDS = ("document", "voice", "video", "audio", "animation", "sticker")


def address(method: str, body: str, place: Place) -> str:
    """Fill in chat, topic or message. A message that is sent to a message's place replies to it."""
    parameters: dict[str, Any] = {**json.loads(body), "chat_id": place.chat_id}
    if "ForumTopic" in method:
        parameters["message_thread_id"] = place.thread_id
    elif method.startswith(_EDITS_MESSAGE):
        parameters["message_id"] = place.message_id
    elif place.thread_id is not None:
        parameters["message_thread_id"] = place.thread_id
    elif place.message_id is not None:
        parameters["reply_parameters"] = {"message_id": place.message_id}
    return _dump(parameters)


def landing(result: Any) -> Place:
    """Where a call's result is to be found: a message, a topic, a file."""
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


def without_message(body: str | None, chat_id: int) -> str:
    """The body of an edit as the body of a new message."""
    parameters = {**json.loads(body or "{}"), "chat_id": chat_id}
    parameters.pop("message_id", None)
    media = parameters.pop("media", None)
    if media is not None:
        parameters |= {("photo" if key == "media" else key): media[key] for key in media if key != "type"}
    return _dump(parameters)


def title_message(body: str | None) -> str:
    """The body of a new topic as a message with its name: what was meant for the topic replies to it."""
    parameters = json.loads(body or "{}")
    return _dump({"chat_id": parameters.get("chat_id"), "text": parameters.get("name", "–")})


def has_markup(body: str | None) -> bool:
    parameters = json.loads(body or "{}")
    return any(key in parameters for key in ("parse_mode", "entities", "caption_entities"))


def plain(body: str | None) -> str:
    """The same words without formatting: a complaint must arrive, bold or not."""
    parameters = json.loads(body or "{}")
    for key in ("parse_mode", "entities", "caption_entities"):
        parameters.pop(key, None)
    return _dump(parameters)


def _file_id(message: dict[str, Any]) -> str | None:
    if photo := message.get("photo"):
        return str(photo[-1]["file_id"])
    return next((str(message[kind]["file_id"]) for kind in _FILE_KINDS if kind in message), None)


def _dump(parameters: dict[str, Any]) -> str:
    return json.dumps(parameters, ensure_ascii=False, separators=(",", ":"))

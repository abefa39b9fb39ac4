"""Where a row goes: the body of a call completed with a place, and the place that an answer names."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.delivery.content_limits import is_id, storable_text
from bot.delivery.serialization import to_json
from storage.rows import Place

_EDITS_MESSAGE = ("edit", "delete", "pin", "setMessageReaction")
_LONGEST_FILE_ID = 256
_FILE_KINDS = ("document", "voice", "video", "audio", "animation", "sticker")


def address(method: str, body: str, place: Place) -> str:
    """The body of a call with the chat, topic or message of a place filled in.

    A message that is sent to a message's place replies to it, unless it replies to another one already.
    """
    parameters: dict[str, Any] = {**json.loads(body), "chat_id": place.chat_id}
    if "ForumTopic" in method:
        parameters["message_thread_id"] = place.thread_id
    elif method.startswith(_EDITS_MESSAGE):
        parameters["message_id"] = place.message_id
    elif place.thread_id is not None:
        parameters["message_thread_id"] = place.thread_id
    elif place.message_id is not None:
        parameters.setdefault("reply_parameters", {"message_id": place.message_id})
    return to_json(parameters)


def landing(result: Any) -> Place:
    """The place that a call's result names: a message, a topic, a file; an empty one where it names none.

    What is of another form than Telegram's is passed over: the call was carried out, whatever was answered.
    """
    if isinstance(result, list):
        result = result[0] if result else None
    if not isinstance(result, dict):
        return Place(name="")
    chat = result.get("chat")
    is_topic = "message_thread_id" in result and "message_id" not in result
    return Place(
        name="",
        chat_id=_id(chat, "id"),
        thread_id=_id(result, "message_thread_id") if is_topic else None,
        message_id=_id(result, "message_id"),
        file_id=_file_id(result),
    )


def further_landings(name: str, result: Any) -> Iterator[Place]:
    """The places of the other messages of an album, by the name of that of the first."""
    for number, message in enumerate(result[1:] if isinstance(result, list) else (), 2):
        yield replace(landing(message), name=f"{name}:{number}")


def _file_id(message: dict[str, Any]) -> str | None:
    sizes = message.get("photo")
    photo = sizes[-1] if isinstance(sizes, list) and sizes else None
    for file in (photo, *(message.get(kind) for kind in _FILE_KINDS)):
        file_id = file.get("file_id") if isinstance(file, dict) else None
        if isinstance(file_id, str) and 0 < len(file_id) <= _LONGEST_FILE_ID:
            return storable_text(file_id)
    return None


def _id(container: Any, name: str) -> int | None:
    found = container.get(name) if isinstance(container, dict) else None
    return found if is_id(found) else None

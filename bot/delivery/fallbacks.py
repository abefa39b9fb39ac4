"""The same said in another way, where Telegram refuses the way in which it was said."""

import json
import logging
from dataclasses import replace

from bot.delivery.outcomes import CallOutcome
from bot.delivery.serialization import to_json
from storage.rows import OutboxRow, Place

log = logging.getLogger(__name__)

_SAID_ANEW = {"editMessageText": "sendMessage", "editMessageMedia": "sendPhoto"}
"""Methods that edit, and those that say the same in a new message; what we edit is text and pictures."""

MAKES_TOPIC = "createForumTopic"
_TOPIC = "message_thread_id"
_EDITS_TOPIC = "editForumTopic"


def at_place(row: OutboxRow, place: Place) -> OutboxRow:
    """The row as its place takes it: a message that stands for a topic gets another title by an edit."""
    if row.method != _EDITS_TOPIC or place.thread_id is not None:
        return row
    name = json.loads(row.body or "{}").get("name", "–")
    return replace(row, method="editMessageText", body=to_json({"chat_id": row.chat_id, "text": name}))


def in_another_way(row: OutboxRow, outcome: CallOutcome) -> OutboxRow | None:
    """The row as it may be accepted after such an outcome; None where there is no other way."""
    match outcome:
        case CallOutcome.NOT_EDITABLE if row.method in _SAID_ANEW:
            anew = without_message(row.body, row.chat_id)
            return replace(row, method=_SAID_ANEW[row.method], body=anew, at=None)
        case CallOutcome.MARKUP_BROKEN if has_markup(row.body):
            return replace(row, body=plain(row.body))
        case CallOutcome.DEAD if _quotes(row.body):
            return replace(row, body=_without_quote(row.body))
        case CallOutcome.DEAD if row.method == MAKES_TOPIC:
            log.warning("no topic can be made, a message stands in for it row=%d", row.id)
            return replace(row, method="sendMessage", body=title_message(row.body))
        case CallOutcome.PLACE_GONE if row.at is None and row.chat_id > 0 and _TOPIC in (row.body or ""):
            return replace(row, body=without_topic(row.body))
        case _:
            return None


def _quotes(body: str | None) -> bool:
    return '"quote"' in (body or "") and "quote" in json.loads(body or "{}").get("reply_parameters", {})


def _without_quote(body: str | None) -> str:
    """The body of a reply to the whole message: its writer may have changed the part that was quoted."""
    parameters = json.loads(body or "{}")
    del parameters["reply_parameters"]["quote"]
    return to_json(parameters)


def without_topic(body: str | None) -> str:
    """The body of a call to a topic that a person deleted in their own chat, without the topic."""
    parameters = json.loads(body or "{}")
    parameters.pop(_TOPIC, None)
    return to_json(parameters)


def without_message(body: str | None, chat_id: int) -> str:
    """The body of an edit as the body of a new message."""
    parameters = {**json.loads(body or "{}"), "chat_id": chat_id}
    parameters.pop("message_id", None)
    media = parameters.pop("media", None)
    if media is not None:
        parameters |= {("photo" if key == "media" else key): media[key] for key in media if key != "type"}
    return to_json(parameters)


def title_message(body: str | None) -> str:
    """The body of a new topic as a message with its name: what was meant for the topic replies to it."""
    parameters = json.loads(body or "{}")
    return to_json({"chat_id": parameters.get("chat_id"), "text": parameters.get("name", "–")})


def has_markup(body: str | None) -> bool:
    """Whether the body of a call asks for formatting."""
    parameters = json.loads(body or "{}")
    return any(key in parameters for key in ("parse_mode", "entities", "caption_entities"))


def plain(body: str | None) -> str:
    """The body of a call without formatting: a complaint must arrive, bold or not."""
    parameters = json.loads(body or "{}")
    for key in ("parse_mode", "entities", "caption_entities"):
        parameters.pop(key, None)
    return to_json(parameters)

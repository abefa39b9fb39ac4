"""What a message carries: its kind, its words and its file."""

import json
from dataclasses import dataclass
from typing import Any

from aiogram.types import Message

from surveys.questions.message_kind import MessageKind

_SENT_BY_PEOPLE = frozenset(MessageKind) - {MessageKind.COMMAND, MessageKind.WISH, MessageKind.EDITED}
"""Everything else is a note of Telegram's about the chat: a pinned message, a timer."""

_FILES = (
    MessageKind.VOICE,
    MessageKind.VIDEO,
    MessageKind.VIDEO_NOTE,
    MessageKind.AUDIO,
    MessageKind.DOCUMENT,
    MessageKind.ANIMATION,
    MessageKind.STICKER,
)


_LONGEST_FILE_ID = 256
"""Telegram's have less than a hundred characters; cut off, an id would be another's."""


@dataclass(frozen=True, slots=True)
class Content:
    kind: MessageKind
    words: str | None = None
    file_id: str | None = None
    size: int | None = None
    """Of the file, in bytes; None where Telegram did not say."""


def content_of(message: Message) -> Content | None:
    """What a message carries; None for a note of Telegram's, which nobody sent.

    What is neither words nor a file is kept as Telegram describes it.
    """
    if message.content_type not in _SENT_BY_PEOPLE:
        return None
    kind = MessageKind(message.content_type)
    words, file = message.text or message.caption, _file(message)
    if words is None and file is None:
        words = _described(message, kind)
    if file is None:
        return Content(kind, words)
    return Content(kind, words, str(file.file_id), file.file_size)


def _file(message: Message) -> Any:
    """The file of a message, of a photo the largest; None without one that could be asked for."""
    found = next((file for name in _FILES if (file := getattr(message, name)) is not None), None)
    file = message.photo[-1] if message.photo else found
    return file if file is not None and 0 < len(str(file.file_id)) <= _LONGEST_FILE_ID else None


def _described(message: Message, kind: MessageKind) -> str | None:
    if contact := message.contact:
        return " ".join(filter(None, (contact.first_name, contact.last_name, contact.phone_number)))
    if place := message.location:
        about = [message.venue.title, message.venue.address] if message.venue else []
        return ", ".join([*about, f"{place.latitude}, {place.longitude}"])
    if kind is MessageKind.UNKNOWN:
        return json.dumps(message.model_extra, ensure_ascii=False) if message.model_extra else None
    return message.model_dump_json(include={kind.value}, exclude_none=True)

"""What a message carries: its kind, its words, its file and what it replies to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiogram.types import Message

from handlers.shared.app_context import AppContext
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


_LABELS: Final = {
    MessageKind.PHOTO: "file-photo",
    MessageKind.VOICE: "file-voice",
    MessageKind.VIDEO: "file-video",
    MessageKind.VIDEO_NOTE: "file-video",
    MessageKind.STICKER: "file-sticker",
}

_LONGEST_FILE_ID = 256
"""Telegram's have less than a hundred characters; cut off, an id would be another's."""


@dataclass(frozen=True, slots=True)
class RepliedMessage:
    """What a message replies to."""

    message_id: int | None = None
    """Telegram's number of it in the same chat; None for a message of another chat."""
    words: str | None = None
    """What it says, a file by its label; None where that is not known."""
    quote: str | None = None
    """The part of it that was quoted; None for all of it."""

    @property
    def shown(self) -> str | None:
        """What whoever reads the reply is shown of it; None where nothing is known."""
        return self.quote or self.words


@dataclass(frozen=True, slots=True)
class Content:
    kind: MessageKind
    words: str | None = None
    file_id: str | None = None
    size: int | None = None
    """Of the file, in bytes; None where Telegram did not say."""
    message_id: int | None = None
    """Telegram's number of it in the chat where it was written; None where that is not known."""
    replied: RepliedMessage | None = None
    """What it replies to or quotes; None where it does not."""


def content_of(message: Message, app: AppContext) -> Content | None:
    """What a message carries; None for a note of Telegram's, which nobody sent.

    What is neither words nor a file becomes a line in words, in the language of the staff who will read it.
    """
    if message.content_type not in _SENT_BY_PEOPLE:
        return None
    kind = MessageKind(message.content_type)
    words, file = message.text or message.caption, _file(message)
    if words is None and file is None:
        words = _line(message, kind, app)
    file_id, size = (str(file.file_id), file.file_size) if file is not None else (None, None)
    return Content(kind, words, file_id, size, message.message_id or None, _replied(message, app))


def file_label(app: AppContext, language: str, kind: MessageKind) -> str:
    """What a file of this kind is called."""
    return app.texts.text(language, _LABELS.get(kind, "file-other"))


def _replied(message: Message, app: AppContext) -> RepliedMessage | None:
    earlier, quote = message.reply_to_message, message.quote
    if earlier is None:
        return RepliedMessage(quote=quote.text) if quote is not None else None
    part = quote.text if quote is not None else None
    return RepliedMessage(earlier.message_id or None, _said(earlier, app), part)


def _said(message: Message, app: AppContext) -> str | None:
    """The words of a message, or what it is called; None for a note of Telegram's."""
    if message.content_type not in _SENT_BY_PEOPLE:
        return None
    kind = MessageKind(message.content_type)
    if words := message.text or message.caption:
        return words
    return _line(message, kind, app) if _file(message) is None else file_label(app, app.language, kind)


def _line(message: Message, kind: MessageKind, app: AppContext) -> str:
    """Such as "[poll] What shall we bring you?"; what we cannot show is called so."""
    text_id, details = _LINES.get(kind, ("content-unknown", _nothing))
    label = app.texts.text(app.language, text_id)
    return " ".join([label, ", ".join(str(one) for one in details(message) if one)]).strip()


def _file(message: Message) -> Any:
    """The file of a message, of a photo the largest; None without one that could be asked for."""
    found = next((file for name in _FILES if (file := getattr(message, name)) is not None), None)
    file = message.photo[-1] if message.photo else found
    return file if file is not None and 0 < len(str(file.file_id)) <= _LONGEST_FILE_ID else None


_Details = Callable[[Message], tuple[Any, ...]]


def _contact(message: Message) -> tuple[Any, ...]:
    contact = message.contact
    if contact is None:
        return ()
    return (" ".join(filter(None, (contact.first_name, contact.last_name, contact.phone_number))),)


def _place(message: Message) -> tuple[Any, ...]:
    """A venue brings its own place."""
    place, venue = message.location, message.venue
    about = (venue.title, venue.address) if venue else ()
    return (*about, f"{place.latitude}, {place.longitude}") if place else about


def _poll(message: Message) -> tuple[Any, ...]:
    poll = message.poll
    return () if poll is None else (poll.question, *(f"• {option.text}" for option in poll.options))


def _dice(message: Message) -> tuple[Any, ...]:
    return (f"{message.dice.emoji} {message.dice.value}",) if message.dice else ()


def _nothing(message: Message) -> tuple[Any, ...]:
    return ()


def _game(message: Message) -> tuple[Any, ...]:
    return (message.game.title,) if message.game else ()


def _checklist(message: Message) -> tuple[Any, ...]:
    found = message.checklist
    return () if found is None else (found.title, *(f"• {task.text}" for task in found.tasks))


def _app_data(message: Message) -> tuple[Any, ...]:
    return (message.web_app_data.data,) if message.web_app_data else ()


_LINES: Final[Mapping[MessageKind, tuple[str, _Details]]] = {
    MessageKind.CONTACT: ("content-contact", _contact),
    MessageKind.LOCATION: ("content-location", _place),
    MessageKind.VENUE: ("content-venue", _place),
    MessageKind.POLL: ("content-poll", _poll),
    MessageKind.DICE: ("content-dice", _dice),
    MessageKind.GAME: ("content-game", _game),
    MessageKind.CHECKLIST: ("content-checklist", _checklist),
    MessageKind.WEB_APP_DATA: ("content-web-app-data", _app_data),
    MessageKind.STORY: ("content-story", _nothing),
    MessageKind.LIVE_PHOTO: ("content-live-photo", _nothing),
    MessageKind.PAID_MEDIA: ("content-paid-media", _nothing),
    MessageKind.USERS_SHARED: ("content-users-shared", _nothing),
    MessageKind.GIFT: ("content-gift", _nothing),
}
"""Everything else is called a message that we cannot show."""

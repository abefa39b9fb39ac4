"""From the raw content of an update to the event that handlers get."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from aiogram import Bot
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, MessageReactionUpdated, TelegramObject

from bot.processing.event_fields import complete
from bot.processing.lenient_validation import validated
from bot.processing.update_content import storable
from bot.processing.usual_events import usual_message, usual_tap
from storage.delivery.inbox import ALBUM
from storage.rows import InboxUpdate

_EVENTS: Mapping[str, type[TelegramObject]] = {
    "message": Message,
    "edited_message": Message,
    "callback_query": CallbackQuery,
    "my_chat_member": ChatMemberUpdated,
    "chat_member": ChatMemberUpdated,
    "message_reaction": MessageReactionUpdated,
}
_USUAL = {"message": usual_message, "callback_query": usual_tap}


class UnknownKind(Exception):
    """An update of a kind that this version does not know."""


def event_of(update: InboxUpdate, bot: Bot) -> TelegramObject:
    """The event alone: its update has nothing else that is not in the row.

    What cannot be read is left out of it. Raises `UnknownKind`, and ValidationError for content that does not
    tell where it comes from.
    """
    kind = _EVENTS.get(update.kind)
    if kind is None:
        raise UnknownKind(update.kind)
    _drop_our_keyboard(update)
    content = (update.payload or {})[update.kind]
    usual = _USUAL.get(update.kind)
    event = usual(content, bot) if usual is not None else None
    return _lenient(kind, content, update, bot) if event is None else event


def album_of(update: InboxUpdate, bot: Bot) -> Sequence[Message]:
    """The other messages of the album of a message; raises what `event_of` raises."""
    others = (update.payload or {}).get(ALBUM, ())
    events = [event_of(replace(update, payload={update.kind: other}), bot) for other in others]
    return [event for event in events if isinstance(event, Message)]


def _lenient(kind: type[TelegramObject], content: Any, update: InboxUpdate, bot: Bot) -> TelegramObject:
    readable = storable(content)
    if isinstance(readable, dict):
        complete(readable, update.kind, bot.id, update.received_at)
    return validated(kind, readable, bot)


def _drop_our_keyboard(update: InboxUpdate) -> None:
    """A tap carries the whole keyboard back to us who made it; parsing it costs more than the rest."""
    content = (update.payload or {}).get("callback_query")
    message = content.get("message") if isinstance(content, dict) else None
    if isinstance(message, dict):
        message.pop("reply_markup", None)

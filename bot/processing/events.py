"""From the raw content of an update to the event that handlers get."""

from collections.abc import Mapping

from aiogram import Bot
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from bot.processing.usual_events import usual_message, usual_tap
from storage.rows import InboxUpdate

_EVENTS: Mapping[str, type[TelegramObject]] = {
    "message": Message,
    "edited_message": Message,
    "callback_query": CallbackQuery,
    "my_chat_member": ChatMemberUpdated,
    "chat_member": ChatMemberUpdated,
}
_USUAL = {"message": usual_message, "callback_query": usual_tap}


class UnknownKind(Exception):
    """An update of a kind that this version does not know."""


def event_of(update: InboxUpdate, bot: Bot) -> TelegramObject:
    """The event alone: its update has nothing else that is not in the row.

    Raises `UnknownKind`, and whatever the parser raises for content that is none of its kind.
    """
    kind = _EVENTS.get(update.kind)
    if kind is None:
        raise UnknownKind(update.kind)
    _drop_our_keyboard(update)
    content = (update.payload or {})[update.kind]
    usual = _USUAL.get(update.kind)
    event = usual(content, bot) if usual is not None else None
    return kind.model_validate(content, context={"bot": bot}) if event is None else event


def _drop_our_keyboard(update: InboxUpdate) -> None:
    """A tap carries the whole keyboard back to us who made it; parsing it costs more than the rest."""
    content = (update.payload or {}).get("callback_query")
    message = content.get("message") if isinstance(content, dict) else None
    if isinstance(message, dict):
        message.pop("reply_markup", None)

"""From raw updates to rows of the inbox: what kind one is, whose lane it belongs to, who wrote it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.delivery.content_limits import is_id
from bot.processing.update_content import chat_of, content_hash, number_of, object_of, sender_of, text_of
from storage.rows import InboxUpdate
from storage.states import InboxState

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction")
"""What Telegram is asked for. Its list is sticky, so it is sent with every call."""

_MESSAGES = KINDS[:2]
_LONGEST_ALBUM = 64
"""Telegram's ids of albums have some twenty characters."""

_LONGEST_OUTAGE: Final = timedelta(days=2)
"""Telegram keeps updates for a day, and one that the store would not take waits another."""


def inbox_updates_of(updates: Iterable[Any], bot_id: int, now: datetime) -> list[InboxUpdate]:
    """The rows of updates in the order of arrival.

    What has no number cannot be confirmed and is passed over.
    """
    return [
        _inbox_update(raw, bot_id, now)
        for raw in updates
        if isinstance(raw, dict) and is_id(raw.get("update_id"))
    ]


def _inbox_update(raw: dict[str, Any], bot_id: int, now: datetime) -> InboxUpdate:
    kind = _kind_of(raw)
    update_id = raw["update_id"]
    content = raw.get(kind)
    is_message = kind in _MESSAGES
    return InboxUpdate(
        bot_id=bot_id,
        update_id=update_id,
        lane=_lane(content, kind, update_id),
        kind=kind[:32] if kind.isprintable() else "",
        state=InboxState.DONE,
        received_at=now,
        payload=raw,
        message_id=number_of(content.get("message_id")) if is_message and isinstance(content, dict) else None,
        content_hash=content_hash(content) if is_message else None,
        album=(text_of(content, "media_group_id") or "")[:_LONGEST_ALBUM] or None
        if kind == "message"
        else None,
    )


def person_of(update: InboxUpdate) -> int | None:
    """The Telegram id of whoever wrote, tapped or blocked; None for channels and unreadable updates."""
    return sender_of((update.payload or {}).get(update.kind), update.kind)


def is_private(update: InboxUpdate) -> bool:
    """Whether it happened in the person's own chat with the bot, where they are a customer.

    It agrees with handlers.shared.filters.PrivateChat.
    """
    chat = chat_of((update.payload or {}).get(update.kind), update.kind)
    return chat is not None and chat.is_private


def thread_of(update: InboxUpdate) -> int | None:
    """The topic in which it happened; None outside of topics."""
    content = (update.payload or {}).get(update.kind)
    message = object_of(content, "message") if update.kind == "callback_query" else content
    if not isinstance(message, dict) or message.get("is_topic_message") is not True:
        return None
    return number_of(message.get("message_thread_id"))


def written_at(update: InboxUpdate, now: datetime) -> datetime:
    """The moment something was written or edited, and a tap arrived.

    It is `now` where that moment lies ahead, or further back than an outage may last: a clock is wrong.
    """
    content = (update.payload or {}).get(update.kind)
    date = None
    if isinstance(content, dict) and update.kind in _MESSAGES:
        date = number_of(content.get("edit_date")) or number_of(content.get("date"))
    earliest = now - _LONGEST_OUTAGE
    if date is None:
        moment = update.received_at
    elif earliest.timestamp() <= date <= now.timestamp():
        moment = datetime.fromtimestamp(date, UTC)
    else:
        return now
    return moment if earliest <= moment <= now else now


def is_disguised(update: InboxUpdate) -> bool:
    """Whether it was written in the name of a chat: the id behind it is shared and proves nothing."""
    content = (update.payload or {}).get(update.kind)
    return isinstance(content, dict) and content.get("sender_chat") is not None


def _kind_of(raw: dict[str, Any]) -> str:
    """The kind that we know, whatever stands beside it; else the first one."""
    known = (kind for kind in KINDS if kind in raw)
    return next(known, next((key for key in raw if key != "update_id"), ""))


def _lane(content: Any, kind: str, update_id: int) -> int:
    """The chat; for taps, and for all that is done in private, the person: it keeps its order."""
    chat = chat_of(content, kind)
    is_theirs = kind == "callback_query" or (chat is not None and chat.is_private)
    lane = sender_of(content, kind) if is_theirs else None
    if lane is None and chat is not None:
        lane = chat.id
    return update_id if lane is None else lane

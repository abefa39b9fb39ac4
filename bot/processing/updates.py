"""From raw updates to rows of the inbox: what kind one is, whose lane it belongs to, who wrote it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeGuard

from storage.rows import InboxUpdate
from storage.states import InboxState

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""What Telegram is asked for. Its list is sticky, so it is sent with every call."""


_TOO_LARGE = 2**63


def inbox_updates_of(updates: Iterable[Any], bot_id: int, now: datetime) -> list[InboxUpdate]:
    """The rows of updates in the order of arrival.

    What has no number cannot be confirmed and is passed over.
    """
    return [
        _inbox_update(raw, bot_id, now)
        for raw in updates
        if isinstance(raw, dict) and _is_id(raw.get("update_id"))
    ]


def _inbox_update(raw: dict[str, Any], bot_id: int, now: datetime) -> InboxUpdate:
    kind = next((key for key in raw if key != "update_id"), "")
    update_id = raw["update_id"]
    return InboxUpdate(
        bot_id=bot_id,
        update_id=update_id,
        lane=_lane(raw.get(kind), kind, update_id),
        kind=kind[:32] if kind.isprintable() else "",
        state=InboxState.DONE,
        received_at=now,
        payload=raw,
    )


def person_of(update: InboxUpdate) -> int | None:
    """The Telegram id of whoever wrote, tapped or blocked; None for channels and unreadable updates."""
    content = (update.payload or {}).get(update.kind)
    return _id_of(content, "from")


def is_private(update: InboxUpdate) -> bool:
    """Whether it happened in the person's own chat with the bot, where they are a customer.

    It agrees with handlers.shared.filters.PrivateChat.
    """
    content = (update.payload or {}).get(update.kind)
    if update.kind == "callback_query" and isinstance(content, dict):
        if content.get("message") is None:
            return True
        content = content["message"]
    chat = content.get("chat") if isinstance(content, dict) else None
    return isinstance(chat, dict) and chat.get("type") == "private"


def is_disguised(update: InboxUpdate) -> bool:
    """Whether it was written in the name of a chat: the id behind it is shared and proves nothing."""
    content = (update.payload or {}).get(update.kind)
    return isinstance(content, dict) and "sender_chat" in content


def _lane(content: Any, kind: str, update_id: int) -> int:
    """The chat; for a tap the person, so that their taps and texts keep their order."""
    lane = _id_of(content, "from") if kind == "callback_query" else _id_of(content, "chat")
    return update_id if lane is None else lane


def _id_of(content: Any, key: str) -> int | None:
    inner = content.get(key) if isinstance(content, dict) else None
    found = inner.get("id") if isinstance(inner, dict) else None
    return found if _is_id(found) else None


def _is_id(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _TOO_LARGE

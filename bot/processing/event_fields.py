"""What an event cannot be without, given to content that lacks it: a place, a time, a number.

Nothing here is guessed that somebody could be taken for: whose words they are and where they were said is
read by bot.processing.update_content, and without either the content stays as it is.
"""

from datetime import datetime
from typing import Any, Final

from bot.processing.update_content import (
    ChatAddress,
    chat_of,
    number_of,
    object_of,
    person_object,
    sender_of,
    text_of,
)

_LATEST: Final = 2**33
"""In seconds."""
_STATUSES: Final = ("creator", "administrator", "member", "restricted", "left", "kicked")


def complete(content: dict[str, Any], kind: str, bot_id: int, received_at: datetime) -> None:
    """Replace what is missing or absurd among the required fields of an event's content."""
    sender, chat = sender_of(content, kind), chat_of(content, kind)
    now = int(received_at.timestamp())
    if sender is not None:
        key = "user" if kind == "message_reaction" else "from"
        content[key] = {"is_bot": False, "first_name": "", **person_object(content), "id": sender}
    if kind == "callback_query":
        _complete_tap(content, chat, now)
    elif kind == "my_chat_member":
        _complete_change(content, chat, bot_id, now)
    elif kind == "message_reaction":
        _complete_place(content, chat, now)
        for name in ("old_reaction", "new_reaction"):
            content.setdefault(name, [])
    else:
        _complete_message(content, chat, now)


def _complete_message(content: dict[str, Any], chat: ChatAddress | None, now: int) -> None:
    _complete_place(content, chat, now)
    replied_to = object_of(content, "reply_to_message")
    if number_of(replied_to.get("message_id")) is not None:
        _complete_place(replied_to, _addressed(replied_to) or chat, now)
    else:
        content.pop("reply_to_message", None)


def _addressed(content: dict[str, Any]) -> ChatAddress | None:
    return chat_of({"chat": content.get("chat")}, "message")


def _complete_place(content: dict[str, Any], chat: ChatAddress | None, now: int) -> None:
    content["message_id"] = number_of(content.get("message_id")) or 0
    _complete_time(content, now)
    if chat is not None:
        content["chat"] = {**object_of(content, "chat"), **chat._asdict()}


def _complete_time(content: dict[str, Any], now: int) -> None:
    date = number_of(content.get("date"))
    content["date"] = date if date is not None and 0 <= date < _LATEST else now


def _complete_tap(content: dict[str, Any], chat: ChatAddress | None, now: int) -> None:
    content["id"] = text_of(content, "id") or ""
    message = object_of(content, "message")
    if number_of(message.get("message_id")) is None and chat is not None and chat.is_private:
        message = {}  # what has no number cannot be edited: it is said anew
    if message:
        _complete_message(message, chat, now)
    else:
        content.pop("message", None)


def _complete_change(content: dict[str, Any], chat: ChatAddress | None, bot_id: int, now: int) -> None:
    """A status that nobody knows is taken for an ordinary member's, who has no rights."""
    _complete_time(content, now)
    if chat is not None:
        content["chat"] = {**object_of(content, "chat"), **chat._asdict()}
    user = {"id": bot_id, "is_bot": True, "first_name": ""}
    for name, status in (("old_chat_member", "left"), ("new_chat_member", "member")):
        member = object_of(content, name)
        known = member.get("status") in _STATUSES
        content[name] = {"until_date": 0, **(member if known else {"status": status}), "user": user}

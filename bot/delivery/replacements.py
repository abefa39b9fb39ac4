"""What a later row makes needless while it waits: an edit by a later one, an answer by the same one, a menu.

However often somebody taps, asks or restarts, only so much waits for a chat as there is to say.
"""

from hashlib import blake2b
from typing import Final

from aiogram.methods import (
    DeleteMyCommands,
    EditForumTopic,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    SetMessageReaction,
    SetMyCommands,
)

from bot.delivery.serialization import SerializedCall
from handlers.shared.update_context import Outgoing
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency

_REMEMBERED: Final = 10_000
_EDITS: Final = (EditMessageText, EditMessageReplyMarkup, EditMessageCaption, EditMessageMedia)


class Replacements:
    """The latest row of each of the ten thousand keys that were used last."""

    def __init__(self) -> None:
        self._latest: dict[str, int] = {}

    def is_replaced(self, row: OutboxRow) -> bool:
        """Whether a later row of its key was admitted; otherwise this one is the latest from now on."""
        if row.key is None:
            return False
        latest = self._latest.pop(row.key, row.id)
        self._latest[row.key] = max(latest, row.id)
        if len(self._latest) > _REMEMBERED:
            del self._latest[next(iter(self._latest))]
        return latest > row.id


def key_of(outgoing: Outgoing, call: SerializedCall) -> str | None:
    """The key under which a call replaces one that waits; None for a call that is always made."""
    match outgoing.method:
        case (
            SetMyCommands(scope=scope, language_code=language)
            | DeleteMyCommands(scope=scope, language_code=language)
        ):
            return _key(call.chat_id, "menu", getattr(scope, "type", None), language)
        case SetMessageReaction() as mark:
            return _key(call.chat_id, call.method, mark.message_id)
        case EditForumTopic():
            return _key(call.chat_id, call.method, outgoing.at)
        case edit if isinstance(edit, _EDITS):
            return _key(call.chat_id, call.method, edit.message_id, outgoing.at)
        case SendMessage() as said if outgoing.urgency is Urgency.REPLY and outgoing.kind is None:
            # The same answer to two messages of a group is one, to the later of them.
            what = call.body if said.reply_parameters is None else (said.text, said.message_thread_id)
            return _key(call.chat_id, what, outgoing.fills, outgoing.at)
        case _:
            return None


def _key(chat_id: int, *what: object) -> str:
    return f"{chat_id}:{blake2b(repr(what).encode(), digest_size=16).hexdigest()}"

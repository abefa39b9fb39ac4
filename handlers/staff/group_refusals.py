"""The support chat refuses, or works again: owners are told in private."""

from datetime import timedelta
from typing import Final

from handlers.cases.follow_up import FollowUp
from handlers.cases.owner_notices import to_owners
from storage.cases import cases
from storage.delivery import outbox, refusing_chats
from storage.rows import RefusingChat
from texts.quoting import inline

_LASTS: Final = timedelta(minutes=1)
"""A refusal that is over sooner is not worth a word, unless we were removed."""
_TRIED_EVERY: Final = timedelta(minutes=5)
_AGAIN_AFTER: Final = timedelta(days=1)
_QUOTED: Final = 120


def tell_owners(after: FollowUp) -> None:
    """Tell owners that the support chat refuses, once a day, and that it works again, once.

    Meanwhile the oldest message that waits is a test, whatever the pause that it was given. What owners
    cannot be told now is told when one of them can be reached.
    """
    support = after.app.support
    for chat in refusing_chats.all_of(after.connection):
        if support is None or chat.chat_id != support.id:
            refusing_chats.forget(after.connection, chat.chat_id)
        elif chat.recovered_at is not None:
            if chat.told_at is not None:
                _say(after, "group-works-again")
            refusing_chats.forget(after.connection, chat.chat_id)
        else:
            if after.now - chat.last_at >= _TRIED_EVERY:
                outbox.hasten(after.connection, chat.chat_id, after.now, only_oldest=True)
            if is_due(after, chat) and _refuses(after, chat):
                refusing_chats.mark_told(after.connection, chat.chat_id, after.now)


def is_due(after: FollowUp, chat: RefusingChat) -> bool:
    """Whether owners are to be told of a group that refuses."""
    if chat.told_at is not None:
        return after.now - chat.told_at >= _AGAIN_AFTER
    return chat.is_closed or after.now - chat.since >= _LASTS


def _refuses(after: FollowUp, chat: RefusingChat) -> bool:
    name = "group-closed" if chat.is_closed else "group-refuses"
    reason = inline(chat.description, _QUOTED)
    return _say(after, name, reason=reason, n=cases.count_open(after.connection))


def _say(after: FollowUp, name: str, **values: object) -> bool:
    """Whether any owner is told."""
    said = list(
        to_owners(
            after.connection, after.app, lambda language: after.app.texts.text(language, name, **values)
        )
    )
    after.outgoing += said
    return bool(said)

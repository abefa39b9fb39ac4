"""Keeping what answers no question: nothing that a customer typed or sent is lost."""

from aiogram.filters import CommandObject

from handlers.customer.content import Content
from handlers.visit import Visit
from storage.rows import Job, Message

_FETCHED = frozenset({"photo", "voice"})
"""What people send as evidence is fetched; Telegram keeps the rest for us, under its file id."""


def keep(visit: Visit, content: Content) -> None:
    conversation_id = visit.conversation.id if visit.conversation else None
    visit.effects.add(
        Message(
            id=visit.ids.next(),
            customer_id=visit.customer.id,
            kind=content.kind,
            received_at=visit.now,
            words=content.words,
            file_id=content.file_id,
            conversation_id=conversation_id,
        )
    )
    order_file(visit, content)


def order_file(visit: Visit, content: Content) -> None:
    """Whatever became of the message: its file is fetched, if it is one that we fetch."""
    if content.kind in _FETCHED and content.file_id is not None:
        fetching = {"kind": content.kind, "file_id": content.file_id}
        visit.effects.add(Job(visit.ids.next(), "fetch_file", fetching, visit.now))


def keep_words_of(visit: Visit, command: CommandObject) -> None:
    """What stands behind a command: "/help where is my order" is a question to us."""
    if command.args:
        keep(visit, Content("command", command.text))

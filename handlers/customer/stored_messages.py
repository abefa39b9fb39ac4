"""Keeping what answers no question: nothing that a customer typed or sent is lost."""

from aiogram.filters import CommandObject

from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.rows import Job, Message
from surveys.questions.message_kind import MessageKind

_FETCHED = frozenset({MessageKind.PHOTO, MessageKind.VOICE})
"""What people send as evidence is fetched; Telegram keeps the rest for us, under its file id."""


def keep(ctx: UpdateContext, content: Content) -> None:
    """Store a message that answered no question, and order its file."""
    conversation_id = ctx.conversation.id if ctx.conversation else None
    ctx.effects.add(
        Message(
            id=ctx.ids.next(),
            customer_id=ctx.customer.id,
            kind=content.kind,
            received_at=ctx.now,
            words=content.words,
            file_id=content.file_id,
            conversation_id=conversation_id,
        )
    )
    order_file(ctx, content)


def order_file(ctx: UpdateContext, content: Content) -> None:
    """Order a job that fetches the file of a message, if it is of a kind that we fetch."""
    if content.kind in _FETCHED and content.file_id is not None:
        fetching = {"kind": content.kind, "file_id": content.file_id}
        ctx.effects.add(Job(ctx.ids.next(), "fetch_file", fetching, ctx.now))


def keep_words_of(ctx: UpdateContext, command: CommandObject) -> None:
    """Store what stands behind a command: "/help where is my order" is a question to us."""
    if command.args:
        keep(ctx, Content(MessageKind.COMMAND, command.text))

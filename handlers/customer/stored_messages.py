"""Keeping what answers no question: nothing that a customer typed or sent is lost."""

from datetime import timedelta
from typing import Final

from aiogram.filters import CommandObject
from aiogram.types import Message as TelegramMessage

from handlers.cases.file_labels import FETCHED
from handlers.cases.records import replied_to
from handlers.shared.content import Content
from handlers.shared.file_quota import QUOTA_WINDOW
from handlers.shared.update_context import UpdateContext
from storage.delivery import files
from storage.rows import File, Job, Message
from storage.states import FileState
from surveys.questions.message_kind import MessageKind

_APART: Final = timedelta(milliseconds=200)


def keep(ctx: UpdateContext, content: Content) -> None:
    """Store a message that answered no question, in the conversation of this moment."""
    conversation_id = ctx.conversation.id if ctx.conversation else None
    keep_in(ctx, content, conversation_id)


def keep_in(ctx: UpdateContext, content: Content, conversation_id: int | None) -> None:
    """Store a message that answered no question in that conversation, or none; its file is ordered apart."""
    ctx.effects.add(
        Message(
            id=ctx.ids.next(),
            customer_id=ctx.customer.id,
            kind=content.kind,
            received_at=ctx.now,
            words=content.words,
            file_id=content.file_id,
            conversation_id=conversation_id,
            telegram_message_id=content.message_id,
            replied_to=replied_to(content),
        )
    )


async def order_file(ctx: UpdateContext, content: Content) -> None:
    """Note down the file of a message, and order a job that fetches it.

    What is of a kind that we do not fetch, or more than we keep of one person, is left with Telegram. Of many
    files the later ones are due later, so that those of others need not wait for all of them.
    """
    if content.file_id is None or content.kind not in FETCHED:
        return
    since = ctx.now - QUOTA_WINDOW
    if await ctx.run(files.is_known, ctx.customer.id, content.file_id, since):
        return
    used = await ctx.run(files.usage, ctx.customer.id, since)
    fits = ctx.app.file_quota.admits(used, content.size)
    file = File(
        id=ctx.ids.next(),
        name=content.kind,
        media_type="application/octet-stream",
        created_at=ctx.now,
        telegram_file_id=content.file_id,
        state=FileState.ORDERED if fits else FileState.LEFT,
        size=content.size,
        customer_id=ctx.customer.id,
    )
    ctx.effects.add(file)
    if fits:
        due = ctx.now + used.count * _APART
        ctx.effects.add(Job(ctx.ids.next(), "fetch_file", {"file": file.id, "file_id": content.file_id}, due))


def keep_words_of(ctx: UpdateContext, message: TelegramMessage, command: CommandObject) -> None:
    """Store what stands behind a command: "/help where is my order" is a question to us."""
    if command.args:
        keep(ctx, Content(MessageKind.COMMAND, command.text, message_id=message.message_id or None))

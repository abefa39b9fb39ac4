"""Keeping what answers no question: nothing that a customer typed or sent is lost."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from aiogram.filters import CommandObject
from aiogram.types import Message as TelegramMessage

from handlers.cases.feedback import list_message
from handlers.cases.file_labels import FETCHED
from handlers.cases.records import replied_to
from handlers.shared.content import Content
from handlers.shared.file_quota import QUOTA_WINDOW
from handlers.shared.message_rows import add_message, is_stored
from handlers.shared.update_context import UpdateContext
from storage.delivery import files
from storage.delivery.files import FileUsage
from storage.rows import File, Job, Message
from storage.states import FileState
from surveys.questions.message_kind import MessageKind

_APART: Final = timedelta(milliseconds=200)


def keep(ctx: UpdateContext, content: Content) -> Message:
    """Store a message that answered no question, in the conversation of this moment; see `keep_in`."""
    conversation_id = ctx.conversation.id if ctx.conversation else None
    return keep_in(ctx, content, conversation_id)


def keep_in(ctx: UpdateContext, content: Content, conversation_id: int | None) -> Message:
    """Store a message that answered no question, in that conversation or none, and list it for staff.

    Of an album the first message is returned. Its file is ordered apart.
    """
    first = Message(
        id=ctx.ids.next(),
        customer_id=ctx.customer.id,
        kind=content.kind,
        received_at=ctx.written_at,
        words=content.words,
        file_id=content.file_id,
        conversation_id=conversation_id,
        telegram_message_id=content.message_id,
        replied_to=replied_to(content),
    )
    stored = add_message(ctx, first, content)
    for message in stored:
        list_message(ctx, message)
    return stored[0]


def keep_rest_of_album(ctx: UpdateContext, content: Content) -> None:
    """Store the other messages of an album whose first was an answer, unless a case took them."""
    if content.further and not is_stored(ctx, content.further[0]):
        first, *others = content.further
        keep(ctx, replace(first, further=tuple(others)))


async def order_file(ctx: UpdateContext, content: Content) -> None:
    """Note down the files of a message or album, and order jobs that fetch them.

    What is of a kind that we do not fetch, or more than we keep of one person, is left with Telegram. Of many
    files the later ones are due later, so that those of others need not wait for all of them.
    """
    since = ctx.now - QUOTA_WINDOW
    fetched = [part for part in content.parts if part.file_id is not None and part.kind in FETCHED]
    used = await ctx.run(files.usage, ctx.customer.id, since) if fetched else FileUsage(0, 0)
    for part in fetched:
        file_id = part.file_id or ""
        is_known = await ctx.run(files.is_known, ctx.customer.id, file_id, since)
        if not is_known and _order(ctx, part, file_id, used):
            used = FileUsage(used.count + 1, used.size + (part.size or 0))


def _order(ctx: UpdateContext, content: Content, file_id: str, used: FileUsage) -> bool:
    """Whether the file is fetched; it is noted down in any case."""
    fits = ctx.app.file_quota.admits(used, content.size)
    file = File(
        id=ctx.ids.next(),
        name=content.kind,
        media_type="application/octet-stream",
        created_at=ctx.now,
        telegram_file_id=file_id,
        state=FileState.ORDERED if fits else FileState.LEFT,
        size=content.size,
        customer_id=ctx.customer.id,
    )
    ctx.effects.add(file)
    if fits:
        due = ctx.now + used.count * _APART
        ctx.effects.add(Job(ctx.ids.next(), "fetch_file", {"file": file.id, "file_id": file_id}, due))
    return fits


def keep_words_of(ctx: UpdateContext, message: TelegramMessage, command: CommandObject) -> None:
    """Store what a customer wrote behind a command: "/help where is my order" is a question to us."""
    if command.args and ctx.role is None:
        keep(ctx, Content(MessageKind.COMMAND, command.text, message_id=message.message_id or None))

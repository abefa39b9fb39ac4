"""Stored messages: what came as an album is stored message by message, and known to be one."""

from dataclasses import replace

from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.rows import Message


def add_message(ctx: UpdateContext, first: Message, content: Content) -> list[Message]:
    """Store a message, and behind it the others of its album; returns them in their order."""
    if not content.further:
        return [ctx.effects.add(first)]
    first = replace(first, album_id=first.id)
    others = [
        replace(
            first,
            id=ctx.ids.next(),
            kind=part.kind,
            words=part.words,
            file_id=part.file_id,
            telegram_message_id=part.message_id,
        )
        for part in content.further
    ]
    return [ctx.effects.add(one) for one in (first, *others)]


def is_stored(ctx: UpdateContext, content: Content) -> bool:
    """Whether this very update stores that message."""
    numbers = {row.telegram_message_id for row in ctx.effects.added if isinstance(row, Message)}
    return content.message_id is not None and content.message_id in numbers

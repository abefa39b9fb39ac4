"""Whose words a message brings: what was passed on, or answered in another chat."""

from dataclasses import replace
from typing import Any

from aiogram.types import Message

from handlers.shared.app_context import AppContext
from handlers.shared.content import Content, content_of
from handlers.shared.update_context import UpdateContext
from texts.quoting import inline


def customers_content(message: Message, ctx: UpdateContext) -> Content | None:
    """What a customer sent, under a line that says whose words it passes on, or answers in another chat.

    What was passed on, or answers a message of another chat, is not said to us by the customer. None for a
    note of Telegram's, which nobody sent.
    """
    content = content_of(message, ctx.app, ctx.album)
    lines = _heads(message, ctx.app)
    if not lines or content is None:
        return content
    return replace(content, words="\n".join(filter(None, [*lines, content.words])), own=None)


def author_of(origin: Any) -> str:
    """The name of a person, chat or channel whose words were passed on; "–" where it is not told."""
    user = getattr(origin, "sender_user", None)
    chat = getattr(origin, "sender_chat", None) or getattr(origin, "chat", None)
    hidden, signature = getattr(origin, "sender_user_name", None), getattr(origin, "author_signature", None)
    named = user.full_name if user is not None else getattr(chat, "full_name", None) or hidden
    return inline(", ".join(filter(None, [named, signature])))


def _heads(message: Message, app: AppContext) -> list[str]:
    heads = []
    if message.forward_origin is not None:
        name = author_of(message.forward_origin)
        heads.append(app.texts.text(app.language, "content-forwarded", name=name))
    if message.external_reply is not None:
        name = author_of(message.external_reply.origin)
        heads.append(app.texts.text(app.language, "content-external", name=name))
    return heads

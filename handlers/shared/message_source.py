"""Whose words a message brings: what was passed on, answered in another chat, or quoted."""

from dataclasses import replace
from typing import Any

from aiogram.types import Message

from handlers.shared.app_context import AppContext
from handlers.shared.content import Content, content_of
from handlers.shared.text_rendering import as_quotation, written_out
from handlers.shared.update_context import UpdateContext
from texts.quoting import inline


def customers_content(message: Message, ctx: UpdateContext) -> Content | None:
    """What a customer sent, under lines that say whose words it passes on, answers or quotes.

    What was passed on, or answers a message of another chat, is not said to us by the customer. None for a
    note of Telegram's, which nobody sent.
    """
    content = content_of(message, ctx.app, ctx.album)
    lines = [*_heads(message, ctx.app), *_quotations(message)]
    if not lines or content is None:
        return content
    is_told = message.forward_origin is None and message.external_reply is None
    words = "\n".join(filter(None, [*lines, content.words]))
    return replace(content, words=words, own=content.own if is_told else None)


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


def _quotations(message: Message) -> list[str]:
    quote = message.quote
    return [as_quotation(written_out(quote.text, quote.entities))] if quote is not None else []

"""The gate in front of all handlers, where people are to agree before what they say is handled."""

from aiogram.types import TelegramObject

from handlers.customer import processing_consent, welcome
from handlers.shared.update_context import UpdateContext
from storage.delivery import inbox
from storage.rows import InboxUpdate

_SAID = frozenset({"message", "callback_query"})
"""Kinds of updates that are answered; the other ones wait in silence."""
_MEMBERSHIP = "my_chat_member"


async def is_closed(
    ctx: UpdateContext, update: InboxUpdate, event: TelegramObject, *, is_known: bool
) -> bool:
    """Whether an update of a private chat waits until the person agrees.

    That they blocked the bot is noted of those who are known.
    """
    if ctx.app.consent_version is None or processing_consent.is_by_right(event):
        return False
    if is_known and update.kind == _MEMBERSHIP:
        return False
    return await processing_consent.is_missing(ctx)


async def typed_button(ctx: UpdateContext, update: InboxUpdate, event: TelegramObject) -> str | None:
    """The data of the button, where the person was asked and typed what it says; None otherwise."""
    if processing_consent.agrees(ctx, event) and await ctx.run(inbox.has_held, update.lane):
        return f"{processing_consent.AGREE}:{ctx.app.consent_version}"
    return None


async def hold(ctx: UpdateContext, update: InboxUpdate, event: TelegramObject) -> None:
    """Keep the update as it came, and say what the person is to agree to; /privacy is answered."""
    if processing_consent.asks_for_privacy(event):
        welcome.tell_privacy(ctx)
    elif update.kind != _MEMBERSHIP:
        await ctx.run(inbox.hold, update)
    if update.kind in _SAID:
        processing_consent.ask(ctx)

"""Private notices to the owners, each in their own language."""

from collections.abc import Callable

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from handlers.cases import owner_notices
from handlers.shared.update_context import UpdateContext
from storage.rows import Customer
from surveys.outreach.urgency import Urgency

Notice = Callable[[str], tuple[str, InlineKeyboardMarkup | None]]
"""From a language to the text and the buttons under it."""


async def owners_of_business(ctx: UpdateContext) -> list[Customer]:
    """The owners who have spoken to the bot and not blocked it."""
    return await ctx.run(owner_notices.reachable, ctx.app)


async def tell(ctx: UpdateContext, notice: Notice, urgency: Urgency = Urgency.SERVICE) -> None:
    """Send each owner who can be reached the notice in their language."""
    for owner in await owners_of_business(ctx):
        text, keyboard = notice(owner.language)
        ctx.send(SendMessage(chat_id=owner.telegram_id or 0, text=text, reply_markup=keyboard), urgency)

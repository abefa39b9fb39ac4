"""`/why CUSTOMER`: what was sent to somebody, what was not and why, and what comes next."""

from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.outreach.explanation import LOOK_BACK, ContactExplanation
from handlers.shared.filters import StaffOnly, command, reads_numbers
from handlers.shared.update_context import UpdateContext
from storage.outreach import contact_history

router = Router(name="why")

_NEWEST: Final = 30
_LONGEST: Final = 4000


@router.message(command("why"), StaffOnly(reads_numbers))
async def why(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Answer with the history of a customer's contacts, at most 4,000 characters of it."""
    who = (command.args or "").strip()
    if not who:
        ctx.reply(ctx.text("why-usage"))
        return
    history = await ctx.run(contact_history.find_history, who, ctx.now - LOOK_BACK)
    if history is None:
        ctx.reply(ctx.text("why-nobody"))
        return
    explanation = ContactExplanation(ctx.app.texts, ctx.app.reasons, ctx.language, ctx.app.zone)
    ctx.reply(explanation.of_history(history, _NEWEST)[:_LONGEST])

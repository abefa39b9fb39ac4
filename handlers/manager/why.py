"""`/why CUSTOMER`: what was sent to somebody, what was not and why, and what comes next."""

from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.outreach.explanation import explain
from handlers.shared.filters import StaffOnly, command, reads_numbers
from handlers.shared.person_looks import record_look
from handlers.shared.update_context import UpdateContext
from storage.people.addresses import find_any

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
    told = await ctx.run(explain, ctx.app, who, ctx.language, ctx.now, _NEWEST)
    if told is not None and (person := await ctx.run(find_any, who)) is not None:
        await record_look(ctx, person, "why")
    ctx.reply(ctx.text("why-nobody") if told is None else told[:_LONGEST])

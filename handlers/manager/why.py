"""`/why CUSTOMER`: what was sent to somebody, what was not and why, and what comes next."""

from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.filters import Staff, command, reads_numbers
from handlers.shared.update_context import UpdateContext
from handlers.why_text import LOOK_BACK, WhyText
from storage import stories

router = Router(name="why")

_NEWEST: Final = 30
_LONGEST: Final = 4000


@router.message(command("why"), Staff(reads_numbers))
async def why(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    who = (command.args or "").strip()
    if not who:
        ctx.reply(ctx.text("why-usage"))
        return
    story = await ctx.run(stories.of, who, ctx.now - LOOK_BACK)
    if story is None:
        ctx.reply(ctx.text("why-nobody"))
        return
    text = WhyText(ctx.app.texts, ctx.app.reasons, ctx.language, ctx.app.zone).of(story, _NEWEST)
    ctx.reply(text[:_LONGEST])

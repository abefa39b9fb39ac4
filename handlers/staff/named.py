"""`/named`: whether somebody of the staff stands by name on the board of the team, which only they decide."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.shared.filters import StaffOnly, command
from handlers.shared.update_context import UpdateContext
from storage.people import named_staff
from surveys.language.languages import LANGUAGES

router = Router(name="named staff")


@router.message(command("named"), StaffOnly())
async def choose(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Agree or not by `on` or `off` behind the command; whatever stands there, say how things are."""
    word = (command.args or "").strip().casefold()
    if _is_one_of(word, "named-words-on", ctx) and ctx.app.has_board:
        await ctx.write(named_staff.agree, ctx.chat_id, ctx.now)
    elif _is_one_of(word, "named-words-off", ctx):
        await ctx.write(named_staff.withdraw, ctx.chat_id)
    ctx.reply(ctx.text(await _answer(ctx)))


async def _answer(ctx: UpdateContext) -> str:
    if not ctx.app.has_board:
        return "named-off"
    return "named-yes" if await ctx.run(named_staff.is_named, ctx.chat_id) else "named-no"


def _is_one_of(word: str, text_id: str, ctx: UpdateContext) -> bool:
    return any(word in ctx.app.texts.text(language, text_id).split() for language in LANGUAGES)

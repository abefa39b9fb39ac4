"""`/duplicates`: pairs of customers said to be one person whose data contradict each other, page by page."""

from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, reads_numbers
from handlers.shared.keyboards import Keyboard, button, number_in
from handlers.shared.update_context import UpdateContext
from storage.people import joining
from storage.people.joining import Contradiction
from surveys.base36 import base36
from texts.quoting import inline

router = Router(name="duplicates")
buttons = Router(name="duplicates buttons")

_WORD: Final = "duplicates"
"""The word of its buttons: `duplicates:0` is the first page, any other number the pairs before that one."""
_PAGE: Final = 10
_VALUE_SHOWN: Final = 40


@router.message(command("duplicates"), StaffOnly(reads_numbers))
async def show(message: Message, ctx: UpdateContext) -> None:
    """Answer with the latest pairs."""
    ctx.reply(*await _page(ctx, None))


@buttons.callback_query(PrivateChat(), Button(_WORD), StaffOnly(reads_numbers))
async def turn(query: CallbackQuery, rest: str, ctx: UpdateContext) -> None:
    """Show another page in place."""
    ctx.send(put(query, ctx, *await _page(ctx, number_in(rest) or None)))


async def _page(ctx: UpdateContext, below: int | None) -> tuple[str, Keyboard | None]:
    found = await ctx.run(joining.contradictions, _PAGE + 1, below)
    if not found:
        return ctx.text("duplicates-none"), None
    shown, has_more = found[:_PAGE], len(found) > _PAGE
    lines = [ctx.text("duplicates"), *(_line(ctx, one) for one in shown)]
    row = []
    if below is not None:
        row.append(button(ctx.text("button-duplicates-first"), f"{_WORD}:0"))
    if has_more:
        row.append(button(ctx.text("button-duplicates-more"), f"{_WORD}:{base36(shown[-1].joining.id)}"))
    return "\n\n".join(lines), Keyboard.of([row]) if row else None


def _line(ctx: UpdateContext, pair: Contradiction) -> str:
    return ctx.text(
        "duplicates-line",
        one=inline(pair.value, _VALUE_SHOWN),
        other=inline(pair.other_value, _VALUE_SHOWN),
        kind=str(pair.joining.refused),
        proof=str(pair.joining.proof),
    )

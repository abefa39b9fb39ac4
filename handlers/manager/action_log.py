"""`/action`: what managers did to change the numbers; `/actions` lists it, a button takes it back."""

from datetime import date
from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, reads_numbers
from handlers.shared.keyboards import Keyboard, button, number_in, one_button
from handlers.shared.update_context import UpdateContext
from storage import manager_actions
from storage.rows import ManagerAction
from surveys.base36 import base36
from surveys.statistics.periods import BadWordError, parse
from texts.quoting import quoted, shortened

router = Router(name="action log")
buttons = Router(name="action log buttons")

_BUTTON: Final = "action"
_LONGEST: Final = 200
_LISTED: Final = 10


@router.message(command("action"), StaffOnly(reads_numbers))
async def note(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Store what was done today, or on the day that the words begin with."""
    day, words = _day_and_words(" ".join((command.args or "").split()), ctx)
    if not words or len(words) > _LONGEST or day > ctx.today:
        ctx.reply(ctx.text("action-how", command="/action", n=_LONGEST))
        return
    action = ManagerAction(ctx.ids.next(), day, words, ctx.chat_id, ctx.now)
    await ctx.write(manager_actions.add, action)
    undoing = one_button(ctx.text("button-action-undo"), f"{_BUTTON}:{base36(action.id)}")
    said = ctx.text("action-noted", day=day.strftime("%d.%m.%Y"), words=quoted(words), command="/actions")
    ctx.reply(said, undoing)


@router.message(command("actions"), StaffOnly(reads_numbers))
async def show(message: Message, ctx: UpdateContext) -> None:
    """List the latest actions, each with a button that takes it back."""
    ctx.reply(*await _list(ctx))


@buttons.callback_query(PrivateChat(), Button(_BUTTON), StaffOnly(reads_numbers))
async def undo(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Take an action back and show those that are left; returns what pops up."""
    done = await ctx.write(manager_actions.undo, number_in(rest), ctx.now)
    ctx.send(put(query, ctx, *await _list(ctx)))
    return ctx.text("action-undone" if done else "action-gone")


def _day_and_words(said: str, ctx: UpdateContext) -> tuple[date, str]:
    first, _, rest = said.partition(" ")
    if not first[:1].isdigit():
        return ctx.today, said
    try:
        period = parse(first, ctx.now, ctx.app.zone).period
    except BadWordError:
        return ctx.today, said
    return (period.start, rest) if (period.end - period.start).days == 1 else (ctx.today, said)


async def _list(ctx: UpdateContext) -> tuple[str, Keyboard | None]:
    found = await ctx.run(manager_actions.latest, _LISTED)
    if not found:
        return ctx.text("actions-none", command="/action"), None
    lines = [
        f"{number}. {one.day.strftime('%d.%m.%Y')} · {shortened(quoted(one.words), _LONGEST)}"
        for number, one in enumerate(found, start=1)
    ]
    row = [button(f"✖ {number}", f"{_BUTTON}:{base36(one.id)}") for number, one in enumerate(found, start=1)]
    half = len(row) // 2 if len(row) > _LISTED // 2 else len(row)
    rows = [one for one in (row[:half], row[half:]) if one]
    return "\n".join([ctx.text("actions-list"), *lines]), Keyboard.of(rows)

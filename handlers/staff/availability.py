"""`/away` and `/back`: days off of one of the team. `/calls`: whether an owner is called by night."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_lookup
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, owns
from handlers.shared.keyboards import Keyboard, one_button
from handlers.shared.update_context import UpdateContext
from handlers.staff import staff_cases
from handlers.staff.removal import numbers
from handlers.support import feedback_entry
from handlers.support.group import SupportChatOnly, TypedCommand
from storage.people import availability
from surveys.language.absence_text import return_day
from texts.durations import day_and_month
from texts.quoting import inline

commands = Router(name="availability")
in_group = Router(name="availability in the group")
in_group.message.filter(SupportChatOnly(), TypedCommand(), StaffOnly())
buttons = Router(name="availability buttons")
buttons.callback_query.filter(PrivateChat())

_BACK = "back"
_CALLS, _ALWAYS, _BY_DAY = "calls", "always", "day"


@in_group.message(command("away"))
@commands.message(command("away"), StaffOnly())
async def go_away(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Note until when whoever wrote is away, and return their open cases to the queue."""
    back_on = return_day(command.args or "", ctx.today)
    if back_on is None:
        case_lookup.answer(ctx, message, feedback_entry.say(ctx, message, "away-usage"))
        return
    await ctx.write(availability.go_away, ctx.chat_id, back_on)
    day = day_and_month(back_on)
    name = inline(ctx.customer.name, otherwise=str(ctx.chat_id))
    line = ctx.app.texts.text(ctx.app.language, "away-returned", name=name, day=day)
    freed = await staff_cases.return_to_queue(ctx, ctx.chat_id, line)
    said = [feedback_entry.say(ctx, message, "away-done", day=day)]
    if freed:
        said.append(feedback_entry.say(ctx, message, "away-freed", numbers=numbers(freed)))
    case_lookup.answer(ctx, message, "\n".join(said), _back_button(ctx, message))


@in_group.message(command("back"))
@commands.message(command("back"), StaffOnly())
async def come_back(message: Message, ctx: UpdateContext) -> None:
    """Note that whoever wrote is there again."""
    case_lookup.answer(ctx, message, feedback_entry.say(ctx, message, await _come_back(ctx)))


@buttons.callback_query(Button(_BACK), StaffOnly())
async def press_back(query: CallbackQuery, ctx: UpdateContext) -> None:
    """The same by the button, whose message tells it from then on."""
    ctx.send(put(query, ctx, ctx.text(await _come_back(ctx))))


@commands.message(command("calls"), StaffOnly(owns))
async def ask_calls(message: Message, ctx: UpdateContext) -> None:
    """Show when the owner is called to overdue cases, with a button that changes it."""
    ctx.reply(*await _calls_screen(ctx))


@buttons.callback_query(Button(_CALLS), StaffOnly(owns))
async def choose_calls(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Choose what the button says; returns what pops up at a forged one."""
    if rest not in (_ALWAYS, _BY_DAY):
        return ctx.text("question-unknown")
    await ctx.write(availability.choose_hours, ctx.chat_id, at_any_hour=rest == _ALWAYS)
    ctx.send(put(query, ctx, *await _calls_screen(ctx)))
    return None


async def _come_back(ctx: UpdateContext) -> str:
    """The id of the text that says what is now."""
    if await ctx.run(availability.find_return, ctx.chat_id, ctx.today) is None:
        return "back-before"
    await ctx.write(availability.come_back, ctx.chat_id)
    return "back-done"


def _back_button(ctx: UpdateContext, message: Message) -> Keyboard | None:
    """In private only: in the group anybody might press it."""
    return one_button(ctx.text("button-back"), _BACK) if message.chat.type == "private" else None


async def _calls_screen(ctx: UpdateContext) -> tuple[str, Keyboard]:
    is_always = ctx.chat_id in await ctx.run(availability.called_at_any_hour)
    label, leads_to = ("button-calls-day", _BY_DAY) if is_always else ("button-calls-always", _ALWAYS)
    text = ctx.text("calls-always" if is_always else "calls-day")
    return text, one_button(ctx.text(label), f"{_CALLS}:{leads_to}")

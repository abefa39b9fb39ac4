"""The first words to staff, and the buttons below: what they may see, and how a customer sees it."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.customer.welcome import greet as greet_customer
from handlers.manager.requests import BUTTON, CASES, CUSTOMER, choice
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command
from handlers.shared.update_context import UpdateContext
from handlers.staff import group_link, labels
from handlers.support import case_list
from surveys.roles import Role

commands = Router(name="staff welcome commands")
buttons = Router(name="staff welcome buttons")


@commands.message(command("start"), StaffOnly())
async def start(message: Message, ctx: UpdateContext) -> None:
    greet(ctx)


def greet(ctx: UpdateContext) -> None:
    """Greet somebody of the staff with what their role may ask for."""
    if ctx.role is None:
        return
    parts = [ctx.text("staff-start", business=ctx.app.business, role=ctx.text(labels.ROLE[ctx.role]))]
    parts.append(ctx.text("staff-start-numbers" if ctx.role.reads_numbers else "staff-start-cases"))
    keyboard = choice(ctx)
    if ctx.role is Role.OWNER:
        parts.append(ctx.text("owner-hint"))
        if ctx.app.support is None:
            parts.append(ctx.text("owner-no-group"))
            keyboard = keyboard.below([group_link.button(ctx.app, ctx.language)])
    ctx.reply("\n\n".join(parts), keyboard)


@buttons.callback_query(PrivateChat(), Button(BUTTON), StaffOnly())
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Show the open cases, or greet as a customer is greeted; returns what pops up at a forged button."""
    if rest == CASES:
        case_list.order_private_board(ctx)
    elif rest == CUSTOMER:
        greet_customer(ctx)
    else:
        return ctx.text("question-unknown")
    return None

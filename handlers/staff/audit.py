"""`/audit`: owners read who did what with the company's data, and who looked at whom."""

from collections.abc import Sequence
from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, owns
from handlers.shared.keyboards import Keyboard, number_in, one_button
from handlers.shared.update_context import UpdateContext
from storage import audit, customer_profile
from storage.people.names import names_of
from storage.rows import AuditEntry
from surveys.base36 import base36
from texts.quoting import inline

commands = Router(name="audit command")
buttons = Router(name="audit buttons")

BUTTON: Final = "audit"
"""How the data of the button begin that shows what is older: `audit:<entry>[:<customer>]`, in base 36."""
_SHOWN: Final = 20


@commands.message(command("audit"), StaffOnly(owns))
async def show(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Show the newest entries, of those who looked at one customer where the command names one."""
    who = (command.args or "").strip()
    person = await ctx.run(customer_profile.find_person, who) if who else None
    if who and person is None:
        ctx.reply(ctx.text("customer-nobody"))
        return
    await _show(ctx, None, person)


@buttons.callback_query(PrivateChat(), Button(BUTTON), StaffOnly(owns))
async def older(query: CallbackQuery, rest: str, ctx: UpdateContext) -> None:
    """Show what is older than the entry that the button names."""
    before, _, person = rest.partition(":")
    await _show(ctx, number_in(before), number_in(person) or None)


async def _show(ctx: UpdateContext, before: int | None, person: int | None) -> None:
    found = await ctx.run(audit.latest, _SHOWN + 1, before, person)
    shown = found[:_SHOWN]
    if not shown:
        ctx.reply(ctx.text("audit-none"))
        return
    words = [base36(shown[-1].id), *([base36(person)] if person else [])]
    is_all = len(found) <= _SHOWN
    leads_to = one_button(ctx.text("button-audit-older"), ":".join([BUTTON, *words]))
    await _reply(ctx, shown, None if is_all else leads_to)


async def _reply(ctx: UpdateContext, shown: Sequence[AuditEntry], keyboard: Keyboard | None) -> None:
    """People are named as they are known now; whoever was forgotten has no name any more."""
    staff = await ctx.run(names_of, {one.staff_telegram_id for one in shown if one.staff_telegram_id})
    people = await ctx.run(customer_profile.names, {one.customer_id for one in shown if one.customer_id})
    lines = [
        ctx.text(
            "audit-line",
            time=f"{one.at.astimezone(ctx.app.zone):%d.%m.%Y %H:%M}",
            who=_name(ctx, one.staff_telegram_id, staff),
            action=one.action,
            subject=inline(one.subject),
            customer=inline(people.get(one.customer_id or 0), otherwise=ctx.text("customer-unnamed")),
        )
        for one in shown
    ]
    place = f"audit:{ctx.chat_id}:{ctx.ids.next()}"
    ctx.reply("\n".join([ctx.text("audit-head"), *lines]), keyboard, fills=place)


def _name(ctx: UpdateContext, telegram_id: int | None, names: dict[int, str]) -> str:
    if telegram_id is None:
        return ctx.text("audit-command-line")
    return inline(names.get(telegram_id), otherwise=str(telegram_id))

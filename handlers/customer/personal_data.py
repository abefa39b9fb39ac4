"""A person's rights: /mydata brings a copy of what is stored about them, /forget erases it in two steps."""

from datetime import UTC, datetime, timedelta
from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_erasure
from handlers.customer import processing_consent
from handlers.customer.stored_messages import keep_words_of
from handlers.shared import keyboards
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, command
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from storage.people import erasure
from storage.rows import Job

router = Router(name="personal data")
router.callback_query.filter(PrivateChat())
commands = Router(name="personal data commands")

FORGET: Final = "forget"
"""The word of its buttons: `forget:yes:1764400000`, by when it was asked, and `forget:no`."""
YES, NO = "yes", "no"
_ASKED_WITHIN: Final = timedelta(hours=1)
"""A button of long ago may be tapped by mistake."""


@commands.message(command("mydata"))
async def my_data(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Order a copy of what is stored about the person; what stands behind the command is kept."""
    keep_words_of(ctx, message, command)
    args = {"customer": ctx.customer.id, "chat_id": ctx.chat_id, "language": ctx.language}
    ctx.effects.add(
        Job(ctx.ids.next(), "personal_data", args, ctx.now, key=f"personal_data:{ctx.customer.id}")
    )
    ctx.reply(ctx.text("mydata-ordered"))


@commands.message(command("forget"))
async def ask(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Ask whether everything is to be erased, and say what that means."""
    keep_words_of(ctx, message, command)
    ctx.reply(*await _question(ctx))


@router.callback_query(Button(FORGET))
async def decide(query: CallbackQuery, rest: str, ctx: UpdateContext) -> None:
    """Forget the person who confirmed it in time; whoever did not is asked again."""
    choice, _, asked_at = rest.partition(":")
    if choice != YES:
        ctx.send(put(query, ctx, ctx.text("forget-kept")))
        return
    if not _is_recent(asked_at, ctx.now):
        ctx.send(put(query, ctx, *await _question(ctx)))
        return
    await ctx.write_person()
    numbers = await ctx.run(erasure.case_numbers, ctx.customer.id)
    await processing_consent.withdraw(ctx)
    await ctx.write(erasure.begin, ctx.customer.id, ctx.now)
    _order_erasure(ctx)
    told = await ctx.run(lambda connection: list(case_erasure.notices(connection, ctx.app, numbers)))
    ctx.outgoing.extend(told)
    ctx.send(put(query, ctx, ctx.text("forget-done")))


async def _question(ctx: UpdateContext) -> tuple[str, Keyboard]:
    n = len(await ctx.run(erasure.case_numbers, ctx.customer.id, only_open=True))
    yes = keyboards.button(ctx.text("button-forget-yes"), f"{FORGET}:{YES}:{int(ctx.now.timestamp())}")
    no = keyboards.button(ctx.text("button-forget-no"), f"{FORGET}:{NO}")
    return ctx.text("forget-ask", cases=n), Keyboard.of([[yes], [no]])


def _is_recent(asked_at: str, now: datetime) -> bool:
    if not (asked_at.isascii() and asked_at.isdecimal() and len(asked_at) <= 10):
        return False
    return timedelta() <= now - datetime.fromtimestamp(int(asked_at), UTC) <= _ASKED_WITHIN


def _order_erasure(ctx: UpdateContext) -> None:
    customer = ctx.customer
    args = {"customer": customer.id, "telegram_id": customer.telegram_id, "until": ctx.now.isoformat()}
    ctx.effects.add(Job(ctx.ids.next(), "erasure", args, ctx.now, key=f"erasure:{customer.id}"))

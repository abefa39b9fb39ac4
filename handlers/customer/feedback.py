"""What customers are told of words that nobody asked for, and the button that makes a complaint of them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from aiogram import Router
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery

from handlers.cases.feedback import entry_of, is_anybody_reading
from handlers.cases.feedback_case import make_case
from handlers.customer.preview import is_preview
from handlers.shared import keyboards
from handlers.shared.filters import Button, PrivateChat
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, feedback
from storage.rows import Message
from surveys.base36 import base36
from surveys.cases.source import CaseSource

router = Router(name="feedback")

_COMPLAINT: Final = "complaint"
_FIRST: Final = datetime.fromtimestamp(0, UTC)
_MOST: Final = 10_000_000
"""Of such times; what a button of ours counts lies far below."""
_TOGETHER: Final = timedelta(minutes=10)
"""What is written within such a time, or the one before or after, belongs to the same complaint."""


async def thanks(ctx: UpdateContext, kept: Message, text_id: str = "message-kept") -> str:
    """What is said to words that were kept: that staff will read them, if they need it and there is staff.

    Who is of the staff hears that nobody will: they may have meant to write to a customer.
    """
    if is_preview(ctx):
        return ctx.text("preview-words")
    if entry_of(ctx, kept) is None:
        return ctx.text("message-noted")
    return ctx.text(text_id if await is_anybody_reading(ctx) else "nobody-reads-yet")


async def confirm(ctx: UpdateContext, kept: Message) -> None:
    """Say what became of words that were kept, with the button that makes a complaint of them."""
    ctx.reply(await thanks(ctx, kept), complaint_button(ctx, kept))


def complaint_button(ctx: UpdateContext, kept: Message) -> Keyboard | None:
    """The button that makes a complaint of what was written; None for what nobody needs to read."""
    entry = entry_of(ctx, kept)
    if entry is None:
        return None
    # The time and not the entry: the same answer to much that is written at once waits once.
    since = int(entry.received_at.timestamp() // _TOGETHER.total_seconds())
    return keyboards.one_button(ctx.text("button-complain-words"), f"{_COMPLAINT}:{base36(since)}")


@router.callback_query(PrivateChat(), Button(_COMPLAINT))
async def complain(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Open a case of what the customer wrote then, once; returns what pops up."""
    since = _FIRST + _TOGETHER * min(keyboards.number_in(rest), _MOST)
    entries = await ctx.run(
        feedback.written_between, ctx.customer.id, since - _TOGETHER, since + 2 * _TOGETHER
    )
    if not entries:
        return ctx.text("question-unknown")
    if query.message is not None:
        ctx.send(
            EditMessageReplyMarkup(
                chat_id=ctx.chat_id, message_id=query.message.message_id, reply_markup=Keyboard.of([])
            )
        )
    case = await make_case(ctx, entries, CaseSource.COMPLAINT)
    if case is not None:
        return ctx.text("complaint-opened", number=str(case.number))
    known = entries[-1].feedback.case_id
    case = await ctx.run(cases.find_case, known) if known is not None else None
    return ctx.text("complaint-already", number=str(case.number)) if case else ctx.text("question-unknown")

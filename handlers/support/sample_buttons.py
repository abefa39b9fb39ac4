"""The button that ends the sample of a new support group."""

from aiogram import Router
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery

from handlers.cases import sample_case
from handlers.shared.filters import Button
from handlers.shared.update_context import UpdateContext
from handlers.support import labels
from surveys.cases.lifecycle import StepRefusal

router = Router(name="sample buttons")


@router.callback_query(Button(sample_case.WORD))
async def close(query: CallbackQuery, ctx: UpdateContext) -> str:
    """Close the sample; returns what pops up at the tap."""
    if ctx.role is None:
        return labels.refused(ctx.app, ctx.language, StepRefusal.NOT_ENROLLED)
    said, support = ctx.app.texts.text(ctx.app.language, "sample-closed"), ctx.app.support
    if support is None or query.message is None or query.message.chat.id != support.id:
        return said
    ctx.send(
        EditMessageText(chat_id=support.id, message_id=query.message.message_id, text=said, parse_mode=None)
    )
    await sample_case.close_topic(ctx, support)
    return said

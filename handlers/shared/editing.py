"""Changing the message whose button was tapped."""

from typing import Any

from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext


def put(
    query: CallbackQuery, ctx: UpdateContext, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> TelegramMethod[Any]:
    """The call that puts text into the message that was tapped.

    The sender says it anew if that message is too old to be edited.
    """
    chat_id = ctx.chat_id
    if query.message is None:
        return SendMessage(chat_id=chat_id, text=text, reply_markup=keyboard)
    return EditMessageText(
        chat_id=chat_id, message_id=query.message.message_id, text=text, reply_markup=keyboard
    )


def settle(query: CallbackQuery, ctx: UpdateContext, said: str, keyboard: Keyboard | None = None) -> None:
    """The question that was tapped is answered: its buttons go, or make room for those of the next."""
    if query.message is not None:
        ctx.send(
            EditMessageText(
                chat_id=query.message.chat.id,
                message_id=query.message.message_id,
                text=said,
                parse_mode=None,
                reply_markup=keyboard,
            )
        )

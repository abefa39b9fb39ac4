"""Keyboards under messages. Button data is at most 64 bytes and carries ids only, never rights."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from surveys.callback import pack
from surveys.survey import Question

RATE, CHANGE = "rate", "change"


def of_question(question: Question, conversation_id: int) -> InlineKeyboardMarkup | None:
    """The buttons of a question; None for one that is answered in words."""
    if not question.rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=option, callback_data=pack(conversation_id, question.id, option))
                for option in row
            ]
            for row in question.rows
        ]
    )


def one_button(text: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data)]])

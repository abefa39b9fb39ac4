"""Keyboards under messages. Button data is at most 64 bytes and carries ids only, never rights."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from surveys.callback import pack
from surveys.survey import Question

RATE, CHANGE = "rate", "change"


def of_question(question: Question, conversation_id: int) -> InlineKeyboardMarkup | None:
    """The buttons of a question; None for one that is answered in words."""
    if not question.rows:
        return None
    return _markup(
        [
            [_button(option, pack(conversation_id, question.id, option)) for option in row]
            for row in question.rows
        ]
    )


def one_button(text: str, data: str) -> InlineKeyboardMarkup:
    return _markup([[_button(text, data)]])


# Built without validation: eleven validated buttons cost as much as sending them.


def _button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton.model_construct({"text", "callback_data"}, text=text, callback_data=data)


def _markup(rows: list[list[InlineKeyboardButton]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.model_construct({"inline_keyboard"}, inline_keyboard=rows)

"""Keyboards under messages. Button data is at most 64 bytes and carries ids only, never rights."""

from collections.abc import Collection
from typing import Any

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import PrivateAttr

from surveys.language.plain_words import plain
from surveys.questions.callback import prefix
from surveys.questions.question import Question

RATE, COMPLAIN, LEAVE = "rate", "complain", "leave"
STOP = "stop"
"""The word of the button after which we start nothing any more."""

_LONGEST_NUMBER = 12
"""The ids of the next sixty years have no more figures in base 36."""

_PICKED = "✔️ "

Rows = list[list[dict[str, Any]]]


class Keyboard(InlineKeyboardMarkup):
    """An inline keyboard in its wire form: eleven button objects cost as much as sending them."""

    inline_keyboard: list[list[InlineKeyboardButton]] = []  # noqa: RUF012  # pydantic copies it
    _rows: Rows = PrivateAttr()

    @classmethod
    def of(cls, rows: Rows) -> "Keyboard":
        """A keyboard of these rows of buttons."""
        keyboard = cls()
        keyboard._rows = rows
        return keyboard

    def below(self, row: list[dict[str, Any]]) -> "Keyboard":
        """The same buttons below a further row."""
        return Keyboard.of([row, *self._rows])

    def wire_form(self) -> dict[str, Any]:
        """The keyboard as Telegram takes it."""
        return {"inline_keyboard": self._rows}


def of_question(
    question: Question,
    conversation_id: int,
    language: str,
    opened: str | None = None,
    picked: Collection[str] = (),
) -> Keyboard | None:
    """The buttons of a question, or those of the group that was opened; None for one without buttons."""
    return of_rows(rows_of(question, conversation_id, language, opened, picked))


def rows_of(
    question: Question,
    conversation_id: int,
    language: str,
    opened: str | None = None,
    picked: Collection[str] = (),
) -> Rows:
    """The rows of a question's buttons, or of the group that was opened; empty for one without buttons.

    Those `picked` of several options bear a mark.
    """
    start, labels = prefix(conversation_id, question.id), question.labels()
    return [
        [button(_PICKED * (one in picked) + labels[one].render(language), start + one) for one in row]
        for row in question.screen(opened)
    ]


def of_rows(rows: Rows) -> Keyboard | None:
    """A keyboard of these rows; None where there are none."""
    return Keyboard.of(rows) if rows else None


def one_button(text: str, data: str) -> Keyboard:
    """A keyboard of one button."""
    return Keyboard.of([[button(text, data)]])


def button(text: str, data: str, style: ButtonStyle | None = None) -> dict[str, str]:
    """A button as Telegram takes it; its data is at most 64 bytes.

    Its style is a colour; a server or a program that knows of none shows the button all the same.
    """
    shown = {"text": text, "callback_data": data}
    return shown if style is None else {**shown, "style": style.value}


def opening(text: str, url: str) -> dict[str, Any]:
    """A button that opens an address; we never hear of it."""
    return {"text": text, "url": url}


def copying(text: str, copied: str) -> dict[str, Any]:
    """A button that copies up to 256 characters to the reader's clipboard; we never hear of it."""
    return {"text": text, "copy_text": {"text": copied}}


def data_by_label(keyboard: Any) -> dict[str, str]:
    """Data of the buttons by their labels in plain words; figures are scores and no labels."""
    if not isinstance(keyboard, InlineKeyboardMarkup):
        return {}
    rows = keyboard.wire_form()["inline_keyboard"] if isinstance(keyboard, Keyboard) else _rows_of(keyboard)
    labels = ((one["text"], one.get("callback_data")) for row in rows for one in row)
    found = {plain(label): data for label, data in labels if data and not label.isdecimal()}
    return {label: data for label, data in found.items() if label}


def _rows_of(keyboard: InlineKeyboardMarkup) -> list[list[dict[str, Any]]]:
    return [
        [{"text": one.text, "callback_data": one.callback_data} for one in row]
        for row in keyboard.inline_keyboard
    ]


def number_in(data: str) -> int:
    """A number of button data in base 36; 0 for what no button of ours carries."""
    return int(data, 36) if data.isascii() and data.isalnum() and len(data) <= _LONGEST_NUMBER else 0

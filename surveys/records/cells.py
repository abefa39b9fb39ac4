"""What stands in one cell of a file, and why it cannot be read."""

from datetime import date, datetime, time, timedelta
from math import isnan
from typing import Any, Final, TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
"""A value as a text file or a workbook has it; None and blank text are empty."""

BLANKS: Final = " \t\r\n\f\v\u00a0\u2007\u202f\u200b\u2060\ufeff"
_EMPTY: Final = frozenset(
    ["", "-", "–", "—", "null", "none", "nan", "n/a", "nil", "<пусто>", "<не указан>", "\\n"]
)
_FAULTS: Final = frozenset(
    [
        "#n/a",
        "#н/д",
        "#ref!",
        "#ссылка!",
        "#value!",
        "#знач!",
        "#name?",
        "#имя?",
        "#div/0!",
        "#дел/0!",
        "#num!",
        "#число!",
        "#null!",
        "#пусто!",
        "#spill!",
    ]
)


class UnreadableValue(ValueError):
    """A value that cannot be taken; `text_id` says why, and its text has a placeholder `column`."""

    def __init__(self, text_id: str, **values: Any) -> None:
        super().__init__(text_id)
        self.text_id = text_id
        self.values = values


def text_of(cell: Cell) -> str:
    """A cell as text without blanks around it; empty where nothing is said.

    A number without a fraction is written without one. Text that a spreadsheet was to keep as text (`="007"`,
    `'007`) is that text. Raises UnreadableValue for a formula and for the error of one.
    """
    if isinstance(cell, str):
        return _plain(cell)
    if cell is None or (isinstance(cell, float) and isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _plain(cell: str) -> str:
    text = cell.strip(BLANKS)
    first = text[:1]
    if first == "=":
        if len(text) > 2 and text[1] == text[-1] == '"':
            return text[2:-1].strip(BLANKS)
        raise UnreadableValue("record-formula", value=text)
    if first == "'":
        return text[1:].strip(BLANKS)
    if first == "#" and (text.casefold() in _FAULTS or not text.strip("#")):
        raise UnreadableValue("record-formula-error", value=text)
    return "" if len(text) < 14 and text.casefold() in _EMPTY else text


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing."""
    if isinstance(cell, str):
        text = cell.strip(BLANKS)
        return not text or (len(text) < 14 and text.casefold() in _EMPTY)
    return cell is None or (isinstance(cell, float) and isnan(cell))

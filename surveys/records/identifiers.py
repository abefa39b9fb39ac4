"""Ids of the company as files and events write them: `№ A1`, `#1001`, `00042`."""

import re
from datetime import date, time, timedelta
from typing import Final

from surveys.records.cells import Cell, UnreadableValue, text_of

_SIGN: Final = re.compile(r"^(?:№|#|N[°ºo]\.?(?=[\s\d]))\s*", re.IGNORECASE)
_SPOILT: Final = re.compile(r"[+-]?\d+[.,]?\d*E\+?\d+", re.IGNORECASE)
_MOST_DIGITS: Final = 1e15
LONGEST: Final = 128


def read_id(cell: Cell) -> str | None:
    """An id as text, leading zeros and all, without the sign for a number before it; None for an empty cell.

    Raises UnreadableValue for what a spreadsheet spoilt (`1.23E+11`, more than 15 digits as a number, a day
    that was an id) and for text that is too long to be an id.
    """
    if isinstance(cell, date | time | timedelta | bool):
        raise UnreadableValue("record-id-became-day", value=cell)
    if isinstance(cell, int | float) and (abs(cell) >= _MOST_DIGITS or cell != int(cell)):
        raise UnreadableValue("record-spoilt-id", value=cell)
    text = _SIGN.sub("", text_of(cell))
    if _SPOILT.fullmatch(text):
        raise UnreadableValue("record-spoilt-id", value=text)
    if len(text) > LONGEST:
        raise UnreadableValue("record-long-id", value=text[:40] + "…", most=LONGEST)
    return text or None


def read_phone_text(cell: Cell) -> str:
    """A phone as it is written; empty for an empty cell. Raises UnreadableValue where it was spoilt."""
    if isinstance(cell, date | time | timedelta | bool):
        raise UnreadableValue("record-id-became-day", value=cell)
    text = text_of(cell)
    if _SPOILT.fullmatch(text):
        raise UnreadableValue("record-spoilt-id", value=text)
    return text

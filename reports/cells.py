"""How values stand in the cells of a file that people open in a spreadsheet: text stays text."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

MOST_CHARACTERS: Final = 32_767
"""Of one cell of a sheet, as spreadsheets hold."""

_FORMULA: Final = re.compile(r"[\s\0]*[=+\-@＝＋－＠\t\r|]")  # spreadsheets read wide signs too
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")
_EXACT: Final = 10**15
"""Spreadsheets hold fifteen digits of a number: a longer id would end in zeros."""


def escaped(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_text(value: Any, zone: ZoneInfo, decimal_mark: str) -> str:
    """A value as it stands in a CSV file; empty for None.

    No spreadsheet runs it. Moments are told by the clock of that zone.
    """
    match value:
        case None:
            text = ""
        case bool():
            text = str(value).lower()
        case datetime():
            text = f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        case float() | Decimal():
            text = f"{value:f}".replace(".", decimal_mark)
        case str():
            text = escaped(value)
        case _:
            text = str(value)
    return text


def as_cell(value: Any, zone: ZoneInfo) -> Any:
    """A value as a sheet holds it: moments by the clock of that zone, long ids as text."""
    match value:
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None)
        case str():
            return value[:MOST_CHARACTERS]
        case int() if abs(value) >= _EXACT:
            return str(value)
    return value

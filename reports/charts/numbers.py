"""Numbers and months as the reader's language writes them. Babel is imported where one is written."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor, log10
from typing import Final

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

_EXACT: Final = 9
"""Decimals beyond these are what is left over of a multiplication: 57.49999999999999 is 57.5."""
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def decimal(value: float, language: str, digits: int = 0) -> str:
    """A number with so many decimals as the language writes it, 1,9 or 1.9; thousands apart.

    A half goes away from zero, as in the score beside which a share stands, and unlike `round`.
    """
    from babel.numbers import format_decimal

    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    rounded = Decimal(repr(round(value, _EXACT))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return str(format_decimal(rounded, pattern, locale=language))


def percent(share: float, language: str, digits: int = 0) -> str:
    """A share of 0…1 as a percentage; the space before the sign is Russian."""
    return decimal(100 * share, language, digits) + (f"{NO_BREAK}%" if language == "ru" else "%")


def month(day: date, language: str) -> str:
    """The name of the day's month in the language, cut to three letters."""
    from babel.dates import format_date

    return str(format_date(day, "LLL", locale=language))[:3]


def ticks(highest: float, most: int = 5) -> Sequence[float]:
    """Round marks from zero to at least `highest`, at most `most` of them above zero."""
    if highest <= 0:
        return (0.0, 1.0)
    magnitude = 10.0 ** floor(log10(highest / most))
    step = next(step * magnitude for step in _STEPS if highest / (step * magnitude) <= most)
    return [number * step for number in range(ceil(highest / step - 1e-9) + 1)]

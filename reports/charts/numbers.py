"""Numbers and months as the reader's language writes them. Babel is imported where one is written."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor, log10
from typing import Final

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

_EXACT: Final = 9
"""Decimals beyond these are what is left over of a multiplication: 57.49999999999999 is 57.5."""
_MILLION: Final = 1_000_000
_SAME: Final = 1e-9
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def decimal(value: float, language: str, digits: int = 0) -> str:
    """A number with so many decimals as the language writes it, 1,9 or 1.9; thousands apart.

    A half goes away from zero, as in the score beside which a share stands, and unlike `round`.
    """
    from babel.numbers import format_decimal

    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    rounded = Decimal(repr(round(value, _EXACT))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return str(format_decimal(rounded, pattern, locale=language))


def compact(value: float, language: str) -> str:
    """A whole number; from a million on in millions, 1,2 млн or 1.2M."""
    from babel.numbers import format_compact_decimal

    if value < _MILLION:
        return decimal(value, language)
    return str(format_compact_decimal(value, locale=language, fraction_digits=1))


def percent(share: float, language: str, digits: int = 0) -> str:
    """A share of 0…1 as a percentage; the space before the sign is Russian."""
    return decimal(100 * share, language, digits) + (f"{NO_BREAK}%" if language == "ru" else "%")


def month(day: date, language: str) -> str:
    """The name of the day's month in the language, cut to three letters."""
    from babel.dates import format_date

    return str(format_date(day, "LLL", locale=language))[:3]


def ticks(highest: float, most: int = 5, lowest: float = 0.0) -> Sequence[float]:
    """Round marks from at most `lowest` to at least `highest`, at most `most` above the first one."""
    if highest <= lowest:
        return (lowest, lowest + 1.0)
    magnitude = 10.0 ** floor(log10((highest - lowest) / most))
    spans = (_span(lowest, highest, step * magnitude * ten) for ten in (1, 10) for step in _STEPS)
    step, first, last = next(one for one in spans if one[2] - one[1] <= most)
    return [number * step for number in range(first, last + 1)]


def digits_of(marks: Sequence[float]) -> int:
    """How many decimals tell these marks apart, at most six."""
    return next((n for n in range(6) if all(abs(round(mark, n) - mark) < _SAME for mark in marks)), 6)


def _span(lowest: float, highest: float, step: float) -> tuple[float, int, int]:
    """A step with the numbers of the first and the last mark."""
    return step, floor(lowest / step + _SAME), ceil(highest / step - _SAME)

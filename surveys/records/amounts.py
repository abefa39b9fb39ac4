"""Amounts of money as files write them: `1 234,50`, `1,234.50 $`, `1000 руб.`."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from math import isnan
from typing import Final

from surveys.records.cells import BLANKS, Cell, UnreadableValue, text_of

MINOR: Final = 100
"""Minor units in one, as everywhere in the program."""
_MOST: Final = Decimal(10) ** 13
_SIGNS: Final = {
    "₽": "RUB", "руб": "RUB", "рублей": "RUB", "р": "RUB", "рубль": "RUB", "rur": "RUB",
    "$": "USD", "us$": "USD", "долл": "USD", "€": "EUR", "евро": "EUR", "£": "GBP",
    "₸": "KZT", "тг": "KZT", "тенге": "KZT", "br": "BYN", "бел руб": "BYN",
    "₴": "UAH", "грн": "UAH", "сум": "UZS", "som": "KGS", "сом": "KGS", "драм": "AMD", "֏": "AMD",
    "₾": "GEL", "лари": "GEL", "₺": "TRY", "₼": "AZN",
}  # fmt: skip
_SHAPE: Final = re.compile(r"(?P<before>[^\d.,]*?)(?P<number>[\d.,]*\d[.,]?)(?P<after>[^\d]*)")
_SPACED: Final = re.compile(r"\d[\s\u00a0\u202f'’`]+\d")
_GROUPED: Final = {mark: re.compile(rf"\d{{1,3}}(?:\{mark}\d{{3}})+") for mark in ",."}
_INVISIBLE: Final = str.maketrans("", "", BLANKS + "'’`")


class DecimalMark(StrEnum):
    """What stands between whole units and the rest."""

    COMMA = ","
    POINT = "."


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as it was written."""

    value: Decimal
    currency: str | None
    """ISO 4217; None where nothing is said."""

    @property
    def minor(self) -> int:
        """In minor units, half of one rounded up."""
        return int((self.value * MINOR).quantize(Decimal(1), ROUND_HALF_UP))


def read_amount(cell: Cell, mark: DecimalMark | None = None) -> Amount | None:
    """The amount of a cell; None for an empty one.

    `mark` settles what `1,234` is. Raises UnreadableValue where it is no amount, and where it could be two
    and no mark is given.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return None if isnan(cell) else _checked(Decimal(repr(cell)), None, str(cell))
    text = text_of(cell)
    if not text:
        return None
    sign, found = _parts(text)
    if found is None:
        raise UnreadableValue("record-no-amount", value=text)
    number, spaced = found["number"].rstrip(".,"), _is_spaced(text)
    decimal = proven_mark(number, spaced)
    if decimal is None and _may_be_two(number, spaced):
        if mark is None:
            raise UnreadableValue("record-two-amounts", value=text)
        decimal = mark
    try:
        value = sign * _value(number, decimal)
    except ValueError:
        raise UnreadableValue("record-no-amount", value=text) from None
    return _checked(value, _currency(found["before"], found["after"], text), text)


def mark_of(cell: Cell) -> DecimalMark | None:
    """The mark that an amount proves; None where it proves none or is no amount."""
    written = _written(cell)
    return None if written is None else proven_mark(*written)


def is_ambiguous(cell: Cell) -> bool:
    """Whether an amount could be two, such as `1,234`."""
    written = _written(cell)
    return written is not None and _may_be_two(*written)


def proven_mark(number: str, spaced: bool) -> DecimalMark | None:
    """The decimal mark of digits with marks among them, where only one reading is possible."""
    last = max(number.rfind(","), number.rfind("."))
    if last < 0 or _may_be_two(number, spaced):
        return None
    mark, other = DecimalMark(number[last]), "," if number[last] == "." else "."
    if number.count(mark) > 1:
        return DecimalMark(other) if other not in number else None
    return mark


def read_currency(text: str) -> str | None:
    """The currency of a sign, a word or a code; None where it is none."""
    plain = text.strip(BLANKS + ".").casefold().replace(".", " ")
    if known := _SIGNS.get(plain):
        return known
    return plain.upper() if re.fullmatch(r"[a-z]{3}", plain) else None


def _may_be_two(number: str, spaced: bool) -> bool:
    return not spaced and bool(re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number))


def _written(cell: Cell) -> tuple[str, bool] | None:
    """The digits and marks of an amount, and whether blanks part its thousands; None where it is none."""
    if not isinstance(cell, str):
        return None
    try:
        text = text_of(cell)
    except UnreadableValue:
        return None
    _, found = _parts(text)
    return None if found is None else (found["number"].rstrip(".,"), _is_spaced(text))


def _is_spaced(text: str) -> bool:
    return _SPACED.search(text) is not None


def _parts(text: str) -> tuple[int, re.Match[str] | None]:
    bare = text.translate(_INVISIBLE).replace("−", "-").replace("–", "-")
    sign = 1
    if bare.startswith("(") and bare.endswith(")"):
        bare, sign = bare[1:-1], -1
    if "-" in bare:
        bare, sign = bare.replace("-", "", 1), -1
    return sign, _SHAPE.fullmatch(bare.lstrip("+"))


def _value(number: str, decimal: DecimalMark | None) -> Decimal:
    thousands = "." if decimal is DecimalMark.COMMA else ","
    whole, _, rest = number.partition(decimal) if decimal else (number, "", "")
    if "," in rest or "." in rest:
        raise ValueError(number)
    if thousands in whole:
        if not _GROUPED[thousands].fullmatch(whole):
            raise ValueError(number)
        whole = whole.replace(thousands, "")
    if not (whole + rest).isdecimal():
        raise ValueError(number)
    return Decimal(f"{whole or 0}.{rest or 0}")


def _currency(before: str, after: str, text: str) -> str | None:
    said = [words for words in (before.strip(), after.strip()) if words.strip(".")]
    if not said:
        return None
    currencies = {read_currency(words) for words in said}
    if len(currencies) > 1 or None in currencies:
        raise UnreadableValue("record-no-amount", value=text)
    return currencies.pop()


def _checked(value: Decimal, currency: str | None, text: str) -> Amount:
    if not value.is_finite() or abs(value) >= _MOST:
        raise UnreadableValue("record-no-amount", value=text)
    return Amount(value, currency)

"""Numbers in as few letters as button data have room for."""

from string import ascii_lowercase, digits
from typing import Final

_DIGITS: Final = digits + ascii_lowercase


def base36(number: int) -> str:
    """The number in figures and small letters, as `int(…, 36)` reads it; raises ValueError below 0."""
    if number < 0:
        raise ValueError(f"there are no letters for a negative number: {number}")
    figures = ""
    while True:
        number, figure = divmod(number, 36)
        figures = _DIGITS[figure] + figures
        if not number:
            return figures

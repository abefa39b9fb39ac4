"""What a report shows, as its buttons carry it.

Button data is at most 64 bytes and a client may forge it: it names no touchpoint but carries a mark that is
resolved again among those with data, and no chat, since a picture's place belongs to whoever presses.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from string import ascii_lowercase, digits
from typing import Final

BUTTON: Final = "r"
"""The word with which the data of these buttons begin."""

_DIGITS: Final = digits + ascii_lowercase
_REST: Final = re.compile(r"([a-z]{1,10}):([0-9a-z.-]{1,22}):([0-9a-f]{6})?:([a-z]{0,6}):([0-9a-z]{1,13})")
_MARK_BYTES: Final = 3


@dataclass(frozen=True, slots=True)
class View:
    report: str
    period: str
    """Words of surveys.statistics.periods."""
    picture: str
    """What tells this report's picture from the person's others."""
    touchpoint: str = ""
    """The mark of one, or nothing for all."""
    page: str = ""
    """Another side of the report, such as by money."""

    def pack(self) -> str:
        return ":".join((BUTTON, self.report, self.period, self.touchpoint, self.page, self.picture))

    def place(self, person: int) -> str:
        return f"picture:{person}:{self.picture}"


def unpack(rest: str) -> View | None:
    """From the data behind the first colon; None for what no button of ours carries."""
    found = _REST.fullmatch(rest)
    if found is None:
        return None
    report, period, mark, page, picture = found.groups()
    return View(report, period, picture, mark or "", page)


def mark(touchpoint: str) -> str:
    return blake2b(touchpoint.encode("utf-8", "surrogatepass"), digest_size=_MARK_BYTES).hexdigest()


def picture_of(number: int) -> str:
    """A fresh id in as few letters as it needs."""
    figures = ""
    while number:
        number, figure = divmod(number, len(_DIGITS))
        figures = _DIGITS[figure] + figures
    return figures or "0"

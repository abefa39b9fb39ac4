"""What a report shows, as its buttons carry it.

Button data is at most 64 bytes and a client may forge it: it names no touchpoint but carries a key that is
resolved again among those with data, and no chat, since a picture's place belongs to whoever presses.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

BUTTON: Final = "r"
"""The word with which the data of these buttons begin."""

_REST: Final = re.compile(
    r"([a-z]{1,10}):([0-9a-z.-]{1,22}):([0-9a-f]{6})?:([a-z]{0,6}):([0-9a-z]{1,13})(?::([0-9]{1,3}))?"
)
_KEY_BYTES: Final = 3


@dataclass(frozen=True, slots=True)
class CallbackState:
    report: str
    period: str
    """Words of surveys.statistics.periods."""
    picture: str
    """What tells this report's picture from the person's others."""
    touchpoint: str = ""
    """The key of one, or nothing for all."""
    tab: str = ""
    """Another tab of the report, such as by money."""
    page: int = 0
    """From 0, up to 999."""

    def pack(self) -> str:
        """The data of a button that leads here, at most 64 bytes."""
        words = (BUTTON, self.report, self.period, self.touchpoint, self.tab, self.picture)
        return ":".join((*words, str(self.page)) if self.page else words)

    def place(self, person: int) -> str:
        """The name of the place of this report's picture in the chat with a person."""
        return f"picture:{person}:{self.picture}"


def unpack(rest: str) -> CallbackState | None:
    """What a button's data say behind the first colon; None for what no button of ours carries."""
    found = _REST.fullmatch(rest)
    if found is None:
        return None
    report, period, key, tab, picture, page = found.groups()
    return CallbackState(report, period, picture, key or "", tab, int(page or 0))


def touchpoint_key(touchpoint: str) -> str:
    """Six hexadecimal digits that tell a touchpoint from the company's others, whatever its name."""
    return blake2b(touchpoint.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).hexdigest()

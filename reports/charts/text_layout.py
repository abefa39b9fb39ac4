"""Words on a picture: what the font can show, in the width that there is.

Names of places, causes and campaigns are typed by people: they are data, so they are cleaned and cut here.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reports.charts.palette import INK, QUIET_INK

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

ELLIPSIS: Final = "…"
UNKNOWN_LETTER: Final = "□"
"""Stands for a letter that the font lacks, so that a name does not turn into another one."""

_INVISIBLE: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_FIRST_PICTOGRAM: Final = 0x2190
_LONGEST: Final = 500
_SMALLEST: Final = 28.0
"""Where a phone shows a picture 400 pixels wide, less than 10 pixels are left of anything smaller."""


@dataclass(frozen=True, slots=True)
class Font:
    """How words are written; the size is in pixels."""

    size: float
    bold: bool = False
    colour: str = INK

    def style(self) -> dict[str, Any]:
        """How matplotlib is to write words in this font; a dollar sign in them is a dollar sign."""
        return {
            "fontproperties": _font(self.bold),
            "fontsize": self.size,
            "color": self.colour,
            "parse_math": False,
        }


TITLE: Final = Font(50, bold=True)
HEADLINE: Final = Font(34)
TEXT: Final = Font(30)
STRONG: Final = Font(30, bold=True)
QUIET: Final = Font(30, colour=QUIET_INK)
SMALL: Final = Font(28, colour=QUIET_INK)


def legible(words: str) -> str:
    """The words in one line without pictograms and invisible marks.

    □ stands for a letter that the font lacks.
    """
    composed = unicodedata.normalize("NFC", words[:_LONGEST])
    known = _letters()
    return " ".join("".join(_shown(sign, known) for sign in composed).split())


def width(words: str, font: Font) -> float:
    """How wide the words are in this font, in pixels."""
    face = _face(font.bold)
    face.set_size(font.size, 72)
    face.set_text(words, 0.0)
    return face.get_width_height()[0] / 64


def cut(words: str, font: Font, most: float) -> str:
    """As much of the words as fits into `most` pixels, with an ellipsis for the rest."""
    if width(words, font) <= most:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width(words[:middle].rstrip() + ELLIPSIS, font) <= most:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + ELLIPSIS


def wrapped(words: str, font: Font, most: float, lines: int) -> list[str]:
    """The words broken into at most `lines` lines of `most` pixels; the last one is cut."""
    found: list[str] = []
    rest = words.split()
    while rest and len(found) < lines - 1:
        count = _fitting(rest, font, most)
        found.append(cut(" ".join(rest[:count]), font, most))
        rest = rest[count:]
    return [*found, cut(" ".join(rest), font, most)] if rest else found


def fitting(words: Iterable[str], font: Font, most: float) -> Font:
    """The font, smaller where the widest of the words would not fit into `most` pixels.

    It is never too small to be read.
    """
    shown = list(words)
    widest = max((width(word, font) for word in shown), default=0.0)
    if widest <= most or font.size <= _SMALLEST:
        return font
    smaller = replace(font, size=max(_SMALLEST, floor(font.size * most / widest)))
    # Letters are fitted to pixels, so half the size is not quite half the width.
    return smaller if smaller.size == _SMALLEST else fitting(shown, smaller, most)


def _fitting(words: list[str], font: Font, most: float) -> int:
    """How many of the words fit into a line; at least one."""
    count = 1
    while count < len(words) and width(" ".join(words[: count + 1]), font) <= most:
        count += 1
    return count


def _shown(sign: str, known: frozenset[int]) -> str:
    kind = unicodedata.category(sign)
    if sign.isspace() or kind in {"Zl", "Zp"}:
        return " "
    if kind in _INVISIBLE or _is_pictogram(sign, kind):
        return ""
    if ord(sign) in known:
        return sign
    return UNKNOWN_LETTER if kind.startswith(("L", "N")) else ""


def _is_pictogram(sign: str, kind: str) -> bool:
    is_variant = "\ufe00" <= sign <= "\ufe0f" or kind == "Me"
    return is_variant or (kind in {"So", "Sk"} and ord(sign) >= _FIRST_PICTOGRAM)


@cache
def _letters() -> frozenset[int]:
    return frozenset(_face(False).get_charmap()) & frozenset(_face(True).get_charmap())


@cache
def _face(bold: bool) -> "FT2Font":
    from matplotlib.font_manager import get_font

    return get_font(_file(bold))


@cache
def _font(bold: bool) -> "FontProperties":
    """The font that comes with matplotlib and knows Cyrillic, whatever the machine has."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_file(bold))


@cache
def _file(bold: bool) -> Path:
    from matplotlib import get_data_path

    return Path(get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")

"""Colours that differ for colour-blind readers and in grey; each is doubled by a hatch and a word."""

from dataclasses import dataclass
from typing import Final

from surveys.questions.reasons import ReasonClass

PAPER: Final = "#ffffff"
INK: Final = "#1f2933"
QUIET_INK: Final = "#52606d"
RULE: Final = "#d9dfe5"
BAND: Final = "#e7ebef"
ACCENT: Final = "#1f5fa8"


@dataclass(frozen=True, slots=True)
class Look:
    colour: str
    hatch: str = ""


PLAIN: Final = Look(ACCENT)
CLASSES: Final = {
    ReasonClass.AVOIDABLE: Look("#c8501e"),
    ReasonClass.NATURAL: Look("#3f9d73", "//"),
    ReasonClass.INVOLUNTARY: Look("#7a5aa6", "xx"),
    ReasonClass.UNKNOWN: Look("#8b97a3", ".."),
}

"""Being asked later: tomorrow, in a week, or never. It is an answer in itself, and none to the question."""

from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from surveys.questions import usual_buttons
from surveys.questions.question import LATER, Option, OptionGroup


class Later(StrEnum):
    """When somebody wants to be asked again. The value is stored, and is the id of its button."""

    TOMORROW = "later-tomorrow"
    IN_A_WEEK = "later-week"
    NEVER = "later-never"

    @property
    def wait(self) -> timedelta | None:
        """How long it is until then; None for never."""
        return _WAITS[self]


OPTIONS: Final = frozenset(one.value for one in Later)
"""Ids of the buttons."""
_WAITS: Final = {Later.TOMORROW: timedelta(days=1), Later.IN_A_WEEK: timedelta(days=7), Later.NEVER: None}


@cache
def buttons() -> OptionGroup:
    """The buttons that "ask me later" opens."""
    labels = {one: usual_buttons.label(one.removeprefix(f"{LATER}-")) for one in Later}
    return OptionGroup(LATER, tuple(Option(one.value, label) for one, label in labels.items()))

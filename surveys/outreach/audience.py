"""Whom a campaign is for: conditions that all hold, as data that a button sets one of."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Audience:
    """Conditions on customers; one that is None asks for nothing."""

    segment: str | None = None
    touchpoint: str | None = None
    """Of any of their orders."""
    has_left: bool | None = None
    cause: str | None = None
    """What a closed case of theirs came from, as staff chose.

    Whoever was told before is of the audience only once they complained again.
    """
    silent_days: int | None = None
    """So many days without an order, of those who ever ordered."""

    @property
    def is_everyone(self) -> bool:
        """Whether nothing is asked for."""
        return self == Audience()

    def to_json(self) -> dict[str, Any]:
        """What is stored: the conditions that ask for something."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Audience":
        """The audience from what is stored; raises TypeError for a condition that this version lacks."""
        return cls(**found)

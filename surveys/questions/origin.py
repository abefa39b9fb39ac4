"""Where an asking came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """What an asking is about, as far as that is known before anything is asked."""

    touchpoint: str | None = None
    segment: str | None = None
    order_id: int | None = None
    """The order's key in our own tables."""


UNKNOWN_ORIGIN = Origin()

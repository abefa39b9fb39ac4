"""Which way a customer went."""

from enum import StrEnum


class Direction(StrEnum):
    """The value is stored."""

    CAME = "came"
    RETURNED = "returned"
    LEFT = "left"

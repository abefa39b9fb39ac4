"""What a customer may allow us to send."""

from enum import StrEnum


class ConsentKind(StrEnum):
    """The value is stored."""

    PROMOTION = "promotion"

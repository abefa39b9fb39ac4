"""What a customer may allow us to send."""

from enum import StrEnum


class ConsentKind(StrEnum):
    """The kind of messages that a consent is for. The value is stored."""

    PROMOTION = "promotion"

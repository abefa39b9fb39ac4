"""What a customer may allow us."""

from enum import StrEnum


class ConsentKind(StrEnum):
    """What a consent is for. The value is stored."""

    PROMOTION = "promotion"
    """To be sent offers."""
    PROCESSING = "processing"
    """To keep and handle what they say, where the company asks for that."""

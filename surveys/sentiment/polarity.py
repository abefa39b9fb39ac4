"""Which way a text leans, from −1 to 1, and the three sentiments that this stands for."""

from enum import StrEnum
from typing import Final

NEUTRAL_BELOW: Final = 0.1
"""Texts whose polarity is nearer to 0 than this are neutral."""


class Sentiment(StrEnum):
    """Which way a text leans."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


def sentiment_of(polarity: float) -> Sentiment:
    """The sentiment that a polarity of −1…1 stands for."""
    if polarity >= NEUTRAL_BELOW:
        return Sentiment.POSITIVE
    return Sentiment.NEGATIVE if polarity <= -NEUTRAL_BELOW else Sentiment.NEUTRAL

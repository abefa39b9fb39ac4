"""What a correction is: it takes the place of what was just said, later it is said on a day of its own."""

from datetime import datetime, timedelta
from typing import Final

REPLACED_WITHIN: Final = timedelta(minutes=15)
"""So long after an answer a correction takes its place; what was counted later than that stays counted."""


def replaces(given_at: datetime, corrected_at: datetime) -> bool:
    """Whether what is said at `corrected_at` takes the place of what was said at `given_at`."""
    return corrected_at - given_at <= REPLACED_WITHIN

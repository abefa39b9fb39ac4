"""When a webhook that was not taken is tried again: soon at first, then ever more rarely, for three days."""

from datetime import timedelta
from typing import Final

BACKOFF: Final = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=30),
)
"""The pauses after the first, second … try: with the last of them over, it is tried for the ninth time."""


def next_pause(tries: int) -> timedelta | None:
    """How long to wait after so many tries, 1 at least; None where it failed for good."""
    return BACKOFF[tries - 1] if tries <= len(BACKOFF) else None

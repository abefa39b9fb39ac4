"""What managers are told without asking; each kind can be muted by itself."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

MUTED_FOR: Final = timedelta(days=7)
"""So long a manager is told nothing of a kind that they muted."""


class AlertKind(StrEnum):
    """The value is stored."""

    UNANSWERED = "unanswered"
    """A case waits for its first answer for longer than the limit."""
    LOW_SCORE = "low_score"
    """A valuable customer gave a score of 3 at most."""
    NPS_DROP = "nps_drop"
    COMPLAINTS_RISE = "complaints_rise"
    DIGEST = "digest"
    """The weekly digest: no alert, but muted like one."""
    CHECK = "check"
    """The nightly look at the statistics itself, which is raised once a night and told to nobody."""

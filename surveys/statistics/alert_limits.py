"""What a company wants to be alerted to at once."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class AlertLimits:
    unanswered_after: timedelta = timedelta(hours=8)
    """A case that waits for its first answer for so much working time alerts managers."""
    valuable_share: float = 0.2
    """A customer is valuable who is among this share of those who bring most, 0…1."""

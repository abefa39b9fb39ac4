"""How far a planned message has come."""

from enum import StrEnum


class PlanState(StrEnum):
    """How far a planned message has come. The value is stored."""

    WAITING = "waiting"
    POSTED = "posted"
    """The message is in the outbox."""
    SENT = "sent"
    DROPPED = "dropped"
    HOLDOUT = "holdout"
    """Never written to, and kept for the comparison."""

    @property
    def is_open(self) -> bool:
        """Whether the message may still be sent."""
        return self in (PlanState.WAITING, PlanState.POSTED)

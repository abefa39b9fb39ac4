"""The weekly digest that is asked of another process, as plain values in a job's row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class WeeklyDigestJob:
    """The digest of the seven days before a Monday, for the private chat of a manager."""

    kind: ClassVar = "weekly_digest"

    week: date
    """The Monday."""
    language: str
    telegram_id: int
    customer_id: int
    """Managers are customers too."""
    is_asked: bool = False
    """Somebody wants to see it now: it counts as none of the planned ones."""

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return {**asdict(self), "week": self.week.isoformat()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "WeeklyDigestJob":
        """The job from what stands in its row."""
        return cls(**{**found, "week": date.fromisoformat(found["week"])})

"""What a company wants its numbers to be, and how far they are from it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Targets:
    """None is no target."""

    nps: float | None = None
    """In points, −100…100."""
    complaints_per_100: float | None = None
    """Complaints per 100 orders at most."""
    churn: float | None = None
    """Share of the customers lost in a month at most, 0…1."""
    response_rate: float | None = None
    """Share of those asked who answer, 0…1."""
    first_reply: timedelta | None = None
    """Within which half of the cases are answered."""


NO_TARGETS: Final = Targets()


@dataclass(frozen=True, slots=True)
class TargetDeviation:
    """A number beside its target, both in the unit of the number."""

    target: float
    fact: float
    lower_is_better: bool = False

    @property
    def deviation(self) -> float:
        """The fact minus the target."""
        return self.fact - self.target

    @property
    def completion(self) -> float | None:
        """The fact as a share of the target; None for a target of 0.

        Of no use for an NPS, which may be below zero.
        """
        return self.fact / self.target if self.target else None

    @property
    def is_met(self) -> bool:
        """Whether the fact is as good as the target or better."""
        return self.deviation <= 0 if self.lower_is_better else self.deviation >= 0


def beside(
    target: float | None, fact: float | None, *, lower_is_better: bool = False
) -> TargetDeviation | None:
    """The fact beside its target; None where either is unknown."""
    if target is None or fact is None:
        return None
    return TargetDeviation(target, fact, lower_is_better)

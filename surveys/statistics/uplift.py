"""What a win-back wave brought: those who returned against those who would have returned anyway.

Everyone assigned counts, delivered to or not: whoever reads a message is no random choice.
"""

from dataclasses import dataclass

from surveys.statistics.shares import Difference, Share, difference, needed_people


@dataclass(frozen=True, slots=True)
class Uplift:
    treated: Share
    holdout: Share
    difference: Difference

    @property
    def relative(self) -> float | None:
        return relative(self.difference.value, self.holdout.value)

    @property
    def incremental(self) -> float:
        """Customers who are back because of the wave."""
        return incremental(self.treated.n, self.difference.value)

    @property
    def is_proven(self) -> bool:
        return self.difference.is_proven

    @property
    def needed_holdout(self) -> int | None:
        """People that the holdout needs, at the present shares and split, for the effect to be seen."""
        back, anyway = self.treated.value, self.holdout.value
        if back is None or anyway is None:
            return None
        return needed_people(back, anyway, times=self.treated.n / self.holdout.n)


@dataclass(frozen=True, slots=True)
class Returns:
    """Money of a wave, in one currency."""

    margin: float
    cost: float
    roi: float | None
    """(margin − cost) ÷ cost."""
    per_incremental: float | None
    per_returned: float | None


def uplift(treated: Share, holdout: Share) -> Uplift | None:
    """None without a holdout: the effect is unknown then, not zero."""
    found = difference(treated, holdout)
    return None if found is None else Uplift(treated, holdout, found)


def relative(points: float, baseline: float | None) -> float | None:
    return points / baseline if baseline else None


def incremental(assigned: int, points: float) -> float:
    return assigned * points


def returns(customers: float, margin_each: float, cost: float, returned: int) -> Returns:
    """`cost` holds everything, discounts to those who would have come anyway included."""
    margin = customers * margin_each
    return Returns(
        margin=margin,
        cost=cost,
        roi=(margin - cost) / cost if cost else None,
        per_incremental=cost / customers if customers > 0 else None,
        per_returned=cost / returned if returned else None,
    )

"""What a win-back wave brought: those who returned against those who would have returned anyway.

Everyone assigned counts, delivered to or not: whoever reads a message is no random choice.
"""

from dataclasses import dataclass
from math import ceil

from surveys.statistics.shares import Difference, Share, difference, needed_people


@dataclass(frozen=True, slots=True)
class Uplift:
    """The shares who returned in both arms, and the first minus the second."""

    treated: Share
    holdout: Share
    difference: Difference

    @property
    def relative(self) -> float | None:
        """The difference as a part of the holdout's share; None when nobody of the holdout returned."""
        return relative(self.difference.value, self.holdout.value)

    @property
    def incremental(self) -> float:
        """Customers who are back because of the wave; negative when the holdout returned more often."""
        return incremental(self.treated.n, self.difference.value)

    @property
    def is_proven(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        return self.difference.is_proven

    @property
    def needed_holdout(self) -> int | None:
        """People that the holdout needs for the effect to be seen, at the present shares and split.

        None when either arm has no people or both shares are equal.
        """
        back, anyway = self.treated.value, self.holdout.value
        if back is None or anyway is None:
            return None
        return needed_people(back, anyway, times=self._times)

    @property
    def still_needed(self) -> int | None:
        """People of both arms that must be assigned yet for the effect to be seen with a power of 80 %.

        At the present shares and split; 0 when there are enough, None when it cannot be told.
        """
        needed = self.needed_holdout
        if needed is None:
            return None
        return ceil(max(needed - self.holdout.n, 0) * (1 + self._times))

    @property
    def _times(self) -> float:
        return self.treated.n / self.holdout.n


@dataclass(frozen=True, slots=True)
class Returns:
    """Money of a wave, in one currency."""

    margin: float
    cost: float
    roi: float | None
    """(margin − cost) ÷ cost; None without cost."""
    per_incremental: float | None
    """Cost of each customer who came because of the wave; None when it brought none."""
    per_returned: float | None
    """Cost of each customer who returned for whatever reason; None when nobody did."""


def uplift(treated: Share, holdout: Share) -> Uplift | None:
    """The effect of a wave; None when either arm has no people, because it is unknown then, not zero."""
    found = difference(treated, holdout)
    return None if found is None else Uplift(treated, holdout, found)


def relative(points: float, baseline: float | None) -> float | None:
    """A difference of shares as a part of the baseline: 0.5 is half as many again.

    None when the baseline is unknown or 0.
    """
    return points / baseline if baseline else None


def incremental(assigned: int, points: float) -> float:
    """Customers who came because of the wave: those assigned × the difference of shares."""
    return assigned * points


def returns(customers: float, margin_each: float, cost: float, returned: int) -> Returns:
    """What a wave earned and cost; `customers` are those who came because of it, as `incremental` counts.

    `cost` holds everything, discounts to those who would have come anyway included.
    """
    margin = customers * margin_each
    return Returns(
        margin=margin,
        cost=cost,
        roi=(margin - cost) / cost if cost else None,
        per_incremental=cost / customers if customers > 0 else None,
        per_returned=cost / returned if returned else None,
    )

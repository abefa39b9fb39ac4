"""A customer's own rhythm of buying, and when their silence is longer than it allows.

Every customer is held against themselves: who buys once a quarter is not silent after a month.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

LEAST_PURCHASES: Final = 3
"""With fewer there are not two gaps, and a single one is no rhythm."""
TIMES: Final = 3
"""Silent is who has not ordered for so many of their usual gaps."""
LEAST_SILENCE: Final = timedelta(days=14)
"""Nobody is silent before: whoever buys daily may be on holiday."""

_ONE_PURCHASE: Final = timedelta(days=1)
"""Orders closer together than this to the first of them are one purchase: what was forgotten, two parcels."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often somebody buys, and when they did last."""

    gap: timedelta
    """The median time between two purchases, to the second."""
    last_at: datetime

    @property
    def silent_at(self) -> datetime:
        """From when on their silence is longer than usual, unless they order before."""
        return self.last_at + max(TIMES * self.gap, LEAST_SILENCE)


def rhythm_of(ordered_at: Iterable[datetime]) -> Rhythm | None:
    """The rhythm of whoever ordered at these moments, in order; None with fewer than three purchases."""
    moments = list(ordered_at)
    purchases: list[datetime] = []
    for moment in moments:
        if not purchases or moment - purchases[-1] >= _ONE_PURCHASE:
            purchases.append(moment)
    if len(purchases) < LEAST_PURCHASES:
        return None
    gaps_s = [(later - earlier).total_seconds() for earlier, later in pairwise(purchases)]
    return Rhythm(timedelta(seconds=round(median(gaps_s))), moments[-1])

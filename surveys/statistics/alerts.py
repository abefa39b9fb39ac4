"""When a change of the score is worth waking a manager: large, sure and downwards."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final

from surveys.statistics.scores import FULL_FROM, SIGNIFICANT_BELOW, Counts, nps_change

PRACTICAL_POINTS: Final = 5.0
FALSE_DISCOVERIES: Final = 0.05
SILENT_FOR: Final = timedelta(days=7)
"""The same alert is not repeated sooner."""


class Alert(StrEnum):
    """Whether a change of the NPS alerts a manager, and if not, why."""

    DROP = "drop"
    """The only one that alerts; the others say why it is quiet."""
    RISE = "rise"
    SMALL_N = "small_n"
    NOT_SIGNIFICANT = "not_significant"
    SMALL_CHANGE = "small_change"

    @property
    def is_raised(self) -> bool:
        """Whether a manager is alerted."""
        return self is Alert.DROP


def nps_alert(
    current: Counts,
    previous: Counts,
    n_min: int = FULL_FROM,
    practical_points: float = PRACTICAL_POINTS,
    alpha: float = SIGNIFICANT_BELOW,
) -> Alert:
    """Whether the change of the NPS alerts; a drop and a rise are told only when large and sure.

    Both periods need `n_min` answers, the p-value is below `alpha`, the change at least `practical_points`.
    """
    change = nps_change(current, previous)
    if change is None or min(current.n, previous.n) < n_min:
        return Alert.SMALL_N
    if change.p >= alpha:
        return Alert.NOT_SIGNIFICANT
    if abs(change.points) < practical_points:
        return Alert.SMALL_CHANGE
    return Alert.DROP if change.points < 0 else Alert.RISE


def discoveries(p_values: Sequence[float], q: float = FALSE_DISCOVERIES) -> list[bool]:
    """For each of many p-values, whether it stands at a false discovery rate of `q`.

    The procedure is that of Benjamini and Hochberg (1995).
    """
    m = len(p_values)
    passing = [p for rank, p in enumerate(sorted(p_values), start=1) if p <= rank * q / m]
    highest = max(passing, default=-1.0)
    return [p <= highest for p in p_values]

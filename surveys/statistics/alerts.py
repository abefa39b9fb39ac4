"""When a change of the score or of the complaints is worth waking a manager: large, sure, for the worse."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from surveys.statistics.rates import Count, per_100, rate_change
from surveys.statistics.scores import FULL_FROM, SIGNIFICANT_BELOW, Counts, nps_change

PRACTICAL_POINTS: Final = 5.0
PRACTICAL_RATE: Final = 1.0
"""Complaints per 100 orders: a smaller rise is not worth an alert, however sure it is."""
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


class ScoredGroup(Protocol):
    """What a drop is looked for in: the scores of two periods."""

    @property
    def counts(self) -> Counts:
        """Scores of the period."""

    @property
    def previous(self) -> Counts:
        """Scores of the period before it."""


G = TypeVar("G", bound=ScoredGroup)


def dropped(groups: Sequence[G]) -> list[G]:
    """Of many groups those whose NPS dropped, those that fell furthest first.

    Each drop alerts by itself, and stands among all groups with enough answers (`discoveries`).
    """
    full = [group for group in groups if min(group.counts.n, group.previous.n) >= FULL_FROM]
    changes = [nps_change(group.counts, group.previous) for group in full]
    stands = discoveries([change.p if change else 1.0 for change in changes])
    found = [
        (change.points, place)
        for place, (change, is_sure) in enumerate(zip(changes, stands, strict=True))
        if change is not None and is_sure and nps_alert(full[place].counts, full[place].previous).is_raised
    ]
    return [full[place] for _, place in sorted(found)]


def risen(rates: Sequence[tuple[Count, Count]]) -> list[bool]:
    """For each of many rates, whether it rose: the period and the one before it, complaints and orders.

    Both have `FULL_FROM` orders, the exact test stands among all (`discoveries`), and the rise is at least
    `PRACTICAL_RATE` per 100 orders.
    """
    is_full = [min(now.exposure, before.exposure) >= FULL_FROM for now, before in rates]
    changes = [rate_change(*pair) if full else None for pair, full in zip(rates, is_full, strict=True)]
    tested = [change.p for change in changes if change is not None]
    stands = iter(discoveries(tested))
    return [change is not None and next(stands) and _rise(*pair) >= PRACTICAL_RATE
            for pair, change in zip(rates, changes, strict=True)]  # fmt: skip


def _rise(now: Count, before: Count) -> float:
    """Events per 100 more than before; 0 where either is unknown."""
    rate, rate_before = per_100(now), per_100(before)
    return rate.value - rate_before.value if rate and rate_before else 0.0

"""Two shares side by side: difference, interval, test and the number of people that a difference needs."""

from dataclasses import dataclass
from math import ceil, erfc, sqrt
from statistics import NormalDist
from typing import Final

from surveys.statistics.exact import fisher_test
from surveys.statistics.scores import CONFIDENCE, SIGNIFICANT_BELOW, Interval, two_sided_z, wilson

POWER: Final = 0.8
"""Probability with which a difference is to be seen."""
FISHER_BELOW: Final = 5
"""With fewer people than this in a cell the normal test is not trusted."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a group: `x` of `n` people."""

    x: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0…1; None without people."""
        return self.x / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Difference:
    """The first share minus the second, −1…1, with its interval and its tests."""

    value: float
    low: float
    high: float
    z: float | None
    """Pooled z statistic; None when nobody or everybody succeeded in both groups."""
    p_normal: float
    p_exact: float
    few: bool
    """Whether a cell of the table is too small for the normal test."""

    @property
    def p(self) -> float:
        """The p-value to go by: of Fisher's test where a cell is small, else of the normal one."""
        return self.p_exact if self.few else self.p_normal

    @property
    def is_proven(self) -> bool:
        """Whether the interval leaves out zero."""
        return not self.low <= 0 <= self.high


def difference(first: Share, second: Share, confidence: float = CONFIDENCE) -> Difference | None:
    """The first share minus the second with `newcombe`'s interval; None when either side has no people."""
    interval = newcombe(first, second, confidence)
    if interval is None:
        return None
    z = _pooled_z(first, second)
    cells = (first.x, first.n - first.x, second.x, second.n - second.x)
    return Difference(
        value=first.x / first.n - second.x / second.n,
        low=interval.low,
        high=interval.high,
        z=z,
        p_normal=1.0 if z is None else erfc(abs(z) / sqrt(2)),
        p_exact=fisher_test(first.x, first.n, second.x, second.n),
        few=min(cells) < FISHER_BELOW,
    )


def newcombe(first: Share, second: Share, confidence: float = CONFIDENCE) -> Interval | None:
    """Interval of the first share minus the second; None when either side has no people.

    Hybrid score interval (Newcombe 1998, method 10), without continuity correction.
    """
    one, two = wilson(first.x, first.n, confidence), wilson(second.x, second.n, confidence)
    if one is None or two is None:
        return None
    p1, p2 = first.x / first.n, second.x / second.n
    below = sqrt((p1 - one.low) ** 2 + (two.high - p2) ** 2)
    above = sqrt((one.high - p1) ** 2 + (p2 - two.low) ** 2)
    return Interval(p1 - p2 - below, p1 - p2 + above)


def agresti_caffo(first: Share, second: Share, confidence: float = CONFIDENCE) -> Interval | None:
    """Interval of the first share minus the second; None when either side has no people.

    Wald's interval once each group got one success and one failure more (Agresti and Caffo 2000); its limits
    are cut off at −1 and 1.
    """
    if not first.n or not second.n:
        return None
    p1, p2 = (first.x + 1) / (first.n + 2), (second.x + 1) / (second.n + 2)
    error = sqrt(p1 * (1 - p1) / (first.n + 2) + p2 * (1 - p2) / (second.n + 2))
    margin = two_sided_z(confidence) * error
    return Interval(max(p1 - p2 - margin, -1.0), min(p1 - p2 + margin, 1.0))


def needed(p1: float, p2: float, times: float = 1, power: float = POWER) -> float | None:
    """People needed in the second group, with `times` as many in the first, unrounded; None for equal shares.

    Two-sided test at `SIGNIFICANT_BELOW` that sees the difference with probability `power`, by the normal
    approximation (Fleiss 1981).
    """
    if p1 == p2:
        return None
    pooled = (times * p1 + p2) / (times + 1)
    under_equal = sqrt((1 + 1 / times) * pooled * (1 - pooled))
    under_different = sqrt(p1 * (1 - p1) / times + p2 * (1 - p2))
    z = NormalDist().inv_cdf
    return ((z(1 - SIGNIFICANT_BELOW / 2) * under_equal + z(power) * under_different) / (p1 - p2)) ** 2


def needed_people(p1: float, p2: float, times: float = 1, power: float = POWER) -> int | None:
    """People needed in the second group as `needed` computes them, rounded up; None for equal shares."""
    unrounded = needed(p1, p2, times, power)
    return None if unrounded is None else ceil(unrounded)


def _pooled_z(first: Share, second: Share) -> float | None:
    pooled = (first.x + second.x) / (first.n + second.n)
    variance = pooled * (1 - pooled) * (1 / first.n + 1 / second.n)
    return (first.x / first.n - second.x / second.n) / sqrt(variance) if variance else None

"""Events per exposure, such as complaints per 100 orders: counts, so a rate may exceed one a piece.

Exact Poisson limits by summing tails; Unknown is None, never 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, sqrt
from typing import Final

from surveys.statistics.exact import binomial_test
from surveys.statistics.scores import CONFIDENCE, SIGNIFICANT_BELOW, Interval, two_sided_z

HUNDRED: Final = 100

_STEPS: Final = 30
"""Far more than Newton's steps take: four or five."""
_EXACT: Final = 1e-14
"""A step, as a part of the limit, below which a float gains nothing."""
_NEGLIGIBLE: Final = 1e-17


@dataclass(frozen=True, slots=True)
class Count:
    """A number of events in an amount of exposure, such as 18 complaints on 1450 orders."""

    events: int
    exposure: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per 100 of the exposure, with exact limits."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RateChange:
    """How a rate changed from the previous period to the current one."""

    ratio: float | None
    """Current rate over the previous one; None after a period without events."""
    p: float

    @property
    def is_significant(self) -> bool:
        """Whether the p-value is below `SIGNIFICANT_BELOW`."""
        return self.p < SIGNIFICANT_BELOW


@lru_cache(1024)
def poisson_interval(events: int, confidence: float = CONFIDENCE) -> Interval:
    """Exact limits of the mean behind a count of events (Garwood 1936)."""
    tail = (1 - confidence) / 2
    return Interval(_lowest(events, tail) if events else 0.0, _highest(events, tail))


def per_100(count: Count, confidence: float = CONFIDENCE) -> Rate | None:
    """Events per 100 of the exposure with limits by `poisson_interval`; None without exposure."""
    if not count.exposure:
        return None
    scale = HUNDRED / count.exposure
    interval = poisson_interval(count.events, confidence)
    return Rate(count.events * scale, interval.low * scale, interval.high * scale)


def rate_change(current: Count, previous: Count) -> RateChange | None:
    """How one rate changed to another; None when either has no exposure.

    The p-value is of the conditional binomial test of two Poisson rates (Przyborowski and Wilenski 1940).
    """
    if not (current.exposure and previous.exposure):
        return None
    expected_share = current.exposure / (current.exposure + previous.exposure)
    p = binomial_test(current.events, current.events + previous.events, expected_share)
    if not previous.events:
        return RateChange(None, p)
    ratio = current.events * previous.exposure / (current.exposure * previous.events)
    return RateChange(ratio, p)


def _lowest(events: int, tail: float) -> float:
    """The mean of which P(X ≥ events) is the tail, by Newton's steps in logarithms of both."""
    mean = max(_near(events, -two_sided_z(1 - 2 * tail)), tail)
    for _ in range(_STEPS):
        found = _at_least(events, mean)
        step = log(found / tail) * found / (_mass(events - 1, mean) * mean)
        mean *= exp(-step)
        if abs(step) < _EXACT:
            break
    return mean


def _highest(events: int, tail: float) -> float:
    """The mean of which P(X ≤ events) is the tail, by Newton's steps in the tail's logarithm."""
    mean = _near(events + 1, two_sided_z(1 - 2 * tail))
    for _ in range(_STEPS):
        found = _at_most(events, mean)
        step = log(found / tail) * found / _mass(events, mean)
        mean += step
        if abs(step) < _EXACT * mean:
            break
    return mean


def _near(events: int, z: float) -> float:
    """A limit of the mean to a few digits (Wilson and Hilferty 1931): where the search begins."""
    cube_root = 1 - 1 / (9 * events) + z / (3 * sqrt(events))
    return float(events * cube_root**3)


def _at_least(events: int, mean: float) -> float:
    """P(X ≥ events), summed away from the mean, where the terms fall; for a mean below `events`."""
    return _tail(_mass(events, mean), lambda step: mean / (events + step))


def _at_most(events: int, mean: float) -> float:
    """P(X ≤ events), summed away from the mean, where the terms fall; for a mean above `events`."""
    return _tail(_mass(events, mean), lambda step: (events - step + 1) / mean)


def _mass(events: int, mean: float) -> float:
    return exp(events * log(mean) - mean - lgamma(events + 1)) if mean else float(not events)


def _tail(term: float, ratio: Callable[[int], float]) -> float:
    total, step = term, 0
    while term > total * _NEGLIGIBLE:
        step += 1
        term *= ratio(step)
        total += term
    return total

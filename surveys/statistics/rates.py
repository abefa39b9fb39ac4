"""Events per exposure, such as complaints per 100 orders: counts, so a rate may exceed one a piece.

Exact Poisson limits by summing tails; Unknown is None, never 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from typing import Final

from surveys.statistics.exact import binomial_test
from surveys.statistics.scores import CONFIDENCE, SIGNIFICANT_BELOW, Interval

HUNDRED: Final = 100

_HALVINGS: Final = 60
"""A bracket halved so often is as narrow as a float allows."""
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


def poisson_interval(events: int, confidence: float = CONFIDENCE) -> Interval:
    """Exact limits of the mean behind a count of events (Garwood 1936)."""
    tail = (1 - confidence) / 2
    low = _root(lambda mean: _at_least(events, mean) - tail, 0.0, events) if events else 0.0
    # Far beyond every usual limit: a mean ten standard deviations up leaves a tail of 1e-20.
    highest = events + 10 * sqrt(events + 1) + 50
    return Interval(low, _root(lambda mean: tail - _at_most(events, mean), events, highest))


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


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2

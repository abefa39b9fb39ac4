"""Tango's score interval for a difference of paired shares, which an NPS is: a second method to check by."""

from collections.abc import Callable
from math import sqrt
from statistics import NormalDist

from surveys.statistics.scores import Counts, Interval


def tango_interval(counts: Counts, confidence: float = 0.95) -> Interval:
    """In points; Tango 1998, Statistics in Medicine 17:891-908, solved by bisection."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    low = _root(lambda delta: _score(counts, delta) - z)
    high = _root(lambda delta: _score(counts, delta) + z)
    return Interval(100 * low, 100 * high)


def _score(counts: Counts, delta: float) -> float:
    """Falls from +infinity to -infinity as delta goes from -1 to 1."""
    up, down, n = counts.promoters, counts.detractors, counts.n
    linear = (2 * n - up + down) * delta - up - down
    constant = -down * delta * (1 - delta)
    share_down = (sqrt(linear**2 - 8 * n * constant) - linear) / (4 * n)
    return (up - down - n * delta) / sqrt(n * (2 * share_down + delta * (1 - delta)))


def _root(falling: Callable[[float], float]) -> float:
    low, high = -1 + 1e-6, 1 - 1e-6  # At the very ends the score is 0/0.
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2

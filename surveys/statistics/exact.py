"""Two-sided exact tests: the probability of every outcome that is no likelier than the observed one."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from math import exp, inf, lgamma, log, log1p
from typing import Final

_TIES: Final = 1e-7
"""Outcomes as likely as the observed one up to rounding count as ties."""
_NEGLIGIBLE: Final = 1e-17
"""What adds less than this part of the sum changes no digit of it."""


def binomial_test(successes: int, n: int, share: float) -> float:
    """Two-sided p-value, 0…1, of `successes` out of `n` against a known share, 0 < share < 1."""

    def likelihood(k: int) -> float:
        return _choose(n, k) + k * log(share) + (n - k) * log1p(-share)

    return _two_sided(likelihood, range(n + 1), int((n + 1) * share), successes)


def fisher_test(x1: int, n1: int, x2: int, n2: int) -> float:
    """Two-sided p-value, 0…1, of `x1` of `n1` against `x2` of `n2`, by the table's margins (Fisher 1935)."""
    successes = x1 + x2
    all_tables = _choose(n1 + n2, successes)

    def likelihood(k: int) -> float:
        return _choose(n1, k) + _choose(n2, successes - k) - all_tables

    outcomes = range(max(0, successes - n2), min(n1, successes) + 1)
    return _two_sided(likelihood, outcomes, (n1 + 1) * (successes + 1) // (n1 + n2 + 2), x1)


def _two_sided(likelihood: Callable[[int], float], outcomes: range, mode: int, observed: int) -> float:
    """The sum over outcomes no likelier than the observed one.

    Logarithms rise up to the mode and fall from there, so either side is summed from its first such outcome.
    """
    most, mode = likelihood(observed) + _TIES, min(max(mode, outcomes.start), outcomes.stop - 1)
    below, above = range(outcomes.start, mode), range(mode, outcomes.stop)
    low = below[: bisect_right(below, most, key=likelihood)]
    high = above[bisect_left(above, -most, key=lambda k: -likelihood(k)) :]
    return min(1.0, _sum(likelihood, reversed(low)) + _sum(likelihood, high))


def _sum(likelihood: Callable[[int], float], falling: Iterable[int]) -> float:
    total = 0.0
    for k in falling:
        term = exp(likelihood(k))
        total += term
        if term < total * _NEGLIGIBLE:
            break
    return total


def _choose(n: int, k: int) -> float:
    """Logarithm of the binomial coefficient; −∞ when `k` is outside 0…n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) if 0 <= k <= n else -inf

"""Two-sided exact tests: the probability of every outcome that is no likelier than the observed one."""

from collections.abc import Sequence
from math import exp, inf, lgamma, log, log1p
from typing import Final

_TIES: Final = 1e-7
"""Outcomes as likely as the observed one up to rounding count as ties."""


def binomial_test(successes: int, n: int, share: float) -> float:
    """Two-sided p-value, 0…1, of `successes` out of `n` against a known share, 0 < share < 1."""
    logs = [_choose(n, k) + k * log(share) + (n - k) * log1p(-share) for k in range(n + 1)]
    return _two_sided(logs, successes)


def fisher_test(x1: int, n1: int, x2: int, n2: int) -> float:
    """Two-sided p-value, 0…1, of `x1` of `n1` against `x2` of `n2`, by the table's margins (Fisher 1935)."""
    successes = x1 + x2
    first = max(0, successes - n2)
    all_tables = _choose(n1 + n2, successes)
    logs = [
        _choose(n1, k) + _choose(n2, successes - k) - all_tables for k in range(first, min(n1, successes) + 1)
    ]
    return _two_sided(logs, x1 - first)


def _two_sided(logs: Sequence[float], observed: int) -> float:
    most = logs[observed] + _TIES
    return min(1.0, sum(exp(one) for one in logs if one <= most))


def _choose(n: int, k: int) -> float:
    """Logarithm of the binomial coefficient; −∞ when `k` is outside 0…n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) if 0 <= k <= n else -inf

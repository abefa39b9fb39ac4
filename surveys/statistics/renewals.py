"""How long customers go on renewing when they differ: the shifted beta-geometric model (sBG).

Fader & Hardie 2007, How to project customer retention, J. Interactive Marketing 21(1):76-90. Each customer
has a churn of their own that never changes; the likely ones leave first, so retention rises by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Final

_STEPS: Final = 2_000
_ENOUGH: Final = 1e-10

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class RenewalModel:
    """Churn over customers follows a beta distribution with these parameters, both above zero."""

    alpha: float
    beta: float

    def survival(self, renewals: int) -> float:
        """Share of a cohort that is still there after so many renewals: B(α, β + t) / B(α, β)."""
        return exp(_log_beta(self.alpha, self.beta + renewals) - _log_beta(self.alpha, self.beta))

    def log_likelihood(self, kept: Sequence[float], customers: int) -> float:
        """Of a cohort of `customers`, of whom these shares were there after 1, 2, … renewals."""
        ends = [self.survival(renewals) for renewals in range(len(kept) + 1)]
        shares = [1.0, *kept]
        left = sum(
            customers * (shares[t] - shares[t + 1]) * log(ends[t] - ends[t + 1]) for t in range(len(kept))
        )
        return left + customers * shares[-1] * log(ends[-1])


def fit(kept: Sequence[float], customers: int) -> RenewalModel:
    """The model under which those shares are likeliest, found on the logarithms of its parameters."""

    def loss(point: Point) -> float:
        return -RenewalModel(exp(point[0]), exp(point[1])).log_likelihood(kept, customers)

    alpha, beta = _lowest(loss)
    return RenewalModel(exp(alpha), exp(beta))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _lowest(loss: Callable[[Point], float]) -> Point:
    """Where a smooth function of two numbers is lowest: the simplex of Nelder & Mead 1965, from (0, 0)."""
    corners = sorted([(0.0, 0.0), (0.5, 0.0), (0.0, 0.5)], key=loss)
    for _ in range(_STEPS):
        best, middle, worst = corners
        if loss(worst) - loss(best) < _ENOUGH:
            break
        centre = _between(best, middle, 0.5)
        mirrored = _between(worst, centre, 2)
        if loss(mirrored) < loss(best):
            farther = _between(worst, centre, 3)
            corners[2] = min(mirrored, farther, key=loss)
        elif loss(mirrored) < loss(middle):
            corners[2] = mirrored
        else:
            nearer = _between(worst, centre, 0.5 if loss(worst) <= loss(mirrored) else 1.5)
            if loss(nearer) < loss(worst):
                corners[2] = nearer
            else:
                corners = [best, *(_between(best, other, 0.5) for other in (middle, worst))]
        corners.sort(key=loss)
    return corners[0]


def _between(start: Point, end: Point, part: float) -> Point:
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])

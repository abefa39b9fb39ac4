"""How many answers a score needs to be as exact as wished.

Both follow from the adjusted Wald interval, which adds three answers to each sample (Sauro and Lewis,
measuringu.com: n = z²·V/m² − 3). All answers are independent ones of different people.
"""

from math import ceil
from statistics import NormalDist
from typing import Final

from surveys.statistics.scores import CONFIDENCE, two_sided_z
from surveys.statistics.shares import POWER

USUAL_VARIANCE: Final = 0.6
"""Of one answer coded +1, 0 and −1: 0.5 to 0.65 is usual, 1 is the most there can be."""

_POINTS: Final = 100
_ADDED: Final = 3


def answers_for_margin(
    margin: float, variance: float = USUAL_VARIANCE, confidence: float = CONFIDENCE
) -> int:
    """Answers with which the interval of a score reaches `margin` points, above 0, to either side."""
    return _answers(variance, two_sided_z(confidence), margin)


def answers_for_change(
    points: float, variance: float = USUAL_VARIANCE, confidence: float = CONFIDENCE, power: float = POWER
) -> int:
    """Answers that each of two periods needs for a change of so many points, above 0, to be seen.

    It is seen with probability `power`; the variance is that of an answer in either period.
    """
    return _answers(2 * variance, two_sided_z(confidence) + NormalDist().inv_cdf(power), points)


def _answers(variance: float, z: float, points: float) -> int:
    return max(ceil(variance * (z * _POINTS / points) ** 2 - _ADDED), 1)

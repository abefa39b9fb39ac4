"""NPS and shares with their intervals: points −100…100, shares 0…1. Unknown is None, never 0."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import combinations
from math import erfc, sqrt
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95
SIGNIFICANT_BELOW: Final = 0.05

HIDDEN_BELOW: Final = 5
"""Below this size a group is not shown."""
FULL_FROM: Final = 30
"""From this size on a group shows everything."""

MINUS: Final = "\N{MINUS SIGN}"


class Level(StrEnum):
    """How much a group of this size may show."""

    HIDDEN = "hidden"
    """Nothing: a manager could tell who answered."""
    FEW = "few"
    """The number with a warning and without a trend."""
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper limit of an estimate."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How many answers are of each kind: promoters 9…10, passives 7…8, detractors 0…6."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def n(self) -> int:
        """Number of all answers."""
        return self.promoters + self.passives + self.detractors

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.promoters + other.promoters,
            self.passives + other.passives,
            self.detractors + other.detractors,
        )

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(
            self.promoters - other.promoters,
            self.passives - other.passives,
            self.detractors - other.detractors,
        )

    @classmethod
    def of(cls, distribution: Mapping[int, int]) -> "Counts":
        """Counts from how often each score 0…10 was given."""
        promoters = sum(times for score, times in distribution.items() if score >= 9)
        detractors = sum(times for score, times in distribution.items() if score <= 6)
        return cls(promoters, sum(distribution.values()) - promoters - detractors, detractors)

    @classmethod
    def of_scores(cls, scores: Iterable[int | None]) -> "Counts":
        """Counts of single scores; None drops out, because a skipped question is no passive."""
        distribution: dict[int, int] = {}
        for score in scores:
            if score is not None:
                distribution[score] = distribution.get(score, 0) + 1
        return cls.of(distribution)


@dataclass(frozen=True, slots=True)
class Pseudo:
    """Answers added before a Wald interval, which alone is too narrow for few or one-sided answers."""

    promoters: float
    passives: float
    detractors: float


AW3T: Final = Pseudo(0.75, 1.5, 0.75)
"""The answers that AW(3,T) adds (Rocks 2016, The American Statistician 70:365-372)."""


@dataclass(frozen=True, slots=True)
class Change:
    """How the NPS changed from the previous period to the current one, in points."""

    points: float
    """The difference of the two scores as shown, unrounded."""
    adjusted: float
    """The difference after AW(3,T) on both sides."""
    se: float
    low: float
    """Lower limit around the adjusted difference, never above `points`."""
    high: float
    """Upper limit around the adjusted difference, never below `points`."""
    z: float
    p: float

    @property
    def is_significant(self) -> bool:
        """Whether the p-value is below `SIGNIFICANT_BELOW`, and the limits leave out no change."""
        return self.p < SIGNIFICANT_BELOW and not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class _Estimate:
    """A score (promoters − detractors, −1…1) with the variance of one answer and the number of answers."""

    mean: float
    variance: float
    n: float

    @property
    def se(self) -> float:
        return sqrt(self.variance / self.n)


def nps(counts: Counts) -> float | None:
    """NPS in points, 100 (promoters − detractors) / n, −100…100; None without answers."""
    return 100 * (counts.promoters - counts.detractors) / counts.n if counts.n else None


def nps_variance(counts: Counts) -> float | None:
    """Variance of one answer coded +1, 0 or −1, which is 0…1; None without answers."""
    return _estimate(counts).variance if counts.n else None


def nps_se(counts: Counts) -> float | None:
    """Standard error of the NPS on the scale −1…1; None without answers."""
    return _estimate(counts).se if counts.n else None


def nps_interval(counts: Counts, confidence: float = CONFIDENCE, pseudo: Pseudo = AW3T) -> Interval | None:
    """Limits of the NPS in points, within −100…100; None without answers.

    Adjusted Wald interval with the answers of `pseudo` added, so it is not centred on the raw score.
    """
    if not counts.n:
        return None
    estimate = _estimate(counts, pseudo)
    margin = two_sided_z(confidence) * estimate.se
    return Interval(max(-100.0, 100 * (estimate.mean - margin)), min(100.0, 100 * (estimate.mean + margin)))


def nps_change(current: Counts, previous: Counts, confidence: float = CONFIDENCE) -> Change | None:
    """Change of the NPS in points with its interval and test; None when either period has no answers.

    Two-sample adjusted Wald for independent samples, AW(3,T) on both sides. Where nearly all are of one mind
    the adjusted difference is so much smaller that its limits leave out the observed one: they are widened.
    """
    if not current.n or not previous.n:
        return None
    now, then = _estimate(current, AW3T), _estimate(previous, AW3T)
    difference = now.mean - then.mean
    se = sqrt(now.se**2 + then.se**2)
    margin = two_sided_z(confidence) * se
    z = difference / se
    points = _difference(current, previous)
    return Change(
        points=points,
        adjusted=100 * difference,
        se=100 * se,
        low=min(points, max(-200.0, 100 * (difference - margin))),
        high=max(points, min(200.0, 100 * (difference + margin))),
        z=z,
        p=erfc(abs(z) / sqrt(2)),
    )


def wilson(successes: int, n: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Score interval of a share, 0…1; None when `n` is 0 (Wilson 1927, without continuity correction)."""
    if not n:
        return None
    z2 = two_sided_z(confidence) ** 2
    centre = successes + z2 / 2
    margin = sqrt(z2 * (successes * (n - successes) / n + z2 / 4))
    low = 0.0 if successes == 0 else (centre - margin) / (n + z2)
    high = 1.0 if successes == n else (centre + margin) / (n + z2)
    return Interval(low, high)


def level(n: int) -> Level:
    """How much a group of `n` may show: hidden below `HIDDEN_BELOW`, everything from `FULL_FROM` on."""
    if n < HIDDEN_BELOW:
        return Level.HIDDEN
    return Level.FEW if n < FULL_FROM else Level.FULL


def rounded(points: float) -> int:
    """The nearest whole number, a half away from zero: 12.5 is 13 and −12.5 is −13, unlike `round`."""
    return int(Decimal(points).quantize(Decimal(1), ROUND_HALF_UP))


def signed(points: float) -> str:
    """Points rounded to a whole number with its sign, as every language writes it: +13, 0, −8."""
    whole = rounded(points)
    return f"{whole:+d}".replace("-", MINUS) if whole else "0"


def percentages(counts: Counts) -> Counts:
    """Promoters, passives and detractors of a hundred, whole and together 100; of no answers none.

    By the largest remainder; of equal ones in the way that agrees with the NPS as `signed` writes it.
    """
    n, score = counts.n, nps(counts)
    if score is None:
        return counts
    parts = (counts.promoters, counts.passives, counts.detractors)
    floors = [100 * part // n for part in parts]
    left = 100 - sum(floors)
    ways = [
        Counts(*(floor + (place in more) for place, floor in enumerate(floors)))
        for more in combinations(range(len(parts)), left)
    ]

    def distance(way: Counts) -> tuple[int, int]:
        shown = (way.promoters, way.passives, way.detractors)
        off = sum((100 * part - n * share) ** 2 for part, share in zip(parts, shown, strict=True))
        return off, abs(way.promoters - way.detractors - rounded(score))

    return min(ways, key=distance)


def _estimate(counts: Counts, pseudo: Pseudo | None = None) -> _Estimate:
    extra = pseudo or Pseudo(0, 0, 0)
    n = counts.n + extra.promoters + extra.passives + extra.detractors
    promoters = (counts.promoters + extra.promoters) / n
    detractors = (counts.detractors + extra.detractors) / n
    mean = promoters - detractors
    return _Estimate(mean, max(0.0, promoters + detractors - mean**2), n)


def _difference(current: Counts, previous: Counts) -> float:
    """The difference in points, in whole numbers until the last division, so that a half stays a half."""
    now = (current.promoters - current.detractors) * previous.n
    then = (previous.promoters - previous.detractors) * current.n
    return 100 * (now - then) / (current.n * previous.n)


def two_sided_z(confidence: float) -> float:
    """The standard normal quantile of a two-sided interval, as 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)

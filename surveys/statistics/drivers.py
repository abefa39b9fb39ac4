"""What goes with a score: ratings of touchpoints beside it. Related, which is not the same as a cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean
from typing import Final

from surveys.statistics.scores import Counts, nps

_CONTENT_FROM: Final = 4
_EXACT: Final = 1e-12


class Quadrant(StrEnum):
    """What to do about a touchpoint, by how it is rated and how much it goes with the score."""

    MEND = "mend"
    """Rated low, and it matters."""
    KEEP = "keep"
    """Rated well, and it matters."""
    WATCH = "watch"
    """Rated low, and it matters little."""
    ENOUGH = "enough"
    """Rated well, and it matters little."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A touchpoint's ratings 1…5 beside the scores 0…10 of the same answers."""

    name: str
    n: int
    """Answers that have both."""
    mean: float | None
    """Of the ratings; None without answers."""
    pearson: float | None
    """Linear correlation, −1…1; None where either never varies."""
    spearman: float | None
    """Correlation of the ranks, −1…1; None where either never varies."""
    nps_content: float | None
    """NPS of those who rate it 4 or 5, in points; None without any."""
    nps_others: float | None
    """NPS of those who rate it 1 to 3, in points; None without any."""


def drivers(scores: Sequence[int | None], ratings: Mapping[str, Sequence[int | None]]) -> list[Driver]:
    """Each touchpoint's ratings beside the scores, an answer at a place of both; None drops out."""
    return [_driver(name, scores, values) for name, values in ratings.items()]


def quadrant(driver: Driver, usual_mean: float, usual_spearman: float) -> Quadrant | None:
    """Where a touchpoint stands beside the usual rating and correlation; None where its own is unknown."""
    if driver.mean is None or driver.spearman is None:
        return None
    if driver.spearman >= usual_spearman:
        return Quadrant.KEEP if driver.mean >= usual_mean else Quadrant.MEND
    return Quadrant.ENOUGH if driver.mean >= usual_mean else Quadrant.WATCH


def pearson(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Linear correlation, −1…1; None without values and where either never varies."""
    if not xs or min(xs) == max(xs) or min(ys) == max(ys):
        return None
    mean_x, mean_y = fmean(xs), fmean(ys)
    dx, dy = [x - mean_x for x in xs], [y - mean_y for y in ys]
    both = sum(a * b for a, b in zip(dx, dy, strict=True))
    spread = sqrt(sum(a * a for a in dx) * sum(b * b for b in dy))
    return max(-1.0, min(1.0, both / spread)) if spread > _EXACT else None


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Correlation of the ranks, of which equal values share the mean one; None as for `pearson`."""
    return pearson(_ranks(xs), _ranks(ys))


def _driver(name: str, scores: Sequence[int | None], values: Sequence[int | None]) -> Driver:
    pairs = [(s, v) for s, v in zip(scores, values, strict=True) if s is not None and v is not None]
    given, rated = [score for score, _ in pairs], [value for _, value in pairs]
    content = [score for score, value in pairs if value >= _CONTENT_FROM]
    others = [score for score, value in pairs if value < _CONTENT_FROM]
    return Driver(
        name=name,
        n=len(pairs),
        mean=fmean(rated) if rated else None,
        pearson=pearson(rated, given),
        spearman=spearman(rated, given),
        nps_content=nps(Counts.of_scores(content)),
        nps_others=nps(Counts.of_scores(others)),
    )


def _ranks(values: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values), start=1):
        places.setdefault(value, []).append(place)
    return [fmean(places[value]) for value in values]

"""The comments beside scores: what they are about, and what of each may stand beside its words.

A score, a touchpoint or a theme of too few people is left out: with the words it would tell whose they are.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from surveys.sentiment.polarity import Sentiment, sentiment_of
from surveys.statistics import suppression
from surveys.statistics.periods import Period
from surveys.statistics.scores import Level, level

NameT = TypeVar("NameT", bound=Hashable)

LOOKED_AT: Final = 2000
"""The newest comments of a period that are counted and shown."""
PAGE: Final = 6
"""Comments on a page."""


class ScoreBand(StrEnum):
    """What a score of 0…10 makes of whoever gave it."""

    DETRACTORS = "detractors"
    PASSIVES = "passives"
    PROMOTERS = "promoters"

    @property
    def limits(self) -> tuple[int, int]:
        """The lowest and the highest score of the band."""
        return _LIMITS[self]


_LIMITS: Final = {
    ScoreBand.DETRACTORS: (0, 6),
    ScoreBand.PASSIVES: (7, 8),
    ScoreBand.PROMOTERS: (9, 10),
}


@dataclass(frozen=True, slots=True)
class ScoredComment:
    """What somebody wrote beside a score, without the words."""

    answer_id: int
    customer_id: int
    day: date
    score: int | None
    """0…10; None where none was given, and where it may not stand beside the words."""
    touchpoint: str | None
    segment: str | None
    polarity: float | None
    """−1…1; None until it is known."""
    themes: tuple[str, ...] = ()

    @property
    def band(self) -> ScoreBand | None:
        """The band of its score; None without one."""
        if self.score is None:
            return None
        return next(band for band, (_, highest) in _LIMITS.items() if self.score <= highest)

    @property
    def sentiment(self) -> Sentiment | None:
        """Which way the words lean; None until it is known."""
        return None if self.polarity is None else sentiment_of(self.polarity)


@dataclass(frozen=True, slots=True)
class CommentsReport:
    """The comments of a period, or those of one band of scores; sizes count people."""

    period: Period
    people: int
    comments: int
    level: Level
    """How much the number of people, and of those beside them, allows to show."""
    is_part: bool = False
    """Whether these are only the newest of many."""
    bands: Mapping[ScoreBand, int] | None = None
    """None where the report is of one band."""
    sentiments: Mapping[Sentiment, int] | None = None
    themes: Sequence[tuple[str, int]] = ()
    """Those that may be told, those of most people first."""
    page: Sequence[ScoredComment] = ()
    """The newest first."""
    pages: int = 0
    words: Mapping[int, str] | None = None
    """By the answer's id; comments whose words are gone are missing."""


def build(
    period: Period,
    found: Sequence[ScoredComment],
    themes: Sequence[str],
    page: int,
    *,
    band: ScoreBand | None = None,
    is_secret: bool = False,
) -> CommentsReport:
    """The report of these comments, the newest first; `page` is from 0, `themes` are those that there are.

    `is_secret` is whether the filter or the band chose a group that its table hides.
    """
    people = len({one.customer_id for one in found})
    shown = Level.HIDDEN if is_secret else level(people)
    report = CommentsReport(period, people, len(found), shown, is_part=len(found) >= LOOKED_AT)
    if shown is Level.HIDDEN:
        return report
    by_theme = sizes(found, lambda one: [name for name in one.themes if not name or name in themes])
    told = [(name, n) for name, n in _told(by_theme).items() if name]
    return replace(
        report,
        bands=_by_band(found) if band is None else None,
        sentiments=_told(sizes(found, _sentiment_of)),
        themes=sorted(told, key=lambda one: (-one[1], one[0])),
        page=_harmless(found, found[page * PAGE : (page + 1) * PAGE], {name for name, _ in told}),
        pages=-(-len(found) // PAGE),
    )


def sizes(
    found: Iterable[ScoredComment], names: Callable[[ScoredComment], Iterable[NameT]]
) -> dict[NameT, int]:
    """How many people wrote the comments of each group, by its name; a comment may be of several."""
    people: dict[NameT, set[int]] = {}
    for one in found:
        for name in names(one):
            people.setdefault(name, set()).add(one.customer_id)
    return {name: len(those) for name, those in people.items()}


def hidden(found: Sequence[ScoredComment], column: str) -> frozenset[str | None]:
    """The groups of these comments by a column, as `band` or `touchpoint`, that must not be told."""
    return suppression.hidden(sizes(found, lambda one: [getattr(one, column)]))


def _told(by_name: Mapping[NameT, int]) -> dict[NameT, int]:
    secret = suppression.hidden(by_name)
    return {name: n for name, n in by_name.items() if name not in secret}


def _by_band(found: Sequence[ScoredComment]) -> dict[ScoreBand, int]:
    told = _told(sizes(found, lambda one: [one.band]))
    return {band: told[band] for band in ScoreBand if band in told}


def _sentiment_of(one: ScoredComment) -> list[Sentiment]:
    return [one.sentiment] if one.sentiment is not None else []


def _harmless(
    found: Sequence[ScoredComment], page: Sequence[ScoredComment], themes: set[str]
) -> list[ScoredComment]:
    """The comments of a page without what would tell of too few people."""
    bands, touchpoints = hidden(found, "band"), hidden(found, "touchpoint")
    return [
        replace(
            one,
            score=None if one.band in bands else one.score,
            touchpoint=None if one.touchpoint in touchpoints else one.touchpoint,
            themes=tuple(name for name in one.themes if name in themes),
        )
        for one in page
    ]

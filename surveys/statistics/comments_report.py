"""The comments beside scores: what they are about, and what of each may stand beside its words.

A score, a touchpoint or a theme of too few people is left out: with the words it would tell whose they are.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
class NpsComment:
    """What somebody wrote beside a score, without the words."""

    answer_id: int
    customer_id: int
    day: date
    score: int | None
    """0…10; None where none was given, and where it may not stand beside the words."""
    touchpoint: str
    """Empty where it is not known, and where it may not stand beside the words."""
    segment: str
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
    band: ScoreBand | None = None
    """None where they are of all scores, and of none."""
    is_part: bool = False
    """Whether these are only the newest of many."""
    bands: Mapping[ScoreBand, int] = field(default_factory=dict)
    """Empty where the report is of one band."""
    sentiments: Mapping[Sentiment, int] = field(default_factory=dict)
    themes: Sequence[tuple[str, int]] = ()
    """Those that may be told, those of most people first."""
    page: Sequence[NpsComment] = ()
    """The newest first."""
    pages: int = 0
    words: Mapping[int, str] = field(default_factory=dict)
    """By the answer's id; comments whose words are gone are missing."""


def build(
    period: Period,
    found: Sequence[NpsComment],
    themes: Sequence[str],
    page: int,
    *,
    band: ScoreBand | None = None,
    is_secret: bool = False,
    secret: Collection[str] = (),
) -> CommentsReport:
    """The report of these comments, the newest first; `page` is from 0, `themes` are those that there are.

    `is_secret` is whether the filter or the band chose a group that its table hides; `secret` are the
    touchpoints that the table of all who scored hides.
    """
    people = len({one.customer_id for one in found})
    shown = Level.HIDDEN if is_secret else level(people)
    report = CommentsReport(period, people, len(found), shown, band, is_part=is_part(found))
    if shown is Level.HIDDEN:
        return report
    by_theme = sizes(found, lambda one: [name for name in one.themes if not name or name in themes])
    told = [(name, n) for name, n in _shown(by_theme).items() if name]
    return replace(
        report,
        bands=_by_band(found) if band is None else {},
        sentiments=_shown(sizes(found, _sentiment_of)),
        themes=sorted(told, key=lambda one: (-one[1], one[0])),
        page=_harmless(found[page * PAGE : (page + 1) * PAGE], found, {name for name, _ in told}, secret),
        pages=-(-len(found) // PAGE),
    )


def sizes(found: Iterable[NpsComment], names: Callable[[NpsComment], Iterable[NameT]]) -> dict[NameT, int]:
    """How many people wrote the comments of each group, by its name; a comment may be of several."""
    people: dict[NameT, set[int]] = {}
    for one in found:
        for name in names(one):
            people.setdefault(name, set()).add(one.customer_id)
    return {name: len(those) for name, those in people.items()}


def is_part(found: Sequence[NpsComment]) -> bool:
    """Whether these are only the newest of many, so that nothing follows from what is missing."""
    return len(found) >= LOOKED_AT


def hidden_bands(found: Sequence[NpsComment]) -> frozenset[ScoreBand | None]:
    """The bands of scores that must not be told of these comments; None for those without a score."""
    return suppression.hidden(sizes(found, lambda one: [one.band]))


def hidden_groups(found: Sequence[NpsComment], column: str) -> frozenset[str]:
    """The touchpoints or segments of these comments that must not be told.

    None where the comments are only a part: of a company with many branches the newest are of few each.
    """
    if is_part(found):
        return frozenset()
    return suppression.hidden(sizes(found, lambda one: [str(getattr(one, column))]))


def _shown(by_name: Mapping[NameT, int]) -> dict[NameT, int]:
    secret = suppression.hidden(by_name)
    return {name: n for name, n in by_name.items() if name not in secret}


def _by_band(found: Sequence[NpsComment]) -> dict[ScoreBand, int]:
    told = _shown(sizes(found, lambda one: [one.band]))
    return {band: told[band] for band in ScoreBand if band in told}


def _sentiment_of(one: NpsComment) -> list[Sentiment]:
    return [one.sentiment] if one.sentiment is not None else []


def _harmless(
    page: Sequence[NpsComment],
    found: Sequence[NpsComment],
    themes: Collection[str],
    secret: Collection[str],
) -> list[NpsComment]:
    """The comments of a page without what would tell of too few people."""
    bands, touchpoints = hidden_bands(found), hidden_groups(found, "touchpoint").union(secret)
    return [
        replace(
            one,
            score=None if one.band in bands else one.score,
            touchpoint="" if one.touchpoint in touchpoints else one.touchpoint,
            themes=tuple(name for name in one.themes if name in themes),
        )
        for one in page
    ]

"""What customers write about: how many people wrote about each theme, which way they lean, and examples.

A comment may have several themes, so shares add up to more than one. Polarity sorts and colours, no more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveys.statistics import suppression
from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.scores import Interval, Level, level, wilson
from surveys.statistics.shares import Difference, Share, difference


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    """What the comments of a theme come to, or all comments of a period."""

    people: int = 0
    comments: int = 0
    polarity: float | None = None
    """Mean polarity of the comments, −1…1; None until it is known, and of all comments of a period."""
    displeased: int = 0
    """People who speak ill of it in a comment."""


NO_COMMENTS = ThemeCounts()


@dataclass(frozen=True, slots=True)
class ThemeQuote:
    """What somebody wrote, and on which day."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """One theme. The comments without any have an empty one."""

    theme: str
    counts: ThemeCounts
    people: int
    """All who wrote a comment in the period."""
    previous: Share
    level: Level
    """How much the number of people allows to show; hidden also where a hidden one could be worked out."""
    quotes: Sequence[ThemeQuote] = ()

    @property
    def share(self) -> Share:
        """Those who wrote about the theme, of all who wrote."""
        return Share(self.counts.people, self.people)

    @property
    def interval(self) -> Interval | None:
        """Limits of the share, 0…1 (Wilson 1927); None where nobody wrote."""
        return wilson(self.counts.people, self.people)

    @property
    def change(self) -> Difference | None:
        """The share minus that of the period before; None where too few wrote in either to say."""
        if Level.HIDDEN in (self.level, level(self.previous.x)):
            return None
        return difference(self.share, self.previous)


@dataclass(frozen=True, slots=True)
class WordsReport:
    period: Period
    previous: Period
    whole: ThemeCounts
    groups: Sequence[ThemeGroup]
    """Themes that somebody wrote about, those of most people first, and last the comments without any."""

    @property
    def level(self) -> Level:
        """How much the number of people who wrote allows to show."""
        return level(self.whole.people)

    @property
    def shown(self) -> list[ThemeGroup]:
        """The themes that may be shown."""
        return [group for group in self.groups if group.theme and group.level is not Level.HIDDEN]


def build(
    period: Period,
    previous: Period,
    now: Mapping[str | None, ThemeCounts],
    before: Mapping[str | None, ThemeCounts],
    themes: Sequence[str],
) -> WordsReport:
    """The report of counts by theme, None for all comments; only `themes` and the empty one are in it."""
    whole, earlier = now.get(None, NO_COMMENTS), before.get(None, NO_COMMENTS)
    found = sorted((theme for theme in themes if theme in now), key=lambda theme: -now[theme].people)
    names = [*found, *([""] if "" in now else [])]
    levels = suppression.levels({theme: now[theme].people for theme in names})
    groups = [
        ThemeGroup(
            theme,
            now[theme],
            whole.people,
            Share(before.get(theme, NO_COMMENTS).people, earlier.people),
            levels[theme] if level(whole.people) is not Level.HIDDEN else Level.HIDDEN,
        )
        for theme in names
    ]
    return WordsReport(period, previous, whole, groups)


def different_first(said: Collection[ThemeQuote]) -> list[ThemeQuote]:
    """The same quotes in their order, but those that repeat another's words come after all others."""
    first: dict[str, ThemeQuote] = {}
    for quote in said:
        first.setdefault(quote.words, quote)
    return [*first.values(), *(quote for quote in said if first[quote.words] is not quote)]


def as_json(report: WordsReport) -> dict[str, Any]:
    """The document of docs/reference.md: all comments, then each theme; what is hidden is null."""
    is_hidden = report.level is Level.HIDDEN
    whole = {
        "theme": None,
        "n": None if is_hidden else report.whole.people,
        "comments": None if is_hidden else report.whole.comments,
    }
    return document("words", report.period, [whole, *map(_row, report.groups)])


def _row(group: ThemeGroup) -> dict[str, Any]:
    if group.level is Level.HIDDEN:
        return {"theme": group.theme, **dict.fromkeys(_VALUES), "quotes": []}
    interval, change = group.interval, group.change
    values = (
        group.counts.people,
        group.counts.comments,
        group.share.value,
        interval.low if interval else None,
        interval.high if interval else None,
        group.counts.polarity,
        None if group.counts.polarity is None else group.counts.displeased,
        None if level(group.previous.x) is Level.HIDDEN else group.previous.x,
        change.value if change else None,
        change.is_proven if change else None,
    )
    quotes = [{"day": one.day.isoformat(), "words": one.words} for one in group.quotes]
    return {"theme": group.theme, **dict(zip(_VALUES, values, strict=True)), "quotes": quotes}


_VALUES = (
    "n",
    "comments",
    "share",
    "low",
    "high",
    "polarity",
    "displeased",
    "previous_n",
    "change",
    "significant",
)

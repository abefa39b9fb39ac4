"""Recovery: how many of those who scored low score better in a later survey, with a case or without.

Who was not asked again is unknown and no failure. Those with a case chose to complain, so the two groups
differ by more than the case: they stand side by side and nothing is tested.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from surveys.statistics.scores import Interval, Level, level, wilson

CASE_WITHIN: Final = timedelta(days=7)
"""How long after a low score a case is counted as one about it."""
LOWEST_RECOVERED: Final = 7
"""The lowest score of whoever is no detractor any more."""


@dataclass(frozen=True, slots=True)
class RecoveryCounts:
    """What became of people who scored low, each counted with their first low score of the period."""

    people: int = 0
    """All of them, asked again or not."""
    asked_again: int = 0
    """Those who scored in a later survey."""
    days: Mapping[int, int] = field(default_factory=dict)
    """How many recovered, by the whole days from the low score to the later one."""

    @property
    def recovered(self) -> int:
        """Those whose next score is 7 or higher."""
        return sum(self.days.values())


@dataclass(frozen=True, slots=True)
class ScoreRecovery:
    """The recovery of one group of people."""

    counts: RecoveryCounts
    is_secret: bool = False
    """Whether a filter chose what its table hides."""

    @property
    def level(self) -> Level:
        """How much the number of those asked again allows to show."""
        return Level.HIDDEN if self.is_secret else level(self.counts.asked_again)

    @property
    def share(self) -> float | None:
        """Recovered of those asked again, 0…1; None where that is nobody or must not be told."""
        if self.level is Level.HIDDEN:
            return None
        return self.counts.recovered / self.counts.asked_again

    @property
    def interval(self) -> Interval | None:
        """Limits of the share, 0…1 (Wilson 1927); None where there is no share."""
        if self.level is Level.HIDDEN:
            return None
        return wilson(self.counts.recovered, self.counts.asked_again)

    @property
    def median_days(self) -> float | None:
        """Median days from the low score to the better one; None where fewer than five people recovered."""
        if self.level is Level.HIDDEN or level(self.counts.recovered) is Level.HIDDEN:
            return None
        days = sorted(day for day, n in self.counts.days.items() for _ in range(n))
        middle = len(days) // 2
        return float(days[middle]) if len(days) % 2 else (days[middle - 1] + days[middle]) / 2


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """Who of those who scored low in a period recovered until now."""

    with_case: ScoreRecovery
    without_case: ScoreRecovery


def as_json(report: RecoveryReport, *, is_hidden: bool = False) -> dict[str, Any]:
    """What docs/reference.md describes under `recovery`; unknown and hidden is null.

    Where the scores themselves are hidden, so is how many of them were low.
    """
    rows = {"with_case": _row(report.with_case), "without_case": _row(report.without_case)}
    if not is_hidden:
        return rows
    return {name: {**dict.fromkeys(row), "hidden": True} for name, row in rows.items()}


def _row(group: ScoreRecovery) -> dict[str, Any]:
    counts, interval = group.counts, group.interval
    is_hidden = group.level is Level.HIDDEN
    return {
        "n": counts.people,
        "asked_again": counts.asked_again,
        "recovered": None if is_hidden else counts.recovered,
        "share": group.share,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "median_days": group.median_days,
        "hidden": is_hidden and counts.asked_again > 0,
    }

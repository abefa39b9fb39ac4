"""The NPS of a period beside the one before it: what `/nps` and `otklik report nps` both show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.scores import Change, Counts, Interval, Level, level, nps, nps_change, nps_interval

Distribution = Mapping[int, int]
"""How often each score was given."""


@dataclass(frozen=True, slots=True)
class NpsGroup:
    """One line of the report. The whole has an empty name."""

    name: str
    counts: Counts
    previous: Counts

    @property
    def nps(self) -> float | None:
        """NPS of the period in points, −100…100; None without answers."""
        return nps(self.counts)

    @property
    def interval(self) -> Interval | None:
        """Limits of the NPS in points, by `nps_interval`; None without answers."""
        return nps_interval(self.counts)

    @property
    def change(self) -> Change | None:
        """Change of the NPS since the previous period; None when either period has no answers."""
        return nps_change(self.counts, self.previous)

    @property
    def level(self) -> Level:
        """How much the number of answers in the period allows to show."""
        return level(self.counts.n)


@dataclass(frozen=True, slots=True)
class NpsReport:
    period: Period
    previous: Period
    whole: NpsGroup
    groups: list[NpsGroup]


def build(
    period: Period,
    previous: Period,
    now: Mapping[str, Distribution],
    before: Mapping[str, Distribution],
) -> NpsReport:
    """The report of score distributions by group, those with most answers first; the whole is their sum.

    Groups that `now` does not hold are left out.
    """
    groups = [
        NpsGroup(name, Counts.of(now[name]), Counts.of(before.get(name, {})))
        for name in sorted(now, key=lambda name: -sum(now[name].values()))
    ]
    return NpsReport(period, previous, NpsGroup("", _sum(now), _sum(before)), groups)


def as_json(report: NpsReport) -> dict[str, Any]:
    """The document that docs/reference.md describes: the whole, then the groups; unknown is null."""
    return document("nps", report.period, map(_row, (report.whole, *report.groups)))


def _row(group: NpsGroup) -> dict[str, Any]:
    interval, change = group.interval, group.change
    before = nps_interval(group.previous)
    return {
        "group": group.name or None,
        "n": group.counts.n,
        "promoters": group.counts.promoters,
        "passives": group.counts.passives,
        "detractors": group.counts.detractors,
        "nps": group.nps,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "previous": {
            "n": group.previous.n,
            "nps": nps(group.previous),
            "low": before.low if before else None,
            "high": before.high if before else None,
        },
        "change": change.points if change else None,
        "change_low": change.low if change else None,
        "change_high": change.high if change else None,
        "significant": change.is_significant if change else None,
        # Known once surveys are sent out by themselves; an answer to /rate has no invitation behind it.
        "response_rate": None,
        "delivered": None,
    }


def _sum(groups: Mapping[str, Distribution]) -> Counts:
    whole: dict[int, int] = {}
    for distribution in groups.values():
        for score, n in distribution.items():
            whole[score] = whole.get(score, 0) + n
    return Counts.of(whole)

"""The NPS of a period beside the one before it: what `/nps` and `otklik report nps` both show."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.response import NOBODY_ASKED, ResponseFunnel
from surveys.statistics.scores import Change, Counts, Interval, Level, level, nps, nps_change, nps_interval

Distribution = Mapping[int, int]
"""How often each score was given."""


@dataclass(frozen=True, slots=True)
class NpsGroup:
    """One line of the report. The whole has an empty name."""

    name: str
    counts: Counts
    previous: Counts
    response: ResponseFunnel | None = None
    """What became of those whom we asked by ourselves in the period; None where we asked nobody."""

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
    asked: Mapping[str, ResponseFunnel] = MappingProxyType({}),
) -> NpsReport:
    """The report of score distributions by group, those with most answers first; the whole is their sum.

    Groups that `now` does not hold are left out. `asked` are those whom we asked by ourselves, by group.
    """
    groups = [
        NpsGroup(name, Counts.of(now[name]), Counts.of(before.get(name, {})), asked.get(name))
        for name in sorted(now, key=lambda name: -sum(now[name].values()))
    ]
    all_asked = sum(asked.values(), NOBODY_ASKED) if asked else None
    return NpsReport(period, previous, NpsGroup("", _sum(now), _sum(before), all_asked), groups)


def as_json(report: NpsReport) -> dict[str, Any]:
    """The document that docs/reference.md describes: the whole, then the groups; unknown is null."""
    return document("nps", report.period, map(_row, (report.whole, *report.groups)))


def _row(group: NpsGroup) -> dict[str, Any]:
    interval, change, asked = group.interval, group.change, group.response
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
        # An answer to /rate has no asking of ours behind it.
        "response_rate": asked.response_rate if asked else None,
        "delivered": asked.delivered if asked else None,
    }


def _sum(groups: Mapping[str, Distribution]) -> Counts:
    whole: dict[int, int] = {}
    for distribution in groups.values():
        for score, n in distribution.items():
            whole[score] = whole.get(score, 0) + n
    return Counts.of(whole)

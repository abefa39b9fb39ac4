"""The NPS of a period beside the one before it: what `/nps` and `otklik report nps` both show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from surveys.statistics import branch_comparison, recovery, suppression
from surveys.statistics.branch_comparison import BranchComparison
from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.recovery import RecoveryReport
from surveys.statistics.response import NOBODY_ASKED, ResponseFunnel
from surveys.statistics.scores import Change, Counts, Interval, Level, level, nps, nps_change, nps_interval


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a group in a period, counted in two ways."""

    people: Counts = field(default_factory=Counts)
    """Each person with their latest score."""
    answers: Counts = field(default_factory=Counts)
    """Each score, also several of one person."""

    def __add__(self, other: "Scores") -> "Scores":
        return Scores(self.people + other.people, self.answers + other.answers)


NOBODY: Final = Scores()


@dataclass(frozen=True, slots=True)
class NpsGroup:
    """One line of the report. The whole has an empty name."""

    name: str
    counts: Counts
    previous: Counts
    response: ResponseFunnel | None = None
    """What became of those whom we asked by ourselves in the period; None where we asked nobody."""
    answers: int = 0
    """How many scores were given in the period, also several by one person."""
    people: int = 0
    """How many people gave them."""
    people_before: int = 0
    is_secret: bool = False
    """Whether the groups beside it would tell what a small one of them said."""
    was_secret: bool = False
    """The same of the previous period."""
    comparison: BranchComparison | None = None
    """The group held against all others; None without others, where it is hidden or has no name."""

    @property
    def nps(self) -> float | None:
        """NPS of the period in points, −100…100; None without answers."""
        return nps(self.counts)

    @property
    def interval(self) -> Interval | None:
        """Limits of the NPS in points, by `nps_interval`.

        None without answers, and where somebody counts several times: the limits are of independent answers.
        """
        return nps_interval(self.counts) if self.people == self.counts.n else None

    @property
    def interval_before(self) -> Interval | None:
        """The same of the previous period."""
        return nps_interval(self.previous) if self.people_before == self.previous.n else None

    @property
    def change(self) -> Change | None:
        """Change of the NPS since the previous period.

        None when either period has no answers or is hidden, or somebody counts several times in it.
        """
        if self.interval is None or self.interval_before is None:
            return None
        if Level.HIDDEN in {self.level, self.level_before}:
            return None
        return nps_change(self.counts, self.previous)

    @property
    def level(self) -> Level:
        """How much the number of people in the period, and of those beside them, allows to show."""
        return Level.HIDDEN if self.is_secret else level(self.people)

    @property
    def level_before(self) -> Level:
        """The same of the previous period."""
        return Level.HIDDEN if self.was_secret else level(self.people_before)


@dataclass(frozen=True, slots=True)
class NpsReport:
    period: Period
    previous: Period
    whole: NpsGroup
    groups: list[NpsGroup]
    recovery: RecoveryReport | None = None
    """What became of those who scored low; None where nobody looked, or there are too many to look at."""

    @property
    def shown(self) -> list[NpsGroup]:
        """The groups that have a name and may be told."""
        return [group for group in self.groups if group.name and group.level is not Level.HIDDEN]

    @property
    def secret(self) -> list[str]:
        """The names of the groups that may not be told, those with most people first."""
        return [group.name for group in self.groups if group.name and group.level is Level.HIDDEN]

    @property
    def comparable(self) -> list[NpsGroup]:
        """The groups that have a name and may be told in both periods."""
        return [group for group in self.shown if group.level_before is not Level.HIDDEN]


def build(
    period: Period,
    previous: Period,
    now: Mapping[str, Scores],
    before: Mapping[str, Scores],
    asked: Mapping[str, ResponseFunnel] = MappingProxyType({}),
    *,
    counts_answers: bool = False,
    secret: tuple[bool, bool] = (False, False),
) -> NpsReport:
    """The report by group, those with most people first; the whole is their sum.

    Groups in which nobody counts are left out: whoever scored there did so elsewhere since.

    `asked` are those whom we asked by ourselves, by group. People count with their latest score, or with
    `counts_answers` each of their scores counts. `secret` is whether the filters chose a group that
    its table hides, in this period and in the one before.
    """
    names = sorted((name for name in now if now[name].people.n), key=lambda name: -now[name].people.n)
    groups = [
        _group(name, now[name], before.get(name, NOBODY), asked.get(name), counts_answers) for name in names
    ]
    hidden, hidden_before = (hidden_groups(one, counts_answers=counts_answers) for one in (now, before))
    groups = [
        replace(
            group,
            is_secret=secret[0] or group.name in hidden,
            was_secret=secret[1] or group.name in hidden_before,
        )
        for group in groups
    ]
    if not counts_answers:
        groups = _compared(groups)
    all_asked = sum(asked.values(), NOBODY_ASKED) if asked else None
    whole = _group("", _sum(now), _sum(before), all_asked, counts_answers)
    whole = replace(whole, is_secret=secret[0], was_secret=secret[1])
    return NpsReport(period, previous, whole, groups)


def _compared(groups: list[NpsGroup]) -> list[NpsGroup]:
    """The groups, those that have a name and may be told held against all other people together."""
    told = {group.name: group.counts for group in groups if group.name and group.level is not Level.HIDDEN}
    everybody = sum((group.counts for group in groups), Counts())
    found = branch_comparison.compare(told, everybody)
    return [replace(group, comparison=found.get(group.name)) for group in groups]


def hidden_groups(scores: Mapping[str, Scores], *, counts_answers: bool = False) -> frozenset[str]:
    """The groups of a table whose scores must not be told, nor by a filter that chooses one of them.

    Where each answer counts, those who answered there and elsewhere since are at least one person.
    """
    return suppression.hidden(
        {name: max(one.people.n, int(counts_answers and one.answers.n > 0)) for name, one in scores.items()}
    )


def _group(
    name: str, now: Scores, before: Scores, asked: ResponseFunnel | None, counts_answers: bool
) -> NpsGroup:
    counts, previous = (one.answers if counts_answers else one.people for one in (now, before))
    return NpsGroup(name, counts, previous, asked, now.answers.n, now.people.n, before.people.n)


def as_json(report: NpsReport) -> dict[str, Any]:
    """The document that docs/reference.md describes: the whole, then the groups; unknown is null."""
    whole = _row(report.whole)
    found, is_hidden = report.recovery, bool(whole["hidden"])
    whole["recovery"] = recovery.as_json(found, is_hidden=is_hidden) if found else None
    return document("nps", report.period, [whole, *map(_row, report.groups)])


def _row(group: NpsGroup) -> dict[str, Any]:
    interval, change, asked = group.interval, group.change, group.response
    is_hidden, counts = _is_hidden(group.level, group.people), group.counts
    told = None if is_hidden else interval
    return {
        "group": group.name or None,
        "n": group.people,
        "answers": group.answers,
        "promoters": None if is_hidden else counts.promoters,
        "passives": None if is_hidden else counts.passives,
        "detractors": None if is_hidden else counts.detractors,
        "nps": None if is_hidden else group.nps,
        "low": told.low if told else None,
        "high": told.high if told else None,
        "previous": _previous(group),
        "change": change.points if change else None,
        "change_low": change.low if change else None,
        "change_high": change.high if change else None,
        "significant": change.is_significant if change else None,
        "rest_nps": nps(group.comparison.rest) if group.comparison else None,
        "differs": group.comparison.differs if group.comparison else None,
        # An answer to /rate has no asking of ours behind it.
        "response_rate": asked.response_rate if asked else None,
        "delivered": asked.delivered if asked else None,
        "hidden": is_hidden,
    }


def _previous(group: NpsGroup) -> dict[str, Any]:
    is_hidden = _is_hidden(group.level_before, group.people_before)
    before = None if is_hidden else group.interval_before
    return {
        "n": group.people_before,
        "nps": None if is_hidden else nps(group.previous),
        "low": before.low if before else None,
        "high": before.high if before else None,
    }


def _is_hidden(shown: Level, people: int) -> bool:
    """Whether there is something that must not be told: of nobody there is nothing."""
    return shown is Level.HIDDEN and people > 0


def _sum(groups: Mapping[str, Scores]) -> Scores:
    return sum(groups.values(), NOBODY)

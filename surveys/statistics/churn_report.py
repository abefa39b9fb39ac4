"""Who left in a period and why, beside the one before it: what `/churn` and `otklik report churn` both show.

Customers are counted by who they are: those there at the start, and of them those gone by the end.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from surveys.questions.reasons import NO_ANSWER, ReasonClass
from surveys.statistics import pareto
from surveys.statistics.document import document
from surveys.statistics.pareto import Bar, Loss, Measure, ParetoCause
from surveys.statistics.periods import Period
from surveys.statistics.scores import Interval, Level, wilson
from surveys.statistics.shares import Difference, Share, difference
from surveys.statistics.suppression import levels

MINOR: Final = 100
"""Minor units, such as kopecks or cents, in one unit of the currency."""


@dataclass(frozen=True, slots=True)
class Base:
    """The customers of a period."""

    started: int
    """Customers who were there when the period began."""
    lost: int
    """Those of `started` who were gone when the period ended."""
    early: int = 0
    """Customers who came and left within the period: no part of the churn, which they would only blur."""

    @property
    def gone(self) -> int:
        """Everyone who left in the period, those who also came within it included."""
        return self.lost + self.early

    @property
    def churn(self) -> float | None:
        """Share of those there at the start who were gone at the end, 0…1; None when nobody was there."""
        return self.lost / self.started if self.started else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of the churn, 0…1; None when nobody was there at the start."""
        return wilson(self.lost, self.started)


@dataclass(frozen=True, slots=True)
class Farewell:
    """What some customers told last in the period, all of them the same."""

    group: str
    reason: str
    kind: ReasonClass | None
    """The class of that day; None for those who have not left."""
    shown: Sequence[str]
    """The reasons that could be chosen."""
    money_minor: int | None = None
    """Minor units a month that are lost with all of them; None when it is known of none."""
    customers: int = 1


@dataclass(frozen=True, slots=True)
class ChurnFacts:
    """What is known of two periods, by group."""

    bases: Mapping[str, Base]
    """Empty where customers are not known by such groups."""
    bases_before: Mapping[str, Base]
    sessions: Mapping[str, int]
    """Interviews that were begun."""
    farewells: Sequence[Farewell]


@dataclass(frozen=True, slots=True)
class ChurnGroup:
    """One line of the report. The whole has an empty name."""

    name: str
    base: Base | None
    """The customers of the group; None where they are unknown, as customers have no touchpoint."""
    before: Base | None
    sessions: int
    answered: int
    """Those who left and told why; some would rather not."""
    still_here: int
    """Those who said that they have not left."""
    causes: list[ParetoCause]
    """What is lost for each reason, heaviest first; money in minor units a month."""
    level: Level = Level.FULL
    """Reasons of a hidden group would tell who gave them."""

    @property
    def churn(self) -> float | None:
        """Share of the customers there at the start who were gone at the end, 0…1.

        None when the group's customers are unknown or nobody was there.
        """
        return self.base.churn if self.base else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of the churn, 0…1; None where the churn is None."""
        return self.base.interval if self.base else None

    @property
    def change(self) -> Difference | None:
        """The churn minus that of the previous period, significant when proven; None when either is None."""
        if self.base is None or self.before is None:
            return None
        now, before = Share(self.base.lost, self.base.started), Share(self.before.lost, self.before.started)
        return difference(now, before)

    @property
    def customers(self) -> int:
        """Customers counted in the causes, those who would not tell among them."""
        return sum(cause.customers for cause in self.causes)

    @property
    def coverage(self) -> float | None:
        """Share of those who left whose reason is known, 0…1.

        None when it is unknown how many left, when nobody left, and where some told who had left before.
        """
        if self.base is None or self.answered > self.base.gone:
            return None
        return pareto.coverage(self.answered, self.base.gone)

    @property
    def money(self) -> float | None:
        """Minor units lost a month over all causes; None when the money of no cause is known."""
        known = [cause.money for cause in self.causes if cause.money is not None]
        return sum(known) if known else None

    @property
    def silent(self) -> int:
        """Those who left and would rather not tell why."""
        return self.customers - self.answered

    def reasons(self, measure: Measure = Measure.CUSTOMERS) -> list[Bar]:
        """The reasons that were named, with their shares by the measure, heaviest first; empty if none."""
        return pareto.pareto([cause for cause in self.causes if cause.reason != NO_ANSWER], measure)

    def bars(self, measure: Measure = Measure.CUSTOMERS) -> list[Bar]:
        """The causes with their shares by the measure, heaviest first; empty without any loss."""
        return pareto.pareto(self.causes, measure)

    def by_class(self, measure: Measure = Measure.CUSTOMERS) -> dict[ReasonClass, Loss]:
        """What was lost in every class of reasons, with its share by the measure."""
        return pareto.by_class(self.causes, measure)


@dataclass(frozen=True, slots=True)
class ChurnReport:
    period: Period
    previous: Period
    whole: ChurnGroup
    groups: list[ChurnGroup]
    """The lines of the groups, most leavers first; empty unless groups were asked for."""


def build(
    period: Period, previous: Period, whole: ChurnFacts, groups: ChurnFacts | None = None
) -> ChurnReport:
    """The report; `whole` has one group without a name, `groups` the same people by segment or touchpoint."""
    return ChurnReport(period, previous, _group("", whole), _groups(groups) if groups else [])


def as_json(report: ChurnReport) -> dict[str, Any]:
    """The document of docs/reference.md: the whole, its reasons; groups only when they were asked for."""
    rows = [_whole_row(report.whole), *map(_cause_row, report.whole.bars())]
    for group in report.groups:
        rows.append({"group": group.name or None, **_whole_row(group)})
        if group.level is not Level.HIDDEN:
            rows += [{"group": group.name or None, **_cause_row(bar)} for bar in group.bars()]
    return document("churn", report.period, rows)


def _groups(facts: ChurnFacts) -> list[ChurnGroup]:
    names = facts.bases.keys() | facts.sessions.keys() | {one.group for one in facts.farewells}
    if names == {""}:
        return []
    found = [_group(name, facts) for name in sorted(names)]
    found.sort(key=lambda group: -max(group.customers, group.base.gone if group.base else 0))
    shown = levels([group.customers for group in found])
    return [replace(group, level=one) for group, one in zip(found, shown, strict=True)]


def _group(name: str, facts: ChurnFacts) -> ChurnGroup:
    farewells = [one for one in facts.farewells if one.group == name]
    left = [one for one in farewells if one.kind is not None]
    return ChurnGroup(
        name=name,
        base=facts.bases.get(name),
        before=facts.bases_before.get(name),
        sessions=facts.sessions.get(name, 0),
        answered=_customers(one for one in left if one.reason != NO_ANSWER),
        still_here=_customers(farewells) - _customers(left),
        causes=_causes(farewells),
    )


def _causes(farewells: Iterable[Farewell]) -> list[ParetoCause]:
    farewells = list(farewells)
    shown: Counter[str] = Counter()
    for one in farewells:
        shown.update(dict.fromkeys(one.shown, one.customers))
    by_reason: dict[tuple[str, ReasonClass], list[Farewell]] = {}
    for one in farewells:
        if one.kind is not None:
            by_reason.setdefault((one.reason, one.kind), []).append(one)
    causes = [
        ParetoCause(reason, kind, _customers(those), _money(those), shown[reason] or None)
        for (reason, kind), those in by_reason.items()
    ]
    return [bar.cause for bar in pareto.pareto(causes)]


def _customers(those: Iterable[Farewell]) -> int:
    return sum(one.customers for one in those)


def _money(those: Iterable[Farewell]) -> float | None:
    known = [one.money_minor for one in those if one.money_minor is not None]
    return float(sum(known)) if known else None


def _whole_row(group: ChurnGroup) -> dict[str, Any]:
    base, interval = group.base, group.interval
    return {
        "reason": None,
        "class": None,
        "customers": group.customers,
        **_previous_cells(group),
        "shown": None,
        "money": _major(group.money),
        "share": 1.0 if group.customers else None,
        "started": base.started if base else None,
        "lost": base.lost if base else None,
        "churn": group.churn,
        "churn_low": interval.low if interval else None,
        "churn_high": interval.high if interval else None,
        "sessions": group.sessions,
        "answered": group.answered,
        "still_here": group.still_here,
    }


def _cause_row(bar: Bar) -> dict[str, Any]:
    return {
        "reason": bar.cause.reason,
        "class": bar.cause.kind.value,
        "customers": bar.cause.customers,
        "shown": bar.cause.shown,
        "money": _major(bar.cause.money),
        "share": bar.share,
    }


def _major(minor: float | None) -> float | None:
    return None if minor is None else minor / MINOR


def _previous_cells(group: ChurnGroup) -> dict[str, Any]:
    """What the share was in the other period, and whether the difference is hardly chance."""
    before, change = group.before, group.change
    limits = before.interval if before else None
    return {
        "previous": {
            "started": before.started if before else None,
            "lost": before.lost if before else None,
            "churn": before.churn if before else None,
            "churn_low": limits.low if limits else None,
            "churn_high": limits.high if limits else None,
        },
        "change": change.value if change else None,
        "change_low": change.low if change else None,
        "change_high": change.high if change else None,
        "significant": change.is_proven if change else None,
    }

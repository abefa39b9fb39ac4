"""Who left in a period and why, beside the one before it: what `/churn` and `otklik report churn` both show.

Customers are counted by who they are: those there at the start, and of them those gone by the end.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from surveys.questions.reasons import NO_ANSWER, ReasonClass
from surveys.statistics import pareto, suppression
from surveys.statistics.document import document
from surveys.statistics.farewells import CauseKey, Farewell, FilterChoice, is_told
from surveys.statistics.pareto import Bar, Loss, Measure, ParetoCause
from surveys.statistics.periods import Period
from surveys.statistics.scores import Interval, Level, level, wilson
from surveys.statistics.shares import Difference, Share, difference

REST: Final = ParetoCause("", ReasonClass.UNKNOWN, 0)
"""The causes that too few named, put together; it has no reason of its own."""

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
    returned: int = 0
    """How often somebody who had left came back within the period: no part of the churn either."""

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


_NOBODY: Final = Base(0, 0)


@dataclass(frozen=True, slots=True)
class ChurnFacts:
    """What is known of two periods, by group."""

    bases: Mapping[str, Base] | None
    """None where customers are not known by such groups; groups without any are left out."""
    bases_before: Mapping[str, Base] | None
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
    """How much may be told of the reasons: those of a hidden group would tell who gave them."""
    secret: frozenset[CauseKey] = frozenset()
    """The causes that are not told by name: too few gave them."""
    base_level: Level = Level.FULL
    """How much may be told of who left, by how many were there."""

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

    def is_secret(self, cause: ParetoCause) -> bool:
        """Whether a cause must not be told by name."""
        return self.level is Level.HIDDEN or (cause.reason, cause.kind) in self.secret

    def reasons(self, measure: Measure = Measure.CUSTOMERS) -> list[Bar]:
        """The reasons that were named, with their shares by the measure, heaviest first; empty if none.

        Those that too few named are one, `REST`'s, at the end.
        """
        named = [cause for cause in self.causes if cause.reason != NO_ANSWER]
        own = [cause for cause in named if not self.is_secret(cause)]
        rest = [cause for cause in named if self.is_secret(cause)]
        return pareto.pareto([*own, *([_together(rest)] if rest else [])], measure)

    @property
    def lead(self) -> ParetoCause | None:
        """The reason that most named; None where it may not be told, or two share the lead."""
        named = [bar.cause for bar in self.reasons() if bar.cause.reason]
        is_ahead = len(named) == 1 or (len(named) > 1 and named[0].customers > named[1].customers)
        return named[0] if is_ahead else None

    @property
    def avoidable(self) -> Loss | None:
        """What was lost for avoidable reasons; None for a hidden group.

        Where the whole of it would tell of too few people what they named, it is what is told anyway.
        """
        if self.level is Level.HIDDEN:
            return None
        named = [cause for cause in self.causes if cause.reason != NO_ANSWER]
        hidden = [cause for cause in named if self.is_secret(cause)]
        exact = _by_avoidable(named)
        if suppression.may_split(_by_avoidable(hidden)) and suppression.may_split(exact):
            return pareto.by_class(self.causes)[ReasonClass.AVOIDABLE]
        told = pareto.by_class([cause for cause in named if cause not in hidden])[ReasonClass.AVOIDABLE]
        return replace(told, is_at_least=True)

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
    since: date | None = None
    """The first day of which it is known who left; None where all days are."""

    @property
    def is_unknown(self) -> bool:
        """Whether the period was over before anybody could tell the bot that they left, and nobody did."""
        return self.period.ends_before(self.since) and not self.whole.customers


def build(
    period: Period,
    previous: Period,
    whole: ChurnFacts,
    groups: ChurnFacts | None = None,
    choices: Sequence[FilterChoice] = (),
    since: date | None = None,
) -> ChurnReport:
    """The report; `whole` has one group without a name, `groups` the same people by segment or touchpoint.

    `choices` are the filters, `since` is the first day of which it is known who left.
    """
    lines = _groups(groups) if groups else []
    return ChurnReport(period, previous, _group("", whole, choices), lines, since)


def as_json(report: ChurnReport) -> dict[str, Any]:
    """The document of docs/reference.md: the whole, its reasons; groups only when they were asked for."""
    rows = list(_rows(report.whole))
    rows[0]["leaving_since"] = report.since.isoformat() if report.since else None
    for group in report.groups:
        rows += [{"group": group.name or None, **row} for row in _rows(group)]
    return document("churn", report.period, rows)


def _rows(group: ChurnGroup) -> Iterator[dict[str, Any]]:
    yield _whole_row(group)
    if group.level is not Level.HIDDEN:
        yield from (_cause_row(bar, group) for bar in group.bars())


def _groups(facts: ChurnFacts) -> list[ChurnGroup]:
    names = (facts.bases or {}).keys() | facts.sessions.keys() | {one.group for one in facts.farewells}
    if names == {""}:
        return []
    found = [_group(name, facts, [FilterChoice(name, facts.farewells)]) for name in sorted(names)]
    found.sort(key=lambda group: -max(group.customers, group.base.gone if group.base else 0))
    shown = suppression.levels({group.name: group.base.started for group in found if group.base})
    return [
        replace(group, base_level=shown[group.name]) if group.base and group.base.started else group
        for group in found
    ]


def _group(name: str, facts: ChurnFacts, choices: Sequence[FilterChoice]) -> ChurnGroup:
    farewells = [one for one in facts.farewells if one.group == name]
    left = [one for one in farewells if one.kind is not None]
    causes = _causes(farewells)
    answered = _customers(one for one in left if is_told(one))
    is_hidden = any(one.is_hidden for one in choices)
    return ChurnGroup(
        name=name,
        base=_base(facts.bases, name),
        before=_base(facts.bases_before, name),
        sessions=facts.sessions.get(name, 0),
        answered=answered,
        still_here=_customers(farewells) - _customers(left),
        causes=causes,
        level=Level.HIDDEN if is_hidden else level(answered),
        secret=_secret(causes, frozenset().union(*(one.secret for one in choices))),
    )


def _base(known: Mapping[str, Base] | None, name: str) -> Base | None:
    """Where nobody was there, that is known."""
    return None if known is None else known.get(name, _NOBODY)


def _secret(causes: Iterable[ParetoCause], known: frozenset[CauseKey]) -> frozenset[CauseKey]:
    named = [cause for cause in causes if cause.reason != NO_ANSWER]
    return suppression.hidden({(cause.reason, cause.kind): cause.customers for cause in named}, known)


def _by_avoidable(causes: Iterable[ParetoCause]) -> tuple[int, int]:
    """How many named avoidable reasons, and how many others."""
    causes = list(causes)
    avoidable = sum(cause.customers for cause in causes if cause.kind is ReasonClass.AVOIDABLE)
    return avoidable, sum(cause.customers for cause in causes) - avoidable


def _together(causes: Iterable[ParetoCause]) -> ParetoCause:
    causes = list(causes)
    known = [cause.money for cause in causes if cause.money is not None]
    n = sum(cause.customers for cause in causes)
    return replace(REST, customers=n, money=sum(known) if known else None)


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
        ParetoCause(reason, kind, _customers(those), _money(those), _shown(reason, those, shown))
        for (reason, kind), those in by_reason.items()
    ]
    return [bar.cause for bar in pareto.pareto(causes)]


def _shown(reason: str, those: Iterable[Farewell], shown: Counter[str]) -> int | None:
    """How many could choose a reason; unknown where somebody chose it of whom it is not known."""
    return shown[reason] if all(reason in one.shown for one in those) else None


def _customers(those: Iterable[Farewell]) -> int:
    return sum(one.customers for one in those)


def _money(those: Iterable[Farewell]) -> float | None:
    known = [one.money_minor for one in those if one.money_minor is not None]
    return float(sum(known)) if known else None


def _whole_row(group: ChurnGroup) -> dict[str, Any]:
    is_hidden = group.level is Level.HIDDEN and group.customers > 0
    return {
        "reason": None,
        "class": None,
        "customers": group.customers,
        **_previous_cells(group),
        "shown": None,
        "money": None if is_hidden else _major(group.money),
        "share": 1.0 if group.customers else None,
        **_base_cells(group),
        "sessions": group.sessions,
        "answered": group.answered,
        "coverage": group.coverage,
        "still_here": group.still_here,
        "hidden": is_hidden,
    }


def _base_cells(group: ChurnGroup) -> dict[str, Any]:
    base = None if group.base_level is Level.HIDDEN else group.base
    interval = base.interval if base else None
    return {
        "started": base.started if base else None,
        "lost": base.lost if base else None,
        "early": base.early if base else None,
        "returned": base.returned if base else None,
        "churn": base.churn if base else None,
        "churn_low": interval.low if interval else None,
        "churn_high": interval.high if interval else None,
    }


def _cause_row(bar: Bar, group: ChurnGroup) -> dict[str, Any]:
    cause, is_hidden = bar.cause, group.is_secret(bar.cause)
    row = {"reason": cause.reason, "class": cause.kind.value}
    if is_hidden:
        return {**row, **dict.fromkeys(_CAUSE_CELLS), "hidden": True}
    share, rate = wilson(cause.customers, group.customers), cause.rate_interval
    cells = (
        cause.customers,
        cause.shown,
        _major(cause.money),
        bar.share,
        share.low if share else None,
        share.high if share else None,
        cause.rate,
        rate.low if rate else None,
        rate.high if rate else None,
    )
    return {**row, **dict(zip(_CAUSE_CELLS, cells, strict=True)), "hidden": False}


_CAUSE_CELLS: Final = (
    "customers", "shown", "money", "share", "share_low", "share_high", "rate", "rate_low", "rate_high",
)  # fmt: skip


def _major(minor: float | None) -> float | None:
    return None if minor is None else minor / MINOR


def _previous_cells(group: ChurnGroup) -> dict[str, Any]:
    """What the share was in the other period, and whether the difference is hardly chance."""
    is_hidden = group.base_level is Level.HIDDEN
    before, change = (None, None) if is_hidden else (group.before, group.change)
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

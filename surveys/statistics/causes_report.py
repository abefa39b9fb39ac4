"""Why complaints came about and what was done about them, of those that were closed in a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from surveys.statistics import suppression
from surveys.statistics.document import NAMELESS
from surveys.statistics.periods import Period
from surveys.statistics.scores import Interval, Level, level, wilson


@dataclass(frozen=True, slots=True)
class ClosedCount:
    """Closed complaints, and how many customers have them."""

    cases: int = 0
    people: int = 0


NONE_CLOSED: Final = ClosedCount()
CountsByName = Mapping[str, ClosedCount]
"""By the id of a cause or of a remedy; the empty name holds those of which nobody said it."""


@dataclass(frozen=True, slots=True)
class ClosedGroup:
    """The closed complaints of a group: all of them, by cause, and by what was done."""

    whole: ClosedCount = NONE_CLOSED
    causes: CountsByName = field(default_factory=dict)
    remedies: CountsByName = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClosedChoice:
    """A filter: the group that was chosen, and all groups that it was chosen from."""

    group: str
    groups: Mapping[str, ClosedGroup]

    @property
    def is_hidden(self) -> bool:
        """Whether a table of these groups hides the one that was chosen: the filter must then as well."""
        return self._is_hidden({name: one.whole for name, one in self.groups.items()})

    @property
    def causes(self) -> frozenset[str]:
        """The causes that too few have in this group or in the others: the whole would tell them."""
        return self._secret({name: one.causes for name, one in self.groups.items()})

    @property
    def remedies(self) -> frozenset[str]:
        """The remedies that too few have in this group or in the others."""
        return self._secret({name: one.remedies for name, one in self.groups.items()})

    def _secret(self, counts: Mapping[str, CountsByName]) -> frozenset[str]:
        names = {name for found in counts.values() for name in found}
        return frozenset(
            name
            for name in names
            if self._is_hidden({group: found.get(name, NONE_CLOSED) for group, found in counts.items()})
        )

    def _is_hidden(self, counts: CountsByName) -> bool:
        return self.group in suppression.hidden({group: found.people for group, found in counts.items()})


@dataclass(frozen=True, slots=True)
class ClosedShare:
    """The closed complaints that have a cause or a remedy in common."""

    name: str
    """Its id; empty for those of which nobody said it."""
    counted: ClosedCount
    of: int
    """All closed complaints."""
    is_hidden: bool = False
    """Whether so few people are behind it, or behind the others, that it must not be told by name."""

    @property
    def share(self) -> float:
        """Share of the closed complaints, 0…1."""
        return self.counted.cases / self.of

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of the share, 0…1; None without closed complaints."""
        return wilson(self.counted.cases, self.of)


@dataclass(frozen=True, slots=True)
class CausesReport:
    """The complaints that were closed in a period and not opened again since."""

    period: Period
    whole: ClosedCount
    is_hidden: bool
    """Whether too few people are behind them to tell anything but how many there are."""
    causes: Sequence[ClosedShare]
    """Most cases first, those without a cause last."""
    remedies: Sequence[ClosedShare]
    """Likewise, what was done about them."""


def build(period: Period, found: ClosedGroup, choices: Sequence[ClosedChoice] = ()) -> CausesReport:
    """The report; `choices` are the filters."""
    few = found.whole.cases > 0 and level(found.whole.people) is Level.HIDDEN
    causes = frozenset[str]().union(*(one.causes for one in choices))
    remedies = frozenset[str]().union(*(one.remedies for one in choices))
    return CausesReport(
        period=period,
        whole=found.whole,
        is_hidden=few or any(one.is_hidden for one in choices),
        causes=_shares(found.causes, found.whole.cases, causes),
        remedies=_shares(found.remedies, found.whole.cases, remedies),
    )


def as_json(report: CausesReport) -> dict[str, Any]:
    """What stands in the document of complaints of those that were closed; what must not be told is null."""
    return {
        "cases": report.whole.cases,
        "people": report.whole.people,
        "hidden": report.is_hidden,
        "causes": [] if report.is_hidden else [_row("cause", one) for one in report.causes],
        "remedies": [] if report.is_hidden else [_row("remedy", one) for one in report.remedies],
    }


def _shares(counts: CountsByName, of: int, known: frozenset[str]) -> list[ClosedShare]:
    secret = suppression.hidden({name: found.people for name, found in counts.items()}, known)
    shares = [ClosedShare(name, found, of, name in secret) for name, found in counts.items()]
    return sorted(shares, key=lambda one: (not one.name, -one.counted.cases, one.name))


def _row(kind: str, one: ClosedShare) -> dict[str, Any]:
    named, interval = {kind: one.name or NAMELESS}, one.interval
    if one.is_hidden or interval is None:
        return {**named, **dict.fromkeys(_CELLS), "hidden": True}
    cells = (one.counted.cases, one.counted.people, one.share, interval.low, interval.high)
    return {**named, **dict(zip(_CELLS, cells, strict=True)), "hidden": False}


_CELLS: Final = ("cases", "people", "share", "share_low", "share_high")

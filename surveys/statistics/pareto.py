"""Why customers leave, the heaviest causes first: by people and by money. Shares 0…1, unknown is None."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from surveys.questions.reasons import ReasonClass
from surveys.statistics.scores import Interval, wilson

VITAL: Final = 0.8
"""The causes that together reach this share of the loss are marked."""


class Measure(StrEnum):
    """What the causes are weighed by."""

    CUSTOMERS = "customers"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class ParetoCause:
    """What is lost for one reason: each customer counts once, under the first reason."""

    reason: str
    kind: ReasonClass
    customers: int
    money: float | None = None
    """Money lost with these customers; None when it is known of none of them."""
    shown: int | None = None
    """Number of interviews in which the reason could be chosen; None where it is not known of all."""

    @property
    def rate(self) -> float | None:
        """Share of the interviews that showed the reason in which it was chosen, 0…1; None where unknown.

        As Churnkey counts: who never saw an answer could not choose it.
        """
        return self.customers / self.shown if self.shown else None

    @property
    def rate_interval(self) -> Interval | None:
        """Wilson's interval of the rate, 0…1; None where that is unknown."""
        return wilson(self.customers, self.shown) if self.shown else None

    def amount(self, measure: Measure) -> float:
        """What is lost by the measure: customers, or money, of which the unknown counts as 0."""
        return self.customers if measure is Measure.CUSTOMERS else self.money or 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A cause with its own share of the whole loss and the share up to and including it, both 0…1."""

    cause: ParetoCause
    share: float
    cumulative: float
    vital: bool
    """One of the few heaviest causes that together reach `VITAL` of the loss."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost for reasons of one class."""

    customers: int
    money: float
    share: float
    """Share of the whole known loss by the measure asked for, 0…1."""
    is_at_least: bool = False
    """Whether it holds only what may be told, and the whole may be more."""


def pareto(causes: Iterable[ParetoCause], measure: Measure = Measure.CUSTOMERS) -> list[Bar]:
    """The causes with their shares, heaviest first, those of unknown class last; empty without any loss."""
    ordered = sorted(causes, key=lambda cause: (_is_unknown(cause), -cause.amount(measure), cause.reason))
    whole = sum(cause.amount(measure) for cause in ordered)
    if not whole:
        return []
    bars: list[Bar] = []
    below = 0.0
    for cause in ordered:
        reached = below + cause.amount(measure)
        vital = below < VITAL * whole and not _is_unknown(cause)
        bars.append(Bar(cause, cause.amount(measure) / whole, reached / whole, vital))
        below = reached
    return bars


def by_class(causes: Sequence[ParetoCause], measure: Measure = Measure.CUSTOMERS) -> dict[ReasonClass, Loss]:
    """What is lost in every class of reasons, also in one that lost nobody."""
    whole = sum(cause.amount(measure) for cause in causes)
    found: dict[ReasonClass, Loss] = {}
    for kind in ReasonClass:
        own = [cause for cause in causes if cause.kind is kind]
        part = sum(cause.amount(measure) for cause in own)
        customers, money = (
            sum(cause.customers for cause in own),
            sum(cause.amount(Measure.MONEY) for cause in own),
        )
        found[kind] = Loss(customers, money, part / whole if whole else 0.0)
    return found


def coverage(answered: int, churned: int) -> float | None:
    """Share of those who left whose reason is known; None when nobody left."""
    return answered / churned if churned else None


def avoidable_share(causes: Sequence[ParetoCause], measure: Measure = Measure.CUSTOMERS) -> float | None:
    """Share of the loss whose class is known that could have been kept, 0…1; None where none is known."""
    known = [cause for cause in causes if not _is_unknown(cause)]
    return by_class(known, measure)[ReasonClass.AVOIDABLE].share if known else None


def _is_unknown(cause: ParetoCause) -> bool:
    return cause.kind is ReasonClass.UNKNOWN

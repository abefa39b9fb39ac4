"""Why customers leave, the heaviest causes first: by people and by money. Shares 0…1, unknown is None."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from surveys.questions.reasons import ReasonClass

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
    """Number of interviews in which the reason could be chosen; None when it is unknown."""

    @property
    def rate(self) -> float | None:
        """Customers who chose the reason per interview that showed it; None when none is known to have."""
        return self.customers / self.shown if self.shown else None

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


def selection_rates(sessions: Iterable[tuple[Iterable[str], str | None]]) -> Mapping[str, float]:
    """How often each reason was picked where it was shown, 0…1: chosen ÷ shown.

    A session is the reasons that an interview showed and the one that was picked; None when none was.
    """
    shown: Counter[str] = Counter()
    picked: Counter[str] = Counter()
    for options, choice in sessions:
        shown.update(set(options))
        picked.update([choice] if choice is not None else [])
    return {reason: picked[reason] / times for reason, times in shown.items()}


def _is_unknown(cause: ParetoCause) -> bool:
    return cause.kind is ReasonClass.UNKNOWN

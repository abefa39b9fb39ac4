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
    CUSTOMERS = "customers"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class ParetoCause:
    """What is lost for one reason: each customer counts once, under the first reason."""

    reason: str
    kind: ReasonClass
    customers: int
    money: float | None = None
    """None when it is known of none of them."""
    shown: int | None = None
    """Interviews in which the reason could be chosen."""

    @property
    def rate(self) -> float | None:
        """Chosen, of those who could choose it."""
        return self.customers / self.shown if self.shown else None

    def amount(self, measure: Measure) -> float:
        return self.customers if measure is Measure.CUSTOMERS else self.money or 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    cause: ParetoCause
    share: float
    cumulative: float
    vital: bool
    """One of the few heaviest causes that together reach `VITAL` of the loss."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What one class weighs."""

    customers: int
    money: float
    share: float
    """Of all that is known, by the measure asked for."""


def pareto(causes: Iterable[ParetoCause], measure: Measure = Measure.CUSTOMERS) -> list[Bar]:
    """Heaviest first; those of unknown class last, whatever their size. Empty without any loss."""
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
    """Every class, also one that lost nobody."""
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
    """Of those who left, the share whose reason is known."""
    return answered / churned if churned else None


def selection_rates(sessions: Iterable[tuple[Iterable[str], str | None]]) -> Mapping[str, float]:
    """From what each interview showed and what was picked: chosen ÷ shown, by reason."""
    shown: Counter[str] = Counter()
    picked: Counter[str] = Counter()
    for options, choice in sessions:
        shown.update(set(options))
        picked.update([choice] if choice is not None else [])
    return {reason: picked[reason] / times for reason, times in shown.items()}


def _is_unknown(cause: ParetoCause) -> bool:
    return cause.kind is ReasonClass.UNKNOWN

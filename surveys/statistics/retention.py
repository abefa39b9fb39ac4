"""How many customers stay, by who they are: shares 0…1, unknown is None, never 0.

The shortcut (E − N) / S of textbooks is here to be held against, not to be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from surveys.statistics.scores import Interval, wilson

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class CustomerMoves:
    """Who was there when a period began, and what became of them and of those who came within it."""

    started: int
    lost: int = 0
    """Those of `started` who were gone when the period ended."""
    new: int = 0
    lost_of_new: int = 0
    """Those of `new` who left within the period."""

    @property
    def ended(self) -> int:
        """Customers when the period ended."""
        return self.started - self.lost + self.new - self.lost_of_new

    @property
    def retention(self) -> float | None:
        """Share of those there at the start who were there at the end; None when nobody was."""
        return (self.started - self.lost) / self.started if self.started else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of the retention; None when nobody was there at the start."""
        return wilson(self.started - self.lost, self.started)

    @property
    def churn(self) -> float | None:
        """Share of those there at the start who were gone at the end; None when nobody was there."""
        return self.lost / self.started if self.started else None

    @property
    def early_churn(self) -> float | None:
        """Share of the newcomers who left within the period; None when nobody came."""
        return self.lost_of_new / self.new if self.new else None


def shortcut_retention(started: int, new: int, ended: int) -> float | None:
    """(E − N) / S from counts alone; None when nobody was there at the start.

    Newcomers who left within the period make it too low, returned ones among `ended` too high.
    """
    return (ended - new) / started if started else None


def monthly_of(yearly: float) -> float:
    """The monthly retention that makes that yearly one, if every month is alike."""
    return float(yearly ** (1 / _MONTHS))


def yearly_churn_of(monthly: float) -> float:
    """The yearly churn that such a monthly one makes, if every month is alike: 1 − (1 − c)¹², not 12 c."""
    return float(1 - (1 - monthly) ** _MONTHS)


def lifetime_of(churn: float) -> float | None:
    """How many periods a customer stays on average if churn never changes, 1 / c; None without any churn."""
    return 1 / churn if churn else None


def survival(durations: Sequence[float], has_left: Sequence[bool]) -> dict[float, float]:
    """Share of customers who stay longer than each duration at which somebody left (Kaplan & Meier 1958).

    Whoever has not left was seen for that long and counts among those at risk until then.
    """
    found: dict[float, float] = {}
    share = 1.0
    for moment in sorted({one for one, left in zip(durations, has_left, strict=True) if left}):
        at_risk = sum(one >= moment for one in durations)
        leaving = sum(one == moment and left for one, left in zip(durations, has_left, strict=True))
        share *= 1 - leaving / at_risk
        found[moment] = share
    return found

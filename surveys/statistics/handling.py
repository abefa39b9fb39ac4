"""How complaints were handled: speed, reopening, solved at the first contact."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

WEEK_H: Final = 168.0


@dataclass(frozen=True, slots=True)
class Handled:
    """One complaint as it was handled, on any common clock of hours or seconds."""

    customer: Hashable
    issue: Hashable
    """What it is about, such as order and category: the same issue again is a repeated contact."""
    opened: float
    first_reply: float | None
    """When a person first replied; an automatic receipt is no reply."""
    solved: tuple[float, ...] = ()
    reopened: tuple[float, ...] = ()
    replies: int = 1
    """How many answers of persons it took; of several none was the first contact."""

    @property
    def is_open(self) -> bool:
        """Whether it is not solved, or was opened again after its last solution."""
        return len(self.solved) <= len(self.reopened)


@dataclass(frozen=True, slots=True)
class Handling:
    """How complaints were handled. Times are in the unit of their clock, None when no complaint has one.

    Medians are over those that have the time; the rest are counted beside them.
    """

    complaints: int
    complainants: int
    first_reply: float | None
    """Median time to the first reply by a person."""
    first_reply_p90: float | None
    """Time within which nine of ten of those replied to had their reply."""
    unanswered: int
    solved_first: float | None
    """Median time to the first solution, even one that did not hold."""
    solved_fully: float | None
    """Median time to the last solution of those that are not open again."""
    reopened: float | None
    """Share of those ever solved that were opened again, 0…1; None when none was solved."""
    open: int
    first_contact: float | None
    """Share solved at the first contact, 0…1, of those solved long enough ago to know; None without any."""


def handling(complaints: Sequence[Handled], now: float, window: float = WEEK_H) -> Handling:
    """Counts, times and shares of complaints as of `now`, in the unit of their clock.

    `window` is how long the same issue of the same customer counts as a repetition; by default a week of
    hours.
    """
    replies = [one.first_reply - one.opened for one in complaints if one.first_reply is not None]
    solved = [one for one in complaints if one.solved]
    known = [one for one in solved if now - one.solved[-1] >= window]
    repeated = _repeated(complaints, window)
    good = [one for one in known if one.replies == 1 and not (one.reopened or one in repeated)]
    return Handling(
        complaints=len(complaints),
        complainants=len({one.customer for one in complaints}),
        first_reply=_median(replies),
        first_reply_p90=_p90(replies),
        unanswered=sum(one.first_reply is None for one in complaints),
        solved_first=_median([one.solved[0] - one.opened for one in solved]),
        solved_fully=_median([one.solved[-1] - one.opened for one in solved if not one.is_open]),
        reopened=_share([one for one in solved if one.reopened], solved),
        open=sum(one.is_open for one in complaints),
        first_contact=_share(good, known),
    )


def _repeated(complaints: Sequence[Handled], window: float) -> set[Handled]:
    """Both sides of every repetition: the earlier contact did not solve it, the later one is no first."""
    found: set[Handled] = set()
    latest: dict[tuple[Hashable, Hashable], Handled] = {}
    for one in sorted(complaints, key=lambda one: one.opened):
        before = latest.get((one.customer, one.issue))
        if before is not None and one.opened - before.opened <= window:
            found |= {before, one}
        latest[one.customer, one.issue] = one
    return found


def _median(times: Sequence[float]) -> float | None:
    return median(times) if times else None


def _p90(times: Sequence[float]) -> float | None:
    """The ninth decile, between the two nearest times; None without any."""
    return quantiles(times, n=10, method="inclusive")[-1] if len(times) > 1 else _median(times)


def _share(part: Collection[Handled], whole: Collection[Handled]) -> float | None:
    return len(part) / len(whole) if whole else None

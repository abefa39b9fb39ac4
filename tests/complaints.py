"""Cases one by one, and how they were handled by the definition in statistics/handling.py: the slow way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from surveys.statistics.complaints_report import CaseHandling
from surveys.statistics.handling import WEEK_H, Handled, handling


@dataclass(frozen=True, slots=True)
class Complaint:
    """A case opened in the period."""

    customer: int
    group: str
    category: str
    opened_at: datetime
    first_reply_at: datetime | None = None
    """Of a person."""
    solved_at: datetime | None = None
    """The first time."""
    closed_at: datetime | None = None
    """The last time; None while it is open, also again."""
    reopened: int = 0


def handled(complaints: Sequence[Complaint], now: datetime) -> CaseHandling:
    found = handling(list(_handled(complaints, now)), 0.0, WEEK_H * 3600)
    return CaseHandling(
        complaints=found.complaints,
        complainants=found.complainants,
        open=found.open,
        reopened=sum(one.reopened > 0 for one in complaints),
        first_reply=found.first_reply,
        first_reply_p90=found.first_reply_p90,
        solved_fully=found.solved_fully,
    )


def handled_by_group(complaints: Sequence[Complaint], now: datetime) -> dict[str, CaseHandling]:
    names = {one.group for one in complaints}
    return {name: handled([one for one in complaints if one.group == name], now) for name in names}


def _handled(complaints: Iterable[Complaint], now: datetime) -> Iterator[Handled]:
    """On a clock that shows 0 now. Of several solutions the first and the last are known."""
    for one in complaints:
        solved = [one.solved_at or one.closed_at] * one.reopened + [one.closed_at]
        yield Handled(
            customer=one.customer,
            issue=one.category,
            opened=_at(one.opened_at, now),
            first_reply=None if one.first_reply_at is None else _at(one.first_reply_at, now),
            solved=tuple(_at(moment, now) for moment in solved if moment is not None),
            reopened=tuple(_at(moment, now) for moment in solved[:-1] if moment is not None),
        )


def _at(moment: datetime, now: datetime) -> float:
    return (moment - now).total_seconds()

"""Cases one by one, and how they were handled by the definition in statistics/handling.py: the slow way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles

from surveys.statistics.complaints_report import CaseHandling, ElapsedTimes
from surveys.statistics.handling import WEEK_H, Handled, handling

WEEK = timedelta(hours=WEEK_H)


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
    last_reply_at: datetime | None = None
    """Of a person; None where the first was the only one."""


def handled(
    complaints: Sequence[Complaint], now: datetime, everyone: Sequence[Complaint] | None = None
) -> CaseHandling:
    """`everyone` are the complaints of all days, where those are not all."""
    found = handling(list(_handled(complaints, now)), 0.0, WEEK_H * 3600)
    replies = [one.first_reply_at - one.opened_at for one in complaints if one.first_reply_at]
    solutions = [one.closed_at - one.opened_at for one in complaints if one.closed_at]
    settled = [one for one in complaints if one.closed_at and now - one.closed_at >= WEEK]
    others = complaints if everyone is None else everyone
    return CaseHandling(
        complaints=found.complaints,
        complainants=found.complainants,
        open=found.open,
        reopened=sum(one.reopened > 0 for one in complaints),
        first_reply=ElapsedTimes(len(replies), found.first_reply, found.first_reply_p90),
        solution=ElapsedTimes(len(solutions), found.solved_fully, _p90(solutions)),
        settled=len(settled),
        at_first_contact=sum(_is_done_at_once(one, others) for one in settled),
    )


def handled_by_group(
    complaints: Sequence[Complaint], now: datetime, everyone: Sequence[Complaint] | None = None
) -> dict[str, CaseHandling]:
    others = complaints if everyone is None else everyone
    names = {one.group for one in complaints}
    return {name: handled([one for one in complaints if one.group == name], now, others) for name in names}


def _is_done_at_once(told: Complaint, everyone: Sequence[Complaint]) -> bool:
    again = [
        one
        for one in everyone
        if one is not told
        and (one.customer, one.category) == (told.customer, told.category)
        and abs(one.opened_at - told.opened_at) <= WEEK
    ]
    has_one_answer = told.first_reply_at is not None and told.last_reply_at in (None, told.first_reply_at)
    return has_one_answer and not told.reopened and not again


def _p90(times: Sequence[timedelta]) -> float | None:
    seconds = [one.total_seconds() for one in times]
    if len(seconds) < 2:
        return seconds[0] if seconds else None
    return quantiles(seconds, n=10, method="inclusive")[-1]


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

"""How many of those invited to a survey answered: the rates of AAPOR's Standard Definitions, for messages.

Delivered is what Telegram took; whether somebody read it nobody can know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final

from surveys.statistics.periods import DAY, Period
from surveys.statistics.scores import Interval, wilson

_LONGEST_BY_WEEK: Final = 92 * DAY
"""What is longer is told by month."""


@dataclass(frozen=True, slots=True)
class ResponseFunnel:
    """The funnel of a survey: people by how far they came. Whoever completed it is not in `score_only`."""

    invited: int
    delivered: int
    started: int
    """Pressed any button."""
    completed: int
    score_only: int
    """Gave a score and left the rest."""
    opted_out: int

    def __add__(self, other: "ResponseFunnel") -> "ResponseFunnel":
        return ResponseFunnel(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def answered(self) -> int:
        """Those who gave a score at least."""
        return self.completed + self.score_only

    @property
    def delivery_rate(self) -> float | None:
        """Delivered of the invited, 0…1; None without any."""
        return _share(self.delivered, self.invited)

    @property
    def complete_rate(self) -> float | None:
        """Completed of the invited, 0…1 (AAPOR's RR1); None without any."""
        return _share(self.completed, self.invited)

    @property
    def partial_rate(self) -> float | None:
        """Answered of the invited, 0…1 (AAPOR's RR2); None without any."""
        return _share(self.answered, self.invited)

    @property
    def response_rate(self) -> float | None:
        """Answered of those reached, 0…1: the headline (AAPOR's RR6); None where nobody was reached."""
        return _share(self.answered, self.delivered)

    @property
    def completion_rate(self) -> float | None:
        """Completed of those who started, 0…1; None where nobody did."""
        return _share(self.completed, self.started)

    @property
    def opt_out_rate(self) -> float | None:
        """Opted out of those reached, 0…1; None where nobody was reached."""
        return _share(self.opted_out, self.delivered)


NOBODY_ASKED: Final = ResponseFunnel(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ResponseCounts:
    """What became of questions that were sent: each is delivered, blocked or failed."""

    delivered: int = 0
    answered: int = 0
    """Those of the delivered that were given a score."""
    blocked: int = 0
    """Telegram did not take them: the person blocked the bot, or has no account any more."""
    failed: int = 0
    """Not delivered for any other reason, or it is not known whether they were."""

    def __add__(self, other: "ResponseCounts") -> "ResponseCounts":
        return ResponseCounts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def sent(self) -> int:
        """All that were sent, delivered or not."""
        return self.delivered + self.blocked + self.failed


@dataclass(frozen=True, slots=True)
class ResponseCohort:
    """The questions that were sent on some days of the business, whenever they were answered."""

    period: Period
    counts: ResponseCounts
    is_over: bool
    """Whether the time to answer the last of them is over: until then no rate is told."""

    @property
    def rate(self) -> float | None:
        """Answered of the delivered, 0…1; None before the time is over, and where nothing was delivered."""
        return _share(self.counts.answered, self.counts.delivered) if self.is_over else None

    @property
    def interval(self) -> Interval | None:
        """Limits of the rate, 0…1 (Wilson 1927); None where there is no rate."""
        return wilson(self.counts.answered, self.counts.delivered) if self.is_over else None


def cohort_periods(period: Period) -> list[Period]:
    """The weeks of a period, or the months of one of more than 92 days, none reaching beyond it."""
    by_week, found, start = period.end - period.start <= _LONGEST_BY_WEEK, [], period.start
    while start < period.end:
        end = min(_next_monday(start) if by_week else _next_month(start), period.end)
        found.append(Period(start, end, period.zone))
        start = end
    return found


def cohorts(
    periods: Sequence[Period], counts: Sequence[ResponseCounts], now: datetime, window: timedelta
) -> list[ResponseCohort]:
    """A cohort for each period, oldest first; `window` is how long a question can be answered."""
    return [
        ResponseCohort(period, found, period.until + window <= now)
        for period, found in zip(periods, counts, strict=True)
    ]


def _next_monday(day: date) -> date:
    return day + (7 - day.weekday()) * DAY


def _next_month(day: date) -> date:
    return (day.replace(day=1) + 31 * DAY).replace(day=1)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

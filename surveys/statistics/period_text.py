"""Periods back into the words that `periods.parse` reads: what a button asks for when it is pressed."""

from datetime import datetime
from typing import Final

from surveys.statistics.periods import DAY, YEARS, Asked, Period, parse

_RUNNING: Final = ("month", "30d", "90d", "365d", "week", "quarter", "year", "7d")
"""Words that mean other days tomorrow; the first that fits is taken."""


def spelled(asked: Asked, now: datetime) -> str:
    """The period in words that `parse` reads, at most 22 letters of ASCII, without the filters."""
    zone = asked.period.zone
    for word in _RUNNING:
        known = parse(word, now, zone)
        if (known.period, known.previous) == (asked.period, asked.previous):
            return word
    if asked.previous != asked.period.before:  # days that happen to be whole months, beside as many days
        return f"{(asked.period.end - asked.period.start).days}d"
    return stated(asked.period)


def earlier(asked: Asked) -> str | None:
    """The previous period in words that `parse` reads; None when it begins outside `YEARS`."""
    return stated(asked.previous) if asked.previous.start.year in YEARS else None


def later(asked: Asked, now: datetime) -> str | None:
    """The next period in words that `parse` reads; None when it has not begun."""
    period, today = asked.period.after, now.astimezone(asked.period.zone).date()
    if period.start > today:
        return None
    running = period.is_month and period.end > today
    return "month" if running else spelled(Asked(period, period.before, {}), now)


def last_month(asked: Asked, now: datetime) -> str:
    """The last whole month in words that `parse` reads, such as `2026-10`."""
    return stated(parse("month", now, asked.period.zone).previous)


def stated(period: Period) -> str:
    """These very days in words that `parse` reads, whatever day it is then."""
    if period.is_month:
        return f"{period.start:%Y-%m}"
    if period.end - period.start == DAY:
        return period.start.isoformat()
    return f"{period.start}..{period.end - DAY}"

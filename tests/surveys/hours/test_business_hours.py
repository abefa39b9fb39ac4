"""Working time against a reference that looks at each minute of a year on the wall clock."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

import pytest

from surveys.hours.business_hours import BusinessHours
from surveys.hours.holiday_calendar import read_calendar
from surveys.hours.hours_text import read_own_days, read_week

MINUTE = timedelta(minutes=1)
YEAR_MINUTES = 365 * 24 * 60
MOSCOW = ZoneInfo("Europe/Moscow")

LUNCH = read_week(["mon-thu 09:00-13:00 14:00-18:00", "fri 09:00-13:00 13:45-16:45", "sun 00:00-04:00"])
"""With a night on Sunday, when clocks are changed."""
NIGHTS = read_week(["mon-fri 08:00-12:00 13:00-20:00 22:00-24:00", "sat 00:00-03:30", "sun 01:15-02:45"])


@dataclass(frozen=True)
class Walk:
    """A year of a company: its hours, and what people would say of its days."""

    zone: str
    country: str
    week: tuple[tuple[tuple[float, float], ...], ...]
    own: tuple[str, ...]
    holidays: frozenset[date]
    """Public holidays on weekdays with hours, taken from official calendars by hand."""


BERLIN = Walk(
    "Europe/Berlin", "DE-BY", LUNCH, ("2026-12-24 09:00-12:00", "2026-08-17 closed"),
    frozenset(
        date(2026, month, day)
        for month, day in [
            (1, 1), (1, 6), (4, 3), (4, 6), (5, 1), (5, 14), (5, 25), (6, 4), (11, 1), (12, 25),
        ]
    ),
)  # fmt: skip
NEW_YORK = Walk(
    "America/New_York", "US", NIGHTS, ("2026-11-27 08:00-12:00", "2026-07-05 00:00-24:00"),
    frozenset(
        date(2026, month, day)
        for month, day in [
            (1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (7, 4), (9, 7), (10, 12), (11, 11), (11, 26),
            (12, 25),
        ]
    ),
)  # fmt: skip


def _hours(walk: Walk) -> BusinessHours:
    zone, holidays = ZoneInfo(walk.zone), read_calendar(walk.country)
    return BusinessHours(zone, walk.week, holidays, read_own_days(walk.own))


def _is_open(walk: Walk, instant: datetime) -> bool:
    """By the wall clock, as somebody at the door would say."""
    wall = instant.astimezone(ZoneInfo(walk.zone))
    day = wall.date()
    own = next((line.split()[1:] for line in walk.own if line.startswith(day.isoformat())), None)
    if own == ["closed"] or (own is None and day in walk.holidays):
        return False
    since_midnight = wall.hour * 3600 + wall.minute * 60
    if own is not None:
        return any(_seconds(block[:5]) <= since_midnight < _seconds(block[6:]) for block in own)
    return any(begin <= since_midnight < end for begin, end in walk.week[wall.weekday()])


def _seconds(text: str) -> int:
    return int(text[:2]) * 3600 + int(text[3:]) * 60


@pytest.mark.parametrize("walk", [BERLIN, NEW_YORK], ids=["berlin", "new york"])
def test_a_year_of_working_time_is_what_a_walk_over_its_minutes_counts(walk: Walk) -> None:
    hours, dice = _hours(walk), Random(walk.zone)
    begin = datetime(2026, 1, 1, tzinfo=ZoneInfo(walk.zone)).astimezone(UTC)
    minutes = [_is_open(walk, begin + at * MINUTE) for at in range(YEAR_MINUTES)]
    worked = [0, *accumulate(minutes)]
    assert {hours.is_open(begin + at * MINUTE) is minutes[at] for at in range(0, YEAR_MINUTES, 5)} == {True}
    changes = [at for at in range(1, YEAR_MINUTES) if minutes[at] != minutes[at - 1]]
    at_random = [dice.randrange(YEAR_MINUTES) for _ in range(1000)]
    moments = sorted({*at_random, *changes, *(at - 1 for at in changes)})
    for _ in range(2000):
        since, until = sorted(dice.choices(moments, k=2))
        elapsed = hours.seconds_between(begin + since * MINUTE, begin + until * MINUTE)
        assert elapsed == (worked[until] - worked[since]) * 60
        if elapsed:
            due = hours.after(begin + since * MINUTE, elapsed)
            from_start = hours.before(begin + until * MINUTE, elapsed)
            assert due == begin + bisect_left(worked, worked[until]) * MINUTE
            assert from_start == begin + (bisect_right(worked, worked[since]) - 1) * MINUTE
        if worked[since] < worked[-1]:
            opening = hours.next_opening(begin + since * MINUTE)
            assert opening == begin + (bisect_right(worked, worked[since]) - 1) * MINUTE


def test_russian_holidays_and_days_that_are_worked_in_exchange_for_others_are_known() -> None:
    week = read_week(["mon-thu 09:00-18:00", "fri 09:00-16:45"])
    hours = BusinessHours(MOSCOW, week, read_calendar("RU"), read_own_days(["2025-11-05 closed"]))

    def day(month: int, number: int, year: int = 2025) -> float:
        midnight = datetime(year, month, number, tzinfo=MOSCOW)
        return hours.seconds_between(midnight, midnight + timedelta(days=1)) / 3600

    assert day(10, 31) == 7.75
    assert day(11, 1) == 7.75, "a Saturday worked for a Monday has the hours of the Friday before it"
    assert [day(11, 2), day(11, 3), day(11, 4), day(11, 5), day(11, 6)] == [0, 0, 0, 0, 9]
    assert [day(12, 31), day(1, 9, 2026), day(1, 12, 2026)] == [0, 0, 9]
    saturdays = BusinessHours(MOSCOW, read_week(["mon-sat 10:00-12:00"]), read_calendar("RU"))
    assert saturdays.blocks_of(date(2025, 11, 1)) == saturdays.blocks_of(date(2025, 11, 8)) != ()


def test_without_hours_all_time_is_working_time() -> None:
    hours, at = BusinessHours(MOSCOW), datetime(2026, 3, 29, 3, tzinfo=UTC)
    later = at + timedelta(days=3, microseconds=5)
    assert hours.is_open(at)
    assert hours.next_opening(at) == at
    assert hours.seconds_between(at, later) == (later - at).total_seconds()
    assert hours.seconds_between(later, at) == 0
    assert hours.after(at, 90) == at + timedelta(seconds=90)
    assert hours.before(at, 90) == at - timedelta(seconds=90)
    assert hours.after(at, -5) == at == hours.before(at, 0)


@pytest.mark.parametrize(
    "lines",
    [
        ["mon-fri"], ["mon 09:00"], ["mon 18:00-09:00"], ["mon 09:00-24:30"], ["monday 09:00-18:00"],
        ["fri-mon 09:00-18:00"], ["mon 09:00-13:00 12:00-18:00"], ["mon-fri 09:00-18:00", "fri 10:00-12:00"],
        [""],
    ],
)  # fmt: skip
def test_hours_that_mean_nothing_are_refused(lines: list[str]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_week(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["2026-02-30 closed"],
        ["2026-02-03"],
        ["31.12.2026 closed"],
        ["2026-01-09 closed", "2026-01-09 closed"],
    ],
)
def test_days_that_mean_nothing_are_refused(lines: list[str]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_own_days(lines)


@pytest.mark.parametrize("code", ["XX", "DE-XX", "russia"])
def test_a_country_that_is_not_known_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="no such calendar"):
        read_calendar(code)

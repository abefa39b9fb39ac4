from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.outreach.quiet_hours import QuietHours

NIGHT = QuietHours(time(21), time(9))
ZONES = ["Europe/Berlin", "Europe/Moscow", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"]
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


INSTANTS = st.integers(0, 12 * 365 * 1440).map(
    lambda minutes: at("2016-01-01T00:00Z") + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("zone", "instant", "awake"),
    [
        ("Europe/Moscow", "2026-10-15T17:59Z", "2026-10-15T17:59Z"),
        ("Europe/Moscow", "2026-10-15T18:00Z", "2026-10-16T06:00Z"),
        ("Europe/Moscow", "2026-10-16T05:59Z", "2026-10-16T06:00Z"),
        ("Asia/Kathmandu", "2026-10-15T15:15Z", "2026-10-16T03:15Z"),
        # The night in which the clocks go forward is an hour shorter, half an hour on Lord Howe.
        ("Europe/Berlin", "2026-03-28T20:00Z", "2026-03-29T07:00Z"),
        ("Australia/Lord_Howe", "2026-10-03T11:00Z", "2026-10-03T22:00Z"),
        ("America/Sao_Paulo", "2018-11-04T00:00Z", "2018-11-04T11:00Z"),
        # And back.
        ("Europe/Berlin", "2026-10-24T19:00Z", "2026-10-25T08:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T10:00Z", "2026-04-04T22:30Z"),
    ],
)
def test_the_night_ends_at_nine_by_the_wall_clock(zone: str, instant: str, awake: str) -> None:
    assert NIGHT.next_allowed(at(instant), ZoneInfo(zone)) == at(awake)


def test_hours_that_end_when_the_clock_is_set_back_end_for_the_first_time() -> None:
    """In Berlin the clocks show 02:30 twice on 25 October 2026."""
    hours, berlin = QuietHours(time(21), time(2, 30)), ZoneInfo("Europe/Berlin")
    assert hours.next_allowed(at("2026-10-25T00:10Z"), berlin) == at("2026-10-25T00:30Z")
    assert hours.next_allowed(at("2026-10-25T01:10Z"), berlin) == at("2026-10-25T01:30Z")


def test_hours_that_end_while_the_clock_is_set_forward_end_after_it() -> None:
    """In Berlin there is no 02:30 on 29 March 2026."""
    hours, berlin = QuietHours(time(21), time(2, 30)), ZoneInfo("Europe/Berlin")
    assert hours.next_allowed(at("2026-03-29T00:10Z"), berlin) == at("2026-03-29T01:30Z")


def test_equal_ends_mean_no_quiet_hours() -> None:
    assert not QuietHours(time(9), time(9)).covers(at("2026-10-15T09:00Z"), ZoneInfo("UTC"))


@given(INSTANTS, st.sampled_from(ZONES), TIMES, TIMES)
def test_the_end_is_never_quiet_nor_earlier_nor_more_than_two_days_away(
    instant: datetime, zone: str, start: time, end: time
) -> None:
    hours = QuietHours(start, end)
    awake = hours.next_allowed(instant, ZoneInfo(zone))
    assert not hours.covers(awake, ZoneInfo(zone))
    assert instant <= awake <= instant + timedelta(days=2, hours=1)
    assert (awake == instant) == (not hours.covers(instant, ZoneInfo(zone)))


@given(INSTANTS, st.sampled_from(ZONES))
def test_no_minute_before_the_end_was_free(instant: datetime, zone: str) -> None:
    awake = NIGHT.next_allowed(instant, ZoneInfo(zone))
    minutes = int((awake - instant) / timedelta(minutes=10))
    assert all(NIGHT.covers(instant + timedelta(minutes=10 * n), ZoneInfo(zone)) for n in range(minutes))

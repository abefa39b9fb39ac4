from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.statistics.periods import BadWordError, Period, parse

MOSCOW = ZoneInfo("Europe/Moscow")
# Already the 16th in Moscow.
NOW = datetime(2026, 10, 15, 22, 30, tzinfo=UTC)


def days(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


@pytest.mark.parametrize(
    ("words", "period", "previous"),
    [
        ("", ("2026-10-01", "2026-10-17"), ("2026-09-01", "2026-10-01")),
        ("месяц", ("2026-10-01", "2026-10-17"), ("2026-09-01", "2026-10-01")),
        ("Week", ("2026-10-12", "2026-10-17"), ("2026-10-05", "2026-10-12")),
        ("неделя", ("2026-10-12", "2026-10-17"), ("2026-10-05", "2026-10-12")),
        ("today", ("2026-10-16", "2026-10-17"), ("2026-10-15", "2026-10-16")),
        ("квартал", ("2026-10-01", "2026-10-17"), ("2026-07-01", "2026-10-01")),
        ("year", ("2026-01-01", "2026-10-17"), ("2025-01-01", "2026-01-01")),
        ("90d", ("2026-07-19", "2026-10-17"), ("2026-04-20", "2026-07-19")),
        ("90д", ("2026-07-19", "2026-10-17"), ("2026-04-20", "2026-07-19")),
        ("1d", ("2026-10-16", "2026-10-17"), ("2026-10-15", "2026-10-16")),
        ("4w", ("2026-09-19", "2026-10-17"), ("2026-08-22", "2026-09-19")),
        ("2026-10", ("2026-10-01", "2026-11-01"), ("2026-09-01", "2026-10-01")),
        ("2026-01", ("2026-01-01", "2026-02-01"), ("2025-12-01", "2026-01-01")),
        ("2025", ("2025-01-01", "2026-01-01"), ("2024-01-01", "2025-01-01")),
        ("октябрь", ("2026-10-01", "2026-11-01"), ("2026-09-01", "2026-10-01")),
        ("November", ("2025-11-01", "2025-12-01"), ("2025-10-01", "2025-11-01")),
        ("октябрь 2025", ("2025-10-01", "2025-11-01"), ("2025-09-01", "2025-10-01")),
        ("2026-10-05", ("2026-10-05", "2026-10-06"), ("2026-10-04", "2026-10-05")),
        ("2026-10-01..2026-11-01", ("2026-10-01", "2026-11-01"), ("2026-09-01", "2026-10-01")),
        ("2026-07-01..2026-10-01", ("2026-07-01", "2026-10-01"), ("2026-04-01", "2026-07-01")),
        ("01.10.2026..15.10.2026", ("2026-10-01", "2026-10-15"), ("2026-09-17", "2026-10-01")),
    ],
)
def test_words_name_a_period_and_the_one_beside_it(
    words: str, period: tuple[str, str], previous: tuple[str, str]
) -> None:
    asked = parse(words, NOW, MOSCOW)
    assert (days(asked.period), days(asked.previous)) == (period, previous)
    assert asked.filters == {}


@pytest.mark.parametrize(
    "words",
    ["90d touchpoint:Delivery", "touchpoint:Delivery 90d", "точка:Delivery 90Д", " 90d  точка:Delivery\n"],
)
def test_words_come_in_any_order_and_a_filter_keeps_its_spelling(words: str) -> None:
    asked = parse(words, NOW, MOSCOW)
    assert asked.filters == {"touchpoint": "Delivery"}
    assert asked.period.start == date(2026, 7, 19)


@pytest.mark.parametrize(
    ("words", "bad"),
    [
        ("вчерась", "вчерась"),
        ("90d Foo", "Foo"),
        ("90d 30d", "30d"),
        ("октябрь ноябрь", "ноябрь"),
        ("touchpoint:a touchpoint:b", "touchpoint:b"),
        ("touchpoint:", "touchpoint:"),
        ("colour:red", "colour:red"),
        ("2026-13", "2026-13"),
        ("2026-02-30", "2026-02-30"),
        ("2026-11-01..2026-10-01", "2026-11-01..2026-10-01"),
        ("2026-10-01..2026-10-01", "2026-10-01..2026-10-01"),
        ("2026-10-01..", "2026-10-01.."),
        ("0d", "0d"),
        ("9999w", "9999w"),
        ("0001", "0001"),
        ("9999", "9999"),
    ],
)
def test_a_bad_word_is_named(words: str, bad: str) -> None:
    with pytest.raises(BadWordError) as raised:
        parse(words, NOW, MOSCOW)
    assert raised.value.word == bad


WORDS = st.one_of(
    st.sampled_from(["90d", "0d", "2026-10", "май", "week", "2025", "touchpoint:x", ".."]),
    st.text(max_size=12),
)


@given(st.lists(WORDS, max_size=4).map(" ".join))
def test_any_words_are_a_period_or_a_bad_word(words: str) -> None:
    with suppress(BadWordError):
        asked = parse(words, NOW, MOSCOW)
        assert asked.period.start < asked.period.end
        assert asked.previous.start < asked.previous.end <= asked.period.start


def test_days_begin_in_the_business_zone() -> None:
    october = parse("2026-10", NOW, MOSCOW).period
    assert october.since == datetime(2026, 9, 30, 21, tzinfo=UTC)
    assert october.until == datetime(2026, 10, 31, 21, tzinfo=UTC)
    assert october.is_month
    assert not parse("", NOW, MOSCOW).period.is_month


def test_today_is_the_business_day_and_not_the_utc_one() -> None:
    assert parse("today", NOW, ZoneInfo("UTC")).period.start == date(2026, 10, 15)
    assert parse("today", NOW, ZoneInfo("Asia/Vladivostok")).period.start == date(2026, 10, 16)


def test_a_day_with_a_clock_change_is_an_hour_longer_or_shorter() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = Period(date(2026, 3, 29), date(2026, 3, 30), berlin)
    autumn = Period(date(2026, 10, 25), date(2026, 10, 26), berlin)
    assert spring.until - spring.since == timedelta(hours=23)
    assert autumn.until - autumn.since == timedelta(hours=25)


def test_a_day_without_a_midnight_begins_when_the_clock_was_moved() -> None:
    day = Period(date(2018, 11, 4), date(2018, 11, 5), ZoneInfo("America/Sao_Paulo"))
    assert day.since == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert day.until - day.since == timedelta(hours=23)

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
        ("", ("2026-09-17", "2026-10-17"), ("2026-08-18", "2026-09-17")),
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
        ("2026-10-01..2026-10-31", ("2026-10-01", "2026-11-01"), ("2026-09-01", "2026-10-01")),
        ("2026-07-01..2026-09-30", ("2026-07-01", "2026-10-01"), ("2026-04-01", "2026-07-01")),
        ("01.10.2026..15.10.2026", ("2026-10-01", "2026-10-16"), ("2026-09-16", "2026-10-01")),
        ("2026-09-01..2026-09-16", ("2026-09-01", "2026-09-17"), ("2026-08-16", "2026-09-01")),
        ("2026-10-01..2026-10-01", ("2026-10-01", "2026-10-02"), ("2026-09-30", "2026-10-01")),
    ],
)
def test_words_name_a_period_and_the_one_beside_it(
    words: str, period: tuple[str, str], previous: tuple[str, str]
) -> None:
    asked = parse(words, NOW, MOSCOW)
    assert (days(asked.period), days(asked.previous)) == (period, previous)
    assert asked.filters == {}


@pytest.mark.parametrize(
    ("words", "start", "last"),
    [
        ("вчера", "2026-10-15", "2026-10-15"),
        ("Yesterday", "2026-10-15", "2026-10-15"),
        ("за вчерашний день", "2026-10-15", "2026-10-15"),
        ("позавчера", "2026-10-14", "2026-10-14"),
        ("the day before yesterday", "2026-10-14", "2026-10-14"),
        ("прошлый месяц", "2026-09-01", "2026-09-30"),
        ("last month", "2026-09-01", "2026-09-30"),
        ("позапрошлый месяц", "2026-08-01", "2026-08-31"),
        ("прошлая неделя", "2026-10-05", "2026-10-11"),
        ("last week", "2026-10-05", "2026-10-11"),
        ("прошлый квартал", "2026-07-01", "2026-09-30"),
        ("прошлый год", "2025-01-01", "2025-12-31"),
        ("previous year", "2025-01-01", "2025-12-31"),
        ("этот месяц", "2026-10-01", "2026-10-16"),
        ("с начала года", "2026-01-01", "2026-10-16"),
        ("ytd", "2026-01-01", "2026-10-16"),
        ("90 дней", "2026-07-19", "2026-10-16"),
        ("90 days", "2026-07-19", "2026-10-16"),
        ("за последние 90 дней", "2026-07-19", "2026-10-16"),
        ("last 7 days", "2026-10-10", "2026-10-16"),
        ("две недели", "2026-10-03", "2026-10-16"),
        ("последний месяц", "2026-09-17", "2026-10-16"),
        ("полгода", "2026-04-20", "2026-10-16"),
        ("1 октября", "2026-10-01", "2026-10-01"),
        ("1-го октября 2025", "2025-10-01", "2025-10-01"),
        ("17 октября", "2025-10-17", "2025-10-17"),
        ("29 февраля", "2024-02-29", "2024-02-29"),
        ("1 october", "2026-10-01", "2026-10-01"),
        ("October 5th, 2025", "2025-10-05", "2025-10-05"),
        ("5th of October", "2026-10-05", "2026-10-05"),
        ("1.11.2026", "2026-11-01", "2026-11-01"),
        ("01.11.25", "2025-11-01", "2025-11-01"),
        ("1.10", "2026-10-01", "2026-10-01"),
        ("с 1 по 15 октября", "2026-10-01", "2026-10-15"),
        ("1–15 октября", "2026-10-01", "2026-10-15"),
        ("1 - 15 октября 2025 года", "2025-10-01", "2025-10-15"),
        ("from 1 to 15 october", "2026-10-01", "2026-10-15"),
        ("October 1–15, 2025", "2025-10-01", "2025-10-15"),
        ("between 1 and 15 october", "2026-10-01", "2026-10-15"),
        ("с 20 сентября по 5 октября", "2026-09-20", "2026-10-05"),
        ("с 15 декабря по 15 января", "2025-12-15", "2026-01-15"),
        ("с 15 декабря по 15 января 2025", "2024-12-15", "2025-01-15"),
        ("1.10.2026-15.10.2026", "2026-10-01", "2026-10-15"),
        ("1.10–15.10", "2026-10-01", "2026-10-15"),
        ("15.10.2025..05.10.2026", "2025-10-15", "2026-10-05"),
        ("2026-09-01 – 2026-09-16", "2026-09-01", "2026-09-16"),
        ("с июля по сентябрь", "2026-07-01", "2026-09-30"),
        ("июль–сентябрь 2025", "2025-07-01", "2025-09-30"),
        ("2026-07..2026-09", "2026-07-01", "2026-09-30"),
        ("с 1 октября", "2026-10-01", "2026-10-16"),
        ("since July", "2026-07-01", "2026-10-16"),
        ("с 1 октября по сегодня", "2026-10-01", "2026-10-16"),
        ("3 квартал", "2026-07-01", "2026-09-30"),
        ("3-й квартал 2025", "2025-07-01", "2025-09-30"),
        ("третий квартал", "2026-07-01", "2026-09-30"),
        ("III квартал 2026 года", "2026-07-01", "2026-09-30"),
        ("Q3 2026", "2026-07-01", "2026-09-30"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("third quarter of 2025", "2025-07-01", "2025-09-30"),
        ("4 квартал", "2026-10-01", "2026-12-31"),
        ("первое полугодие 2026", "2026-01-01", "2026-06-30"),
        ("H2 2025", "2025-07-01", "2025-12-31"),
        ("октябрь прошлого года", "2025-10-01", "2025-10-31"),
        ("прошлый октябрь", "2025-10-01", "2025-10-31"),
        ("сентябрь 2025 г.", "2025-09-01", "2025-09-30"),
        ("2025 год", "2025-01-01", "2025-12-31"),
        ("прошлое лето", "2026-06-01", "2026-08-31"),
        ("may", "2026-05-01", "2026-05-31"),
    ],
)
def test_both_ends_of_what_people_write_count(words: str, start: str, last: str) -> None:
    period = parse(words, NOW, MOSCOW).period
    assert (period.start.isoformat(), (period.end - timedelta(days=1)).isoformat()) == (start, last)


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
        ("2026-10-01..", "2026-10-01.."),
        ("1 по 15 октября по 3", "3"),
        ("с 15 по 1 октября", "с 15 по 1 октября"),
        ("31 сентября", "31 сентября"),
        ("29 февраля 2026", "29 февраля 2026"),
        ("5 квартал", "5"),
        ("32.10.2026", "32.10.2026"),
        ("зима 2026", "зима 2026"),
        ("за", "за"),
        ("прошлый", "прошлый"),
        ("90 delivery", "90"),
        ("октябрь delivery", "delivery"),
        ("с 1 по октябрь", "с 1 по октябрь"),
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
    st.sampled_from(
        ["90d", "0d", "2026-10", "май", "week", "2025", "touchpoint:x", "..", "31", "2", "с", "по"]
    ),
    st.sampled_from(
        ["прошлый", "last", "квартал", "зима", "февраля", "–", "1.2.26", "q9", "since", "9999", "год"]
    ),
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
    assert not parse("month", NOW, MOSCOW).period.is_month


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

"""Whatever a report shows can be asked for again by the words of a button."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.callback_state import CallbackState, unpack
from surveys.statistics.period_text import earlier, last_month, later, spelled
from surveys.statistics.periods import Asked, parse

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 10, 15, 12, tzinfo=UTC)


def asked(words: str) -> Asked:
    return parse(words, NOW, MOSCOW)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "30d"),
        ("месяц", "month"),
        ("90д", "90d"),
        ("365d", "365d"),
        ("неделя", "week"),
        ("сентябрь", "2026-09"),
        ("01.10.2026..11.10.2026", "2026-10-01..2026-10-11"),
        ("2026-10-05", "2026-10-05"),
        ("17d", "2026-09-29..2026-10-15"),
        ("вчера", "2026-10-14"),
        ("прошлая неделя", "2026-10-05..2026-10-11"),
        ("1–15 октября", "2026-10-01..2026-10-15"),
        ("2025", "2025-01-01..2025-12-31"),
    ],
)
def test_a_period_is_spelled_so_that_it_is_read_again(typed: str, word: str) -> None:
    shown = asked(typed)
    assert spelled(shown, NOW) == word
    again = asked(word)
    assert (again.period, again.previous) == (shown.period, shown.previous)
    assert len(word) <= 22
    assert word.isascii()


@pytest.mark.parametrize(
    ("typed", "back", "on"),
    [
        ("", "2026-08-17..2026-09-15", None),
        ("month", "2026-09", None),
        ("2026-09", "2026-08", "month"),
        ("2026-08", "2026-07", "2026-09"),
        ("90d", "2026-04-19..2026-07-17", None),
        ("2026-04-19..2026-07-17", "2026-01-19..2026-04-18", "90d"),
        ("1970-01", None, "1970-02"),
        ("2026-07-01..2026-09-30", "2026-04-01..2026-06-30", "2026-10-01..2026-12-31"),
        ("2026-10-14", "2026-10-13", "2026-10-15"),
    ],
)
def test_one_period_back_and_one_on(typed: str, back: str | None, on: str | None) -> None:
    assert earlier(asked(typed)) == back
    assert later(asked(typed), NOW) == on


def test_last_month_is_the_one_before_the_running_one() -> None:
    assert last_month(asked("2024-02"), NOW) == "2026-09"


WORDS = (
    *(
        "",
        "month",
        "неделя",
        "квартал",
        "год",
        "сегодня",
        "вчера",
        "позавчера",
        "прошлый месяц",
        "прошлая неделя",
    ),
    *(
        "прошлый квартал",
        "прошлый год",
        "позапрошлый месяц",
        "90 дней",
        "17d",
        "полгода",
        "1 октября",
        "1.11.2025",
    ),
    *(
        "1–15 октября",
        "с июля по сентябрь",
        "с 15 августа",
        "3 квартал",
        "Q1 2026",
        "1 полугодие",
        "зима",
        "2025",
    ),
)


@given(
    st.sampled_from(WORDS) | st.integers(1, 400).map(lambda days: f"{days}d"),
    st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(lambda day: datetime.combine(day, time(12), UTC)),
)
def test_every_period_fits_a_button_and_is_read_again(words: str, now: datetime) -> None:
    shown = parse(words, now, MOSCOW)
    state = CallbackState("complaints", spelled(shown, now), "z" * 13, "0" * 6, "quotes")
    assert len(state.pack().encode()) <= 64
    assert unpack(state.pack().partition(":")[2]) == state
    again = parse(state.period, now, MOSCOW)
    assert (again.period, again.previous) == (shown.period, shown.previous)


@pytest.mark.parametrize("today", ["2026-11-30", "2026-12-31", "2027-02-28", "2027-08-31"])
def test_days_that_happen_to_be_a_month_stay_beside_as_many_days(today: str) -> None:
    now = datetime.fromisoformat(f"{today}T12:00:00+00:00")
    for n in (28, 30, 31, 61, 62):
        shown = parse(f"{n}d", now, MOSCOW)
        assert (shown.previous.end - shown.previous.start).days == n
        assert parse(spelled(shown, now), now, MOSCOW) == shown


@given(st.text(min_size=1).filter(str.strip), st.sampled_from(["month", "90d", "2026-09"]))
def test_any_name_of_a_touchpoint_comes_back_as_it_was(name: str, period: str) -> None:
    doubled = name.replace('"', '""')
    again = asked(f'{period} touchpoint:"{doubled}"')
    assert again.filters == {"touchpoint": name}
    assert again.period == asked(period).period


def test_a_name_of_several_words_is_typed_in_quotes() -> None:
    for typed in ('"North branch"', "«North branch»", "“North branch”"):
        assert asked(f"90d touchpoint:{typed}").filters == {"touchpoint": "North branch"}
    assert asked('touchpoint:<b>&"кафе"').filters == {"touchpoint": '<b>&"кафе"'}
    assert asked('touchpoint:"').filters == {"touchpoint": '"'}

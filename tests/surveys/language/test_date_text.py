from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.language.date_text import FARTHEST, day_in

TODAY = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-02-01", "2027-02-01"),
        ("15.03", "2027-03-15"),
        ("15.03.2027", "2027-03-15"),
        ("1.4.27", "2027-04-01"),
        ("16.10", "2026-10-16"),
        ("15.10", "2027-10-15"),
        ("давайте 15 марта", "2027-03-15"),
        ("в марте", "2027-03-01"),
        ("Март 2027", "2027-03-01"),
        ("1 января 2028", "2028-01-01"),
        ("5 мая", "2027-05-05"),
        ("в ноябре", "2026-11-01"),
        ("March 15", "2027-03-15"),
        ("15th of May", "2027-05-15"),
        ("in may", "2027-05-01"),
        ("December 3rd, 2027", "2027-12-03"),
        ("через неделю", "2026-10-22"),
        ("на следующей неделе", "2026-10-22"),
        ("через три дня", "2026-10-18"),
        ("через месяц", "2026-11-15"),
        ("через пару месяцев", "2026-12-15"),
        ("через полгода", "2027-04-15"),
        ("через год", "2027-10-15"),
        ("in 3 weeks", "2026-11-05"),
        ("in a couple of months", "2026-12-15"),
        ("next month", "2026-11-15"),
        ("in half a year", "2027-04-15"),
        ("весной", "2027-03-01"),
        ("Летом!", "2027-06-01"),
        ("next winter", "2026-12-01"),
        ("послезавтра", "2026-10-17"),
        ("tomorrow", "2026-10-16"),
    ],
)
def test_a_day_to_come_is_read(text: str, day: str) -> None:
    assert day_in(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        *("", "не знаю", "когда-нибудь, может быть", "maybe never", "I may come back", "мне всё равно"),
        *("14.10.2026", "2026-10-15", "31.02", "99.99.9999", "0000-01-01", "in 999 years", "осталось мало"),
    ],
)
def test_what_names_no_day_to_come_is_none(text: str) -> None:
    assert day_in(text, TODAY) is None


def test_a_month_later_than_the_longest_ends_with_its_own_last_day() -> None:
    assert day_in("через месяц", date(2027, 1, 31)) == date(2027, 2, 28)
    assert day_in("29.02", date(2027, 1, 31)) == date(2028, 2, 29)


@given(st.text(max_size=30), st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_any_text_is_a_day_to_come_or_none(text: str, today: date) -> None:
    day = day_in(text, today)
    assert day is None or today < day <= today + FARTHEST


@given(st.from_regex(r"\A(через|in) [0-9]{1,3} (дней|недель|months|лет|years)\Z"))
def test_any_distance_is_a_day_to_come_or_none(text: str) -> None:
    day = day_in(text, TODAY)
    assert day is None or TODAY < day <= TODAY + FARTHEST

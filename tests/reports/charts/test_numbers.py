"""Numbers as each language writes them."""

from datetime import date

import pytest

from reports.charts.numbers import decimal, month, percent, ticks


def test_russian_has_a_comma_and_a_space_before_the_percent_sign() -> None:
    assert decimal(1234.56, "ru", 1) == "1\N{NO-BREAK SPACE}234,6"
    assert decimal(1234.56, "en", 1) == "1,234.6"
    assert percent(0.125, "ru", 1) == "12,5\N{NO-BREAK SPACE}%"
    assert percent(0.125, "en", 1) == "12.5%"


def test_months_have_three_letters() -> None:
    russian = [month(date(2026, number, 1), "ru") for number in range(1, 13)]
    assert russian == ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
    assert month(date(2026, 9, 1), "en") == "Sep"


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        (0, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (5.1, [0, 2, 4, 6]),
        (0.12, [0, 0.025, 0.05, 0.075, 0.1, 0.125]),
        (90, [0, 20, 40, 60, 80, 100]),
        (100_000, [0, 20_000, 40_000, 60_000, 80_000, 100_000]),
    ],
)
def test_marks_are_round_and_reach_the_highest_value(highest: float, marks: list[float]) -> None:
    assert list(ticks(highest)) == pytest.approx(marks)

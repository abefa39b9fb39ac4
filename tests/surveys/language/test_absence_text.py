"""Until when somebody is away, in their words."""

from datetime import date

import pytest

from surveys.language.absence_text import return_day

THURSDAY = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("said", "month", "day"),
    [
        ("", 10, 16),
        ("сегодня", 10, 16),
        ("Today", 10, 16),
        ("1", 10, 16),
        ("3", 10, 18),
        ("на 3 дня", 10, 18),
        ("for 2 days", 10, 17),
        ("неделя", 10, 22),
        ("на неделю", 10, 22),
        ("for two weeks", 10, 29),
        ("до завтра", 10, 16),
        ("до понедельника", 10, 19),
        ("until Monday", 10, 19),
        ("по пятницу", 10, 17),
        ("through Friday", 10, 17),
        ("до конца недели", 10, 19),
        ("until the end of the month", 11, 1),
        ("до 20.10", 10, 20),
        ("until 5 December", 12, 5),
        ("в отпуске до 5 декабря", 12, 5),
        ("до 5 декабря включительно", 12, 6),
        ("until 5 December, inclusive", 12, 6),
        ("2026-12-05", 12, 5),
    ],
)
def test_the_day_of_the_return_is_read(said: str, month: int, day: int) -> None:
    assert return_day(said, THURSDAY) == date(2026, month, day)


NO_DAY = ["0", "999", "400", "болею", "вчера", "soon", "до 31.02", "9" * 40]
OVER = ["до 15 октября", "до 14 октября", "until October 1", "до 15.10", "до 5 марта 2028"]
LATER = ["с понедельника", "from Monday", "с 20 по 25 октября", "20-25 октября", "from 20 to 25 October"]


@pytest.mark.parametrize("said", [*NO_DAY, *OVER, *LATER])
def test_what_names_no_day_for_certain_is_asked_about(said: str) -> None:
    assert return_day(said, THURSDAY) is None


def test_a_year_is_the_longest_and_is_said() -> None:
    assert return_day("до 1 октября 2027", THURSDAY) == date(2027, 10, 1)
    assert return_day("365", THURSDAY) == date(2027, 10, 15)

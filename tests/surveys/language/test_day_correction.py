"""Words after a day: which take it back for another one."""

from datetime import date

import pytest

from surveys.language.day_correction import day_set_right

TODAY = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("нет, через 2 месяца", "через 2 месяца"),
        ("Нет! Лучше в апреле", "в апреле"),
        ("ой, перепутала, 15 марта", "15 марта"),
        ("хотя нет, не раньше 5 июня", "не раньше 5 июня"),
        ("давайте после 20 января", "после 20 января"),
        ("no, in two months", "in two months"),
        ("sorry, I meant after 20 January", "after 20 January"),
        ("actually, make it in May", "in May"),
    ],
)
def test_a_day_that_takes_the_place_of_another(text: str, day: str) -> None:
    assert day_set_right(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        *("через 2 месяца", "нет", "нет, верните деньги до 5 марта", "лучше бы привезли 5 марта", ""),
        *("нет, в магазине грубят", "нет, 5 коробок", "no, refund me by 5 March", "no"),
        "нет, в апреле прошлого года вы уже обещали, что всё исправите и вернёте мне деньги",
    ],
)
def test_words_that_name_no_other_day(text: str) -> None:
    assert day_set_right(text, TODAY) is None

"""Whom `/open` names, and what they said."""

import pytest

from surveys.cases.person_query import Caller, caller

PHONE = "+79161234567"


@pytest.mark.parametrize(
    ("said", "who", "words"),
    [
        ("8 916 123 45 67 2 торта мятые", "8 916 123 45 67", "2 торта мятые"),
        ("+79161234567 10 коробок", "+79161234567", "10 коробок"),
        ("89161234567 01.10 не привезли", "89161234567", "01.10 не привезли"),
        ("8(916)123-45-67 - 3 дня жду", "8(916)123-45-67", "3 дня жду"),
        ("+79161234567\n10 коробок", "+79161234567", "10 коробок"),
        ("8-916-123-45-67 (второй раз звонит)", "8-916-123-45-67", "(второй раз звонит)"),
        ("(916) 123-45-67: 5 минут ждал", "(916) 123-45-67", "5 минут ждал"),
        ("9161234567 12", "9161234567", "12"),
        ("916 123 45 67 10 коробок", "916 123 45 67", "10 коробок"),
    ],
)
def test_figures_behind_a_phone_are_of_the_words(said: str, who: str, words: str) -> None:
    assert caller(said) == Caller(who, words, PHONE)


@pytest.mark.parametrize(
    ("said", "who", "words"),
    [
        ("#17\nкоробка мятая", "#17", "коробка мятая"),
        ("C-42\nторт упал", "C-42", "торт упал"),
        ("C-42, торт упал", "C-42", "торт упал"),
        ("8 холодный суп", "8", "холодный суп"),
        ("42 10.10.2026 не привезли", "42", "10.10.2026 не привезли"),
        ("1000042 10 коробок", "1000042", "10 коробок"),
    ],
)
def test_who_is_no_phone_is_the_first_word(said: str, who: str, words: str) -> None:
    assert caller(said) == Caller(who, words, None)


@pytest.mark.parametrize(
    "said",
    [
        "8 916 123 45 6 не привезли",
        "7 916 123-45-6789 не привезли",
        "+375 29 123 не привезли",
        "375 29 123-45-6 не привезли",
        "(916) 123-45-6 суп",
        "8-916-123-45 суп",
    ],
)
def test_a_phone_with_a_slip_names_nobody(said: str) -> None:
    assert caller(said) is None

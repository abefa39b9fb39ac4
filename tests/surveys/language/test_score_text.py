import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.language.score_text import leading_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("0!", 0),
        ("5", 5),
        ("05", 5),
        ("10!", 10),
        (" 7 ", 7),
        ("5, отлично", 5),
        ("5 отлично", 5),
        ("9 - супер", 9),
        ("10\nвсё понравилось", 10),
        ("9/10", 9),
        ("10/10!!", 10),
        ("9 из 10", 9),
        ("0 из 10", 0),
        ("8 out of 10", 8),
        ("7 баллов", 7),
        ("оценка 8", 8),
        ("Моя оценка: 8", 8),
        ("оценка - 8", 8),
        ("ставлю 6", 6),
        ("My score is 7", 7),
        ("I'd say 6", 6),
        ("5️⃣", 5),
        ("🔟", 10),
        ("９", 9),
        ("ноль", 0),
        ("Девять!", 9),
        ("девять из десяти", 9),
        ("пятёрка", 5),
        ("семь баллов", 7),
        ("Ten!", 10),
        ("zero, because nobody came", 0),
        ("5. 2 раза опоздали", 5),
        ("5 минус за доставку", 5),
        ("10 часто заказываю", 10),
        ("10 to be honest", 10),
    ],
)
def test_a_text_that_begins_with_a_number_is_a_score(text: str, number: int) -> None:
    assert leading_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("55", 55), ("-1", -1), ("−1", -1), ("11, отлично", 11), ("оценка -1", -1)]
)
def test_a_number_off_the_scale_is_told_as_it_is(text: str, number: int) -> None:
    assert leading_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "отлично",
        "👍",
        "4/5",
        "4 из 5",
        "5 звёзд",
        "5 stars",
        "7-8",
        "7, 8",
        "8 или 9",
        "8,5",
        "9.5",
        "5:30",
        "01.10",
        "10%",
        "2 часа ждал курьера",
        "3 дня не везут",
        "10 minutes late",
        "8 900 123 45 67",
        "5ка",
        "один раз опоздали",
        "one of the best",
        "Ten times I called",
        "мне 5 лет",
    ],
)
def test_a_number_that_means_something_else_is_no_score(text: str) -> None:
    assert leading_number(text) is None


@given(st.text(max_size=50))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert leading_number(text) is None or isinstance(leading_number(text), int)


def test_a_number_of_a_thousand_figures_is_off_the_scale() -> None:
    number = leading_number("1" * 5000)
    assert number is not None
    assert number > 10

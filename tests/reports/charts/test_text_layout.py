"""What may stand on a picture: font that the font has, in the width that there is."""

import pytest

from reports.charts import text_layout
from reports.charts.text_layout import (
    ELLIPSIS,
    SMALL,
    TEXT,
    TITLE,
    UNKNOWN_LETTER,
    cut,
    fitting,
    legible,
    width,
    wrapped,
)

LONG = "Очень длинное имя точки касания"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Доставка", "Доставка"),
        ("  две \n строки\t", "две строки"),
        ("🚚 Доставка ✅", "Доставка"),
        ("↩️ Возврат", "Возврат"),
        ("№ 5, 20 °C, 10 ₽, ±3 §2", "№ 5, 20 °C, 10 ₽, ±3 §2"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("日本 5", f"{UNKNOWN_LETTER * 2} 5"),
        ("кафе\u0301", "кафе\u0301"),
        ("й", "й"),
        ("\ud800", ""),
        ("שלום", "שלום"),
        ("", ""),
    ],
)
def test_a_name_is_cleaned_of_what_the_font_cannot_show(typed: str, shown: str) -> None:
    assert legible(typed) == shown


def test_what_fits_is_left_as_it_is_and_the_rest_is_cut_to_the_width() -> None:
    assert cut("Зал", TEXT, 900) == "Зал"
    shown = cut(LONG, TEXT, 300)
    assert shown.endswith(ELLIPSIS)
    assert LONG.startswith(shown.removesuffix(ELLIPSIS))
    assert 200 < width(shown, TEXT) <= 300


def test_a_width_for_nothing_leaves_an_ellipsis() -> None:
    assert cut(LONG, TEXT, 0) == ELLIPSIS


def test_lines_break_between_words_and_the_last_is_cut() -> None:
    lines = wrapped(" ".join([LONG] * 5), TEXT, 600, 2)
    assert len(lines) == 2
    assert all(width(line, TEXT) <= 600 for line in lines)
    assert not lines[0].endswith(ELLIPSIS)
    assert lines[1].endswith(ELLIPSIS)
    assert wrapped(LONG, TEXT, 2000, 2) == [LONG]
    assert wrapped("", TEXT, 2000, 2) == []


def test_letters_shrink_until_the_widest_word_fits_but_stay_readable() -> None:
    assert fitting(["a", "b"], SMALL, 500) == SMALL
    smaller = fitting(["январь", "сентябрь"], TITLE, 200)
    assert SMALL.size < smaller.size < TITLE.size
    assert width("сентябрь", smaller) <= 200
    assert fitting([LONG], SMALL, 10) == SMALL


def test_a_dollar_sign_is_a_dollar_sign() -> None:
    assert TEXT.style()["parse_math"] is False
    assert text_layout.legible("$x^2$") == "$x^2$"

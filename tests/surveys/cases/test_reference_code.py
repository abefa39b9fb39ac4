"""A code that is said on the phone names one case, and a slip in it names none."""

from itertools import pairwise

import pytest

from surveys.cases.reference_code import figures_of, number_of, reference_code

NUMBERS = [*range(1, 300), 9_090, 12_345, 987_654_321]


def test_the_example_of_the_literature_has_its_digit() -> None:
    assert reference_code(572) == "572-4"


@pytest.mark.parametrize(
    "written",
    ["{0}-{1}", "#{0}-{1}", "{0}{1}", " {0} {1} ", "№ {0} – {1}", "{0}\u2011{1}", "{0}\u2212{1}."],
)
def test_a_code_is_read_as_people_write_it(written: str) -> None:
    for number in NUMBERS:
        figures = figures_of(written.format(*reference_code(number).split("-")))
        assert figures is not None
        assert number_of(figures) == number


def test_every_wrong_figure_and_every_swap_of_neighbours_is_found() -> None:
    for number in NUMBERS:
        code = reference_code(number).replace("-", "")
        for place, figure in enumerate(code):
            for other in set("0123456789") - {figure}:
                assert number_of(code[:place] + other + code[place + 1 :]) is None
        for place, (one, two) in enumerate(pairwise(code)):
            if one != two:
                assert number_of(code[:place] + two + one + code[place + 2 :]) is None


@pytest.mark.parametrize(
    "words", ["", "7", "доставка", "17-4 срочно", "17-A", "1З-4", "l7-4", "17-О", "1" * 11]
)
def test_other_words_are_no_code(words: str) -> None:
    assert figures_of(words) is None

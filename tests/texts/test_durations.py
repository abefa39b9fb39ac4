"""A length of time reads the same wherever it is told."""

import pytest

from texts.catalogue import Texts
from texts.durations import duration, rounded_duration


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "1 min"),
        (24, "1 min"),
        (29 * 60 + 36, "30 min"),
        (59 * 60 + 40, "1 h"),
        (105 * 60, "2 h"),
        (47 * 3600 + 20 * 60, "47 h"),
        (47 * 3600 + 50 * 60, "2 d"),
        (71 * 3600, "3 d"),
    ],
)
def test_it_is_rounded_to_the_unit_that_a_person_would_use(seconds: float, said: str) -> None:
    assert duration(Texts(), "en", seconds) == said


def test_a_half_goes_up_as_on_the_page() -> None:
    assert [rounded_duration(seconds) for seconds in (150, 9000, 216000)] == [
        (3, "minutes"),
        (3, "hours"),
        (3, "days"),
    ]

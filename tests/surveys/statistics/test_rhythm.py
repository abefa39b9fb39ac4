"""How often somebody buys by their own measure, counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.statistics.rhythm import LEAST_SILENCE, TIMES, Rhythm, rhythm_of

FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def after(*days: float) -> list[datetime]:
    return [FIRST + timedelta(days=one) for one in days]


@pytest.mark.parametrize(
    ("days", "gap"),
    [
        ((), None),
        ((0,), None),
        ((0, 30), None),
        ((0, 10, 30), 15),
        ((0, 10, 20, 120), 10),  # a long summer is no new rhythm
        ((0, 10, 21, 31, 61), 10.5),
        # What was ordered within a day is one purchase: another parcel, something forgotten.
        ((0, 0.1, 0.2), None),
        ((0, 0.5, 10, 10.9, 30), 15),
        ((0, 0.9, 1.8, 2.7), None),
        ((0, 1, 2, 3), 1),
    ],
)
def test_a_rhythm_is_the_median_gap_of_three_purchases_or_more(
    days: tuple[float, ...], gap: float | None
) -> None:
    found = rhythm_of(after(*days))
    assert (None if found is None else found.gap / DAY) == (None if gap is None else pytest.approx(gap))
    assert found is None or found.last_at == FIRST + timedelta(days=days[-1])


@pytest.mark.parametrize(("gap", "silent_after"), [(1, 14), (4, 14), (5, 15), (30, 90), (200, 600)])
def test_silence_is_three_gaps_and_two_weeks_at_least(gap: int, silent_after: int) -> None:
    assert Rhythm(gap * DAY, FIRST).silent_at == FIRST + silent_after * DAY


@given(st.lists(st.integers(0, 10**8), max_size=20))
def test_whoever_keeps_to_their_rhythm_is_never_silent(seconds: list[int]) -> None:
    moments = sorted(FIRST + timedelta(seconds=one) for one in seconds)
    found = rhythm_of(moments)
    if found is None:
        return
    assert found.gap >= DAY
    assert found.silent_at - found.last_at == max(TIMES * found.gap, LEAST_SILENCE)
    again = rhythm_of([*moments, found.silent_at])
    assert again is not None
    assert again.silent_at > found.silent_at

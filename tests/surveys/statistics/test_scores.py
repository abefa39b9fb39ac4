import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.statistics.scores import (
    Counts,
    Level,
    level,
    nps,
    nps_change,
    nps_interval,
    nps_se,
    nps_variance,
    percentages,
    rounded,
    signed,
    wilson,
)

SOME = st.builds(Counts, *[st.integers(0, 500)] * 3).filter(lambda counts: counts.n > 0)


def test_without_answers_everything_is_unknown_and_nothing_is_zero() -> None:
    nobody = Counts()
    assert [nps(nobody), nps_variance(nobody), nps_se(nobody), nps_interval(nobody)] == [None] * 4
    assert nps_change(nobody, Counts(1, 1, 1)) is None
    assert nps_change(Counts(1, 1, 1), nobody) is None
    assert wilson(0, 0) is None


def test_a_distribution_of_scores_gives_the_same_counts_as_the_scores() -> None:
    scores = [0, 0, 6, 7, 8, 8, 9, 10]
    assert Counts.of({score: scores.count(score) for score in scores}) == Counts.of_scores(scores)
    assert Counts.of_scores(scores) == Counts(promoters=2, passives=3, detractors=3)


def test_a_single_answer_has_a_wide_interval() -> None:
    interval = nps_interval(Counts(promoters=1))
    assert interval is not None
    assert interval.high - interval.low > 80


@given(SOME)
def test_an_interval_stays_within_the_scale_and_has_width(counts: Counts) -> None:
    interval = nps_interval(counts)
    assert interval is not None
    assert -100 <= interval.low < interval.high <= 100


@given(SOME, SOME)
def test_a_change_is_significant_exactly_when_its_interval_leaves_out_zero(now: Counts, then: Counts) -> None:
    change = nps_change(now, then)
    assert change is not None
    if not math.isclose(change.p, 0.05, rel_tol=1e-9):
        assert change.is_significant == (not change.low <= 0 <= change.high)


@given(SOME, SOME)
def test_a_change_backwards_is_the_change_with_the_other_sign(now: Counts, then: Counts) -> None:
    forth, back = nps_change(now, then), nps_change(then, now)
    assert forth is not None
    assert back is not None
    assert forth.points == -back.points
    assert (forth.low, forth.p) == (-back.high, back.p)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_contains_the_share(pair: tuple[int, int]) -> None:
    successes, n = pair
    interval = wilson(successes, n)
    assert interval is not None
    assert 0 <= interval.low <= successes / n <= interval.high <= 1


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, Level.HIDDEN),
        (4, Level.HIDDEN),
        (5, Level.FEW),
        (29, Level.FEW),
        (30, Level.FULL),
        (200, Level.FULL),
    ],
)
def test_small_groups_show_less(n: int, shown: Level) -> None:
    assert level(n) is shown


@pytest.mark.parametrize(
    ("points", "whole", "shown"),
    [
        (12.5, 13, "+13"),
        (-12.5, -13, "−13"),
        (0.49999999999999994, 0, "0"),
        (-0.4, 0, "0"),
        (0.0, 0, "0"),
        (100.0, 100, "+100"),
        (8.403, 8, "+8"),
    ],
)
def test_points_are_rounded_half_away_from_zero(points: float, whole: int, shown: str) -> None:
    assert rounded(points) == whole
    assert signed(points) == shown


def test_a_change_of_exactly_half_a_point_is_rounded_away_from_zero() -> None:
    change = nps_change(Counts(promoters=1, passives=199), Counts(passives=7))
    assert change is not None
    assert signed(change.points) == "+1"


@given(SOME, SOME)
def test_a_change_lies_within_its_own_interval(now: Counts, then: Counts) -> None:
    change = nps_change(now, then)
    assert change is not None
    assert change.low <= change.points <= change.high


@pytest.mark.parametrize(("now", "then"), [((0, 0, 60), (60, 0, 0)), ((60, 0, 0), (0, 0, 60))])
def test_a_change_from_one_extreme_to_the_other_says_one_thing(
    now: tuple[int, int, int], then: tuple[int, int, int]
) -> None:
    change = nps_change(Counts(*now), Counts(*then))
    assert change is not None
    assert abs(change.points) == max(abs(change.low), abs(change.high)) == 200
    assert change.is_significant


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((5, 1, 2), (63, 12, 25)),  # +38
        ((2, 1, 5), (25, 12, 63)),
        ((1, 1, 1), (33, 34, 33)),
        ((40, 10, 10), (67, 16, 17)),
        ((0, 0, 7), (0, 0, 100)),
        ((1, 0, 1), (50, 0, 50)),
        ((1, 198, 1), (1, 99, 0)),
    ],
)
def test_shares_beside_a_score_add_up(counts: tuple[int, int, int], shown: tuple[int, int, int]) -> None:
    assert percentages(Counts(*counts)) == Counts(*shown)


@given(SOME)
def test_whole_shares_are_a_hundred_and_each_within_one_of_its_own(counts: Counts) -> None:
    shown = percentages(counts)
    assert shown.n == 100
    for name in ("promoters", "passives", "detractors"):
        assert abs(100 * getattr(counts, name) / counts.n - getattr(shown, name)) < 1
    assert percentages(Counts()) == Counts()

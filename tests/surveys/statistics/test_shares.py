from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.statistics.exact import binomial_test, fisher_test
from surveys.statistics.shares import Share, difference, needed, needed_people
from surveys.statistics.uplift import incremental, relative, returns, uplift

SHARES = st.integers(1, 400).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))


@given(SHARES, SHARES)
def test_a_difference_lies_in_its_interval_and_turns_round_with_the_groups(one: Share, two: Share) -> None:
    forth, back = difference(one, two), difference(two, one)
    assert forth is not None
    assert back is not None
    assert -1 <= forth.low <= forth.value <= forth.high <= 1
    assert (back.low, back.high) == pytest.approx((-forth.high, -forth.low), abs=1e-12)
    assert forth.p == pytest.approx(back.p, rel=1e-6)


def test_without_people_on_one_side_nothing_is_known() -> None:
    assert difference(Share(0, 0), Share(1, 2)) is None
    assert uplift(Share(120, 1000), Share(0, 0)) is None
    assert Share(0, 0).value is None


def test_few_people_are_tested_exactly_and_many_are_not() -> None:
    few, many = difference(Share(9, 60), Share(0, 20)), difference(Share(120, 1000), Share(80, 1000))
    assert few is not None
    assert many is not None
    assert (few.p, many.p) == (few.p_exact, many.p_normal)


def test_two_groups_in_which_nobody_returned_do_not_differ() -> None:
    found = difference(Share(0, 10), Share(0, 20))
    assert found is not None
    assert (found.value, found.z, found.p, found.is_proven) == (0, None, 1, False)


@given(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from([(1, 2), (1, 3), (9, 10), (1, 50)]),
)
def test_the_binomial_test_is_the_sum_over_outcomes_no_likelier(
    pair: tuple[int, int], share: tuple[int, int]
) -> None:
    (successes, n), (part, whole) = pair, share
    ways = [comb(n, k) * part**k * (whole - part) ** (n - k) for k in range(n + 1)]
    expected = sum(one for one in ways if one <= ways[successes]) / whole**n
    assert binomial_test(successes, n, part / whole) == pytest.approx(expected, rel=1e-9)


@given(SHARES, SHARES)
def test_fishers_test_is_the_sum_over_tables_no_likelier(one: Share, two: Share) -> None:
    ways = [comb(one.n, x) * comb(two.n, one.x + two.x - x) for x in range(one.x + two.x + 1)]
    expected = sum(way for way in ways if way <= ways[one.x]) / comb(one.n + two.n, one.x + two.x)
    assert fisher_test(one.x, one.n, two.x, two.n) == pytest.approx(expected, rel=1e-9)


def test_the_lady_tasting_tea() -> None:
    assert fisher_test(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert fisher_test(4, 4, 0, 4) == pytest.approx(2 / 70)


def test_a_smaller_difference_needs_more_people_and_none_needs_endlessly_many() -> None:
    assert needed_people(0.05, 0.08) == 1059
    assert needed_people(0.05, 0.06) == 8158
    assert needed(0.05, 0.05) is None
    assert needed_people(0.05, 0.05) is None


def test_a_holdout_that_is_a_fifth_of_the_wave_needs_fewer_people_than_an_equal_one() -> None:
    equal, fifth = needed(0.12, 0.08), needed(0.12, 0.08, times=4)
    assert equal is not None
    assert fifth is not None
    assert equal / 2 < fifth < equal


def test_an_unproven_wave_says_how_large_the_holdout_must_be() -> None:
    found = uplift(Share(36, 200), Share(6, 50))
    assert found is not None
    assert not found.is_proven
    assert found.needed_holdout is not None
    assert found.needed_holdout > 50


def test_money_that_cannot_be_divided_is_unknown() -> None:
    nothing = returns(0, 1500, 0, 0)
    assert (nothing.roi, nothing.per_incremental, nothing.per_returned) == (None, None, None)
    assert returns(-3, 1500, 900, 20).per_incremental is None
    assert relative(0.04, 0) is None
    assert incremental(0, 0.5) == 0

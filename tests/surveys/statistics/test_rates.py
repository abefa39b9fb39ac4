from math import exp, isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.statistics.rates import Count, per_100, poisson_interval, rate_change

COUNTS = st.builds(Count, st.integers(0, 300), st.integers(1, 20_000))


def test_no_complaint_in_120_orders_still_allows_three_per_hundred() -> None:
    rate = per_100(Count(0, 120))
    assert rate is not None
    assert (rate.value, rate.low) == (0, 0)
    assert rate.high == pytest.approx(3.07, abs=0.005)


def test_without_orders_a_rate_is_unknown_and_not_zero() -> None:
    assert per_100(Count(3, 0)) is None
    assert rate_change(Count(3, 0), Count(3, 100)) is None
    assert rate_change(Count(3, 100), Count(3, 0)) is None


def test_after_a_period_without_complaints_the_ratio_is_unknown_and_the_test_is_not() -> None:
    change = rate_change(Count(12, 1000), Count(0, 1000))
    assert change is not None
    assert change.ratio is None
    assert change.p == pytest.approx(2 / 2**12)
    assert change.is_significant


def test_the_limits_of_one_event_are_the_closed_ones() -> None:
    interval = poisson_interval(1)
    assert interval.low == pytest.approx(-log(0.975), abs=1e-12)
    assert exp(-interval.high) * (1 + interval.high) == pytest.approx(0.025, abs=1e-12)


@given(st.integers(0, 5000), st.sampled_from([0.8, 0.95, 0.999]))
def test_the_tails_beyond_the_limits_hold_what_they_should(events: int, confidence: float) -> None:
    """Checked by the plain sum from zero, which the limits are not computed by."""
    interval = poisson_interval(events, confidence)
    assert interval.low <= events < interval.high
    tail = (1 - confidence) / 2
    assert _at_most(events, interval.high) == pytest.approx(tail, rel=1e-7)
    if events:
        assert 1 - _at_most(events - 1, interval.low) == pytest.approx(tail, rel=1e-7)


@given(COUNTS, COUNTS)
def test_a_change_backwards_is_as_likely(now: Count, then: Count) -> None:
    forth, back = rate_change(now, then), rate_change(then, now)
    assert forth is not None
    assert back is not None
    assert isclose(forth.p, back.p, rel_tol=1e-6)
    assert 0 <= forth.p <= 1
    if forth.ratio and back.ratio:
        assert isclose(forth.ratio * back.ratio, 1)


def _at_most(events: int, mean: float) -> float:
    """In logarithms, because the first terms underflow."""
    logs = [-mean]
    for k in range(1, events + 1):
        logs.append(logs[-1] + log(mean / k))
    return sum(exp(one) for one in logs)

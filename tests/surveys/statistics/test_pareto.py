import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions.reasons import ReasonClass
from surveys.statistics.pareto import Measure, ParetoCause, by_class, coverage, pareto

A, N, INVOLUNTARY, U = (
    ReasonClass.AVOIDABLE,
    ReasonClass.NATURAL,
    ReasonClass.INVOLUNTARY,
    ReasonClass.UNKNOWN,
)
QUARTER = [
    ParetoCause("PRICE_HIGH", A, 14, 4200, shown=28),
    ParetoCause("DELIVERY", A, 9, 4050),
    ParetoCause("MOVED", N, 6, 2280),
    ParetoCause("QUALITY", A, 5, 4500),
    ParetoCause("NEED_GONE", N, 4, 1000),
    ParetoCause("SERVICE", A, 2, 3000),
    ParetoCause("OTHER", U, 3, 600),
]


def test_price_leads_by_people_and_quality_by_money() -> None:
    people, money = pareto(QUARTER), pareto(QUARTER, Measure.MONEY)
    assert [bar.cause.reason for bar in people] == [
        *("PRICE_HIGH", "DELIVERY", "MOVED", "QUALITY", "NEED_GONE", "SERVICE", "OTHER"),
    ]
    assert [bar.cause.reason for bar in money][:3] == ["QUALITY", "PRICE_HIGH", "DELIVERY"]


def test_the_causes_that_together_reach_four_fifths_are_marked() -> None:
    bars = pareto(QUARTER)
    assert [bar.cause.reason for bar in bars if bar.vital] == [
        *("PRICE_HIGH", "DELIVERY", "MOVED", "QUALITY", "NEED_GONE")
    ]
    assert [round(bar.cumulative, 3) for bar in bars][3:5] == [0.791, 0.884]


def test_the_unknown_come_last_whatever_their_size_and_are_never_marked() -> None:
    bars = pareto([ParetoCause("OTHER", U, 50), *QUARTER])
    assert [bar.cause.kind for bar in bars[-2:]] == [U, U]
    assert not any(bar.vital for bar in bars[-2:])


def test_what_could_have_been_kept_is_told_in_people_and_money() -> None:
    classes = by_class(QUARTER, Measure.MONEY)
    assert (classes[A].customers, classes[A].money) == (30, 15750)
    assert classes[A].share == pytest.approx(0.8025, abs=1e-3)
    assert classes[INVOLUNTARY].customers == 0
    assert sum(loss.share for loss in classes.values()) == pytest.approx(1)


def test_without_losses_there_is_no_picture_and_no_coverage() -> None:
    assert pareto([]) == []
    assert pareto([ParetoCause("MOVED", N, 3)], Measure.MONEY) == []
    assert coverage(0, 0) is None
    assert coverage(43, 80) == pytest.approx(0.5375)


def test_a_rate_is_of_those_who_could_choose_the_reason() -> None:
    assert QUARTER[0].rate == 0.5
    assert QUARTER[1].rate is None
    assert ParetoCause("a", ReasonClass.AVOIDABLE, 1, shown=2).rate == 0.5
    assert ParetoCause("a", ReasonClass.AVOIDABLE, 1).rate is None


@given(
    st.lists(
        st.builds(ParetoCause, st.text("abc", max_size=3), st.sampled_from(ReasonClass), st.integers(0, 50))
    )
)
def test_shares_add_up_and_the_marked_reach_four_fifths_unless_the_unknown_prevent_it(
    causes: list[ParetoCause],
) -> None:
    bars = pareto(causes)
    if bars:
        assert bars[-1].cumulative == 1
        assert sum(bar.share for bar in bars) == pytest.approx(1)
        marked = sum(bar.share for bar in bars if bar.vital)
        known = sum(bar.share for bar in bars if bar.cause.kind is not U)
        assert marked >= min(0.8, known) - 1e-9

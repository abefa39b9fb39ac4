"""The control group has its share, and nobody changes sides."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.outreach.holdout import Arm, arm_of


@given(st.integers(1, 2**62), st.floats(0, 1), st.floats(0, 1))
def test_a_customer_stays_in_the_holdout_when_its_share_grows(customer: int, one: float, two: float) -> None:
    small, large = sorted((one, two))
    assert (
        arm_of(customer, "winback", small) is Arm.TREATED or arm_of(customer, "winback", large) is Arm.HOLDOUT
    )
    assert arm_of(customer, "winback", 0) is Arm.TREATED
    assert arm_of(customer, "winback", 1) is Arm.HOLDOUT


def test_the_holdout_has_its_share_and_experiments_are_independent() -> None:
    held = [arm_of(number, "winback", 0.2) is Arm.HOLDOUT for number in range(10_000)]
    other = [arm_of(number, "other", 0.2) is Arm.HOLDOUT for number in range(10_000)]
    assert 1880 < sum(held) < 2120
    assert 320 < sum(a and b for a, b in zip(held, other, strict=True)) < 480


@given(st.integers(1, 2**62), st.floats(0, 1), st.floats(0, 1))
def test_a_second_text_moves_nobody_into_or_out_of_the_holdout(customer: int, one: float, two: float) -> None:
    arms = [arm_of(customer, "campaign:7", share, has_variant=True) for share in (one, two)]
    for arm, share in zip(arms, (one, two), strict=True):
        assert (arm is Arm.HOLDOUT) is (arm_of(customer, "campaign:7", share) is Arm.HOLDOUT)
    # Nor does the share of the holdout give anybody the other text.
    assert len(set(arms) - {Arm.HOLDOUT}) <= 1


def test_half_of_those_written_to_get_the_second_text() -> None:
    arms = [arm_of(number, "campaign:7", 0.1, has_variant=True) for number in range(10_000)]
    assert 4300 < arms.count(Arm.VARIANT) < 4700
    assert 4300 < arms.count(Arm.TREATED) < 4700

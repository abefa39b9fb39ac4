"""Arms of a campaign are compared by what all assigned did, and nothing is better that may be chance."""

from datetime import timedelta

import pytest

from surveys.outreach.holdout import Arm
from surveys.statistics.campaign_results import CampaignFunnel, CampaignGoal, CampaignResults, as_json
from surveys.statistics.shares import Share, difference
from surveys.statistics.uplift import uplift
from surveys.statistics.winback_report import OfferOutcome

MONTH = timedelta(days=30)


def arm(settled: int, succeeded: int, waiting: int = 0) -> CampaignFunnel:
    return CampaignFunnel(assigned=settled + waiting, settled=settled, succeeded=succeeded)


def results(goal: CampaignGoal = CampaignGoal.ORDER, **values: object) -> CampaignResults:
    given: dict[str, object] = {
        "arms": {Arm.TREATED: arm(400, 60, 7), Arm.VARIANT: arm(410, 30), Arm.HOLDOUT: arm(90, 4)}
    } | values
    return CampaignResults(goal, MONTH, **given)  # type: ignore[arg-type]  # fields by name


def test_text_is_compared_with_text_and_each_and_both_with_the_holdout() -> None:
    found = {(one.first, one.second): one.effect for one in results().comparisons}
    assert list(found) == [
        ((Arm.TREATED,), Arm.VARIANT),
        ((Arm.TREATED, Arm.VARIANT), Arm.HOLDOUT),
        ((Arm.TREATED,), Arm.HOLDOUT),
        ((Arm.VARIANT,), Arm.HOLDOUT),
    ]
    texts = found[(Arm.TREATED,), Arm.VARIANT]
    assert texts == uplift(Share(60, 400), Share(30, 410))
    assert texts is not None
    assert texts.difference == difference(Share(60, 400), Share(30, 410))
    assert found[(Arm.TREATED, Arm.VARIANT), Arm.HOLDOUT] == uplift(Share(90, 810), Share(4, 90))


def test_a_difference_is_proven_only_where_its_interval_leaves_out_zero() -> None:
    for one in results().comparisons:
        effect = one.effect
        assert effect.is_proven is (effect.difference.low > 0 or effect.difference.high < 0)
    close = results(arms={Arm.TREATED: arm(50, 6), Arm.VARIANT: arm(50, 4)}).comparisons[0].effect
    assert not close.is_proven
    assert close.still_needed is not None
    assert close.still_needed > 0


def test_without_orders_nobody_can_be_seen_to_order() -> None:
    unseen = results(knows_orders=False)
    assert (unseen.comparisons, unseen.effect, unseen.share(Arm.TREATED)) == ((), None, None)
    rows = as_json(unseen)["arms"]
    assert {(row["returned"], row["succeeded"], row["rate"], row["low"]) for row in rows} == {(None,) * 4}


def test_scores_need_no_orders_and_are_compared_with_no_holdout() -> None:
    found = results(CampaignGoal.SCORE, knows_orders=False).comparisons
    assert [(one.first, one.second) for one in found] == [((Arm.TREATED,), Arm.VARIANT)]


@pytest.mark.parametrize("cost", [None, 90_000_00])
def test_a_customer_costs_what_those_offers_cost_that_were_used(cost: int | None) -> None:
    found = results(settled_offers=OfferOutcome(shown=800, used=90, cost_minor=cost))
    effect = found.effect
    assert effect is not None
    expected = None if cost is None else cost / effect.incremental
    assert found.cost_per_incremental == expected
    assert as_json(found)["cost_per_incremental"] == (None if expected is None else expected / 100)


def test_one_text_without_a_holdout_is_compared_with_nothing() -> None:
    alone = results(arms={Arm.TREATED: arm(100, 10, 5)})
    assert (alone.comparisons, alone.waiting) == ((), 5)
    assert as_json(results(arms={}))["arms"] == []

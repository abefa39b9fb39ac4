"""The breaker says nothing of few people and stops what is taken badly."""

import pytest

from surveys.outreach.campaigns import (
    BreakerLimits,
    BreakerReason,
    CampaignKind,
    CampaignSignals,
    breaker_reason,
    contact_kind,
)
from surveys.outreach.policy import ContactKind

LIMITS = BreakerLimits()


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        (CampaignSignals(0, 0, 0), None),
        (CampaignSignals(49, 49, 49), None),
        (CampaignSignals(50, 1, 0), None),
        (CampaignSignals(50, 2, 0), BreakerReason.BLOCKS),
        (CampaignSignals(100, 2, 1), None),
        (CampaignSignals(100, 3, 0), BreakerReason.BLOCKS),
        (CampaignSignals(100, 0, 2), BreakerReason.COMPLAINTS),
        (CampaignSignals(10_000, 200, 100), None),
        (CampaignSignals(10_000, 201, 101), BreakerReason.BLOCKS),
    ],
)
def test_more_than_the_limit_of_at_least_fifty_breaks(
    signals: CampaignSignals, expected: BreakerReason | None
) -> None:
    assert breaker_reason(signals, LIMITS) is expected


def test_limits_are_the_companys() -> None:
    assert breaker_reason(CampaignSignals(100, 9, 0), BreakerLimits(block=0.1)) is None
    assert breaker_reason(CampaignSignals(1, 1, 0), BreakerLimits(at_least=0)) is BreakerReason.BLOCKS


def test_a_campaign_is_judged_as_what_it_is_to_people() -> None:
    assert contact_kind(CampaignKind.SERVICE, is_relational=True) is ContactKind.SERVICE
    assert contact_kind(CampaignKind.PROMOTION, is_relational=False) is ContactKind.PROMOTION
    assert contact_kind(CampaignKind.SURVEY, is_relational=True) is ContactKind.RELATIONAL
    assert contact_kind(CampaignKind.SURVEY, is_relational=False) is ContactKind.SURVEY

"""How far a customer is, from what is known of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from surveys.questions.customer_stage import CustomerStage, StageFacts, stage_of

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LIVING = StageFacts(first_order_at=NOW - 200 * DAY, silent_at=NOW + DAY)


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (StageFacts(), CustomerStage.LIVING),
        (LIVING, CustomerStage.LIVING),
        (StageFacts(first_order_at=NOW - 30 * DAY), CustomerStage.NEW),
        (StageFacts(first_order_at=NOW - 31 * DAY), CustomerStage.LIVING),
        (replace(LIVING, silent_at=NOW), CustomerStage.SILENT),
        (replace(LIVING, left_at=NOW - DAY), CustomerStage.LEAVING),
        (replace(LIVING, returned_at=NOW - 90 * DAY), CustomerStage.RETURNED),
        (replace(LIVING, returned_at=NOW - 91 * DAY), CustomerStage.LIVING),
        (replace(LIVING, returned_at=NOW - DAY, silent_at=NOW), CustomerStage.RETURNED),
        (replace(LIVING, returned_at=NOW - DAY, left_at=NOW), CustomerStage.LEAVING),
    ],
)
def test_the_stage_follows_from_what_is_known(facts: StageFacts, stage: CustomerStage) -> None:
    assert stage_of(facts, NOW) is stage

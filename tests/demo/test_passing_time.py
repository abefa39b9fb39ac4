"""What is due comes as the demo's days pass, not only when the machine's own clock gets there."""

from demo.run import look_at_what_is_due
from playground import Playground
from storage import tables
from storage.engines.database import Database
from surveys.statistics.alert_kinds import AlertKind
from tests.handlers.cases.test_case_times import STORY, begin
from tests.handlers.support_harness import SupportHarness

DAYS_H = 5 * 24
"""From Thursday noon over a Monday."""


async def test_days_that_pass_bring_the_notice_of_a_delay_alerts_and_one_weekly_digest(
    database: Database,
) -> None:
    async with (
        Playground(limits=False, seed=1) as telegram,
        SupportHarness(database, telegram).working() as support,
    ):
        await begin(support)
        await support.complain(STORY)
        for _ in range(DAYS_H):
            support.harness.fake_clock.move(hours=1)
            await look_at_what_is_due(support.harness.parts)
        jobs = [row["kind"] for row in await support.harness.rows(tables.jobs)]
        raised = {row["kind"] for row in await support.harness.rows(tables.alerts)}
        [case] = await support.all_cases()
        assert case["delay_told_at"] is not None
        assert jobs.count("weekly_digest") == 1
        assert "alert_check" in jobs
        assert AlertKind.UNANSWERED in raised

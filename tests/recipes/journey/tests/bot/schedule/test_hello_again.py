"""A journey is planned, judged twice and sent by what stands in its file."""

from collections.abc import AsyncIterator

import pytest

from storage.engines.database import Database
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA, BORIS


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


async def test_it_is_sent_a_day_after_the_closing(outreach_harness: OutreachHarness) -> None:
    for person in (ANNA, BORIS):
        await outreach_harness.say(person, "/start")
    case = await outreach_harness.complain(ANNA)
    await outreach_harness.close(case, BORIS)
    [plan] = await outreach_harness.plans("hello-again")
    assert (plan["state"], plan["subject_kind"], plan["subject_id"]) == ("waiting", "case", case.id)

    await outreach_harness.wait(days=1)
    assert outreach_harness.heard(ANNA)[-1]["text"] == "Всё ли хорошо после обращения #1?"
    [plan] = await outreach_harness.plans("hello-again")
    assert (plan["state"], plan["why"]) == ("sent", "due")
    assert await outreach_harness.verdicts() == [("planning", "send", "due"), ("sending", "send", "due")]

"""Whoever gave a very good score is asked for the phone that nobody knows: where wished, and seldom."""

from collections.abc import AsyncIterator
from typing import Final

import pytest

from storage import tables
from storage.engines.database import Database
from storage.people import contacts
from surveys.journeys.catalogue import BUILT_IN, built_in
from surveys.outreach.plan_state import PlanState
from tests.journey_files import journeys
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA

ASKED: Final = "Как с вами связаться"
FILES: Final = {
    name.replace("-", "_"): (BUILT_IN / f"{name}.toml").read_text(encoding="utf-8").replace("false", "true")
    for name in ("profile-nps", "profile-order")
}


@pytest.fixture
async def harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        running.change_context(journeys=journeys(**FILES))
        yield running


def _asked(harness: OutreachHarness) -> int:
    return sum(ASKED in body["text"] for body in harness.heard(ANNA))


async def _score(harness: OutreachHarness, begin: str, score: str) -> None:
    await harness.say(ANNA, begin)
    await harness.say(ANNA, score)


def test_it_is_off_unless_the_company_switches_it_on() -> None:
    assert not [name for name in built_in() if name.startswith("profile")]


@pytest.mark.parametrize(
    ("begin", "score", "times"),
    [
        ("/rate", "9", 1),
        ("/rate", "8", 0),
        ("/start s_after-order", "5", 1),
        ("/start s_after-order", "4", 0),
    ],
)
async def test_only_a_very_good_score_is_followed_by_it(
    harness: OutreachHarness, begin: str, score: str, times: int
) -> None:
    await _score(harness, begin, score)
    await harness.wait(days=8)
    assert _asked(harness) == times


async def test_whose_phone_is_known_is_not_asked(harness: OutreachHarness) -> None:
    await _score(harness, "/rate", "10")
    customer = (await harness.customer(ANNA))["id"]
    await harness.harness.database.write(contacts.share, 1, customer, "+79161234567", harness.now)
    await harness.wait(days=8)
    assert _asked(harness) == 0
    [plan] = await harness.plans("profile-nps")
    assert (plan["state"], plan["why"]) == (PlanState.DROPPED, "obsolete")


async def test_whoever_skips_is_asked_again_after_ninety_days_and_whoever_told_never(
    harness: OutreachHarness,
) -> None:
    for days, answer, times in (
        (8, "Не хочу делиться", 1),
        (40, "", 1),
        (60, "anna@example.org", 2),
        (200, "", 2),
    ):
        harness.harness.fake_clock.move(days=days - 8)
        await _score(harness, "/rate", "10")
        await harness.wait(days=8)
        assert _asked(harness) == times, days
        if answer:
            await harness.say(ANNA, answer)
    kept = [row for row in await harness.harness.rows(tables.answers) if row["question_id"] == "phone"]
    assert [(row["option"], row["words"]) for row in kept] == [("skip", None), (None, "anna@example.org")]

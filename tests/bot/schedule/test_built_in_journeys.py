"""The journeys that come with the program, each as its file says."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.schedule.journey_planning import JourneyPlanning
from storage import tables
from storage.engines.database import Database
from surveys.journeys.catalogue import built_in
from surveys.outreach.plan_state import PlanState
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA

AWAY = "Давно вас не видели"


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        running.change_context(journeys=built_in())
        yield running


async def _passes(outreach_harness: OutreachHarness, **by: float) -> None:
    outreach_harness.harness.fake_clock.move(**by)
    parts = outreach_harness.harness.parts
    await JourneyPlanning(parts.database, parts.contexts, parts.clock, parts.ids).run_once()
    await outreach_harness.run_once()


async def _states(outreach_harness: OutreachHarness, journey: str) -> list[tuple[str, str | None]]:
    return [(plan["state"], plan["why"]) for plan in await outreach_harness.plans(journey)]


# Silence -------------------------------------------------------------------------------------------


async def _falls_silent(outreach_harness: OutreachHarness) -> None:
    """Anna orders every ten days, three times, and then no more; ten days have passed since."""
    await outreach_harness.say(ANNA, "/start")
    for _ in range(3):
        await outreach_harness.order(ANNA)
        outreach_harness.harness.fake_clock.move(days=10)
    await outreach_harness.say(ANNA, "/rate")  # the question that is asked just now takes its week of rest
    await outreach_harness.say(ANNA, "9")


def _asked(outreach_harness: OutreachHarness) -> int:
    return sum(AWAY in body["text"] for body in outreach_harness.heard(ANNA))


async def test_whoever_falls_silent_is_asked_once_whether_they_left(
    outreach_harness: OutreachHarness,
) -> None:
    await _falls_silent(outreach_harness)
    await _passes(outreach_harness, days=19, hours=23)
    assert await outreach_harness.plans("silent") == []
    for _ in range(3):
        await _passes(outreach_harness, days=1)
    assert await _states(outreach_harness, "silent") == [(PlanState.SENT, "due")]
    assert _asked(outreach_harness) == 1
    [talk] = [one for one in await outreach_harness.harness.rows(tables.conversations) if one["plan_id"]]
    assert (talk["survey_id"], talk["invited"]) == ("silent", True)


async def _orders(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.order(ANNA)


async def _leaves(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.leave(ANNA, "MOVED")


async def _complains(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.complain(ANNA)


@pytest.mark.parametrize("happens", [_orders, _leaves, _complains])
async def test_a_silence_that_ended_before_the_morning_is_not_asked_about(
    outreach_harness: OutreachHarness, happens: Callable[[OutreachHarness], Awaitable[None]]
) -> None:
    await _falls_silent(outreach_harness)
    await _passes(outreach_harness, days=20, hours=10)  # 22:00, and the night begins at 21:00
    assert await _states(outreach_harness, "silent") == [(PlanState.WAITING, "quiet_hours")]
    outreach_harness.harness.fake_clock.move(minutes=1)
    await happens(outreach_harness)
    await _passes(outreach_harness, hours=12)
    assert await _states(outreach_harness, "silent") == [(PlanState.DROPPED, "obsolete")]
    assert _asked(outreach_harness) == 0

"""After a leaving interview: its answer at once, an invitation on day 3, the last word on day 7."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from handlers.outreach.winback import BACK_AGAIN, NO_MORE
from storage import tables
from storage.engines.database import Database
from storage.rows import Case
from surveys.outreach.plan_state import PlanState
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA, BORIS

INVITED = "Вы говорили, что у нас дорого"
LAST = "Больше не будем отвлекать"


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        for person in (ANNA, BORIS):
            await running.say(person, "/start")
        await running.agree(ANNA)
        yield running


def _came(outreach_harness: OutreachHarness) -> tuple[int, int]:
    said = [body["text"] for body in outreach_harness.heard(ANNA)]
    return sum(INVITED in one for one in said), sum(LAST in one for one in said)


async def _ends(outreach_harness: OutreachHarness) -> list[tuple[PlanState, str | None]]:
    return [(plan["state"], plan["why"]) for plan in await outreach_harness.plans("winback/2")]


async def test_an_invitation_on_day_3_and_a_last_word_on_day_7(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    await outreach_harness.wait(days=3)
    assert _came(outreach_harness) == (1, 0)
    await outreach_harness.wait(days=4, minutes=-1)
    assert _came(outreach_harness) == (1, 0)
    await outreach_harness.wait(minutes=1)
    await outreach_harness.wait(days=30)
    assert _came(outreach_harness) == (1, 1)


async def test_the_last_word_keeps_its_distance_from_an_invitation_that_came_late(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    await outreach_harness.wait(days=6)
    assert _came(outreach_harness) == (1, 0)
    await outreach_harness.wait(days=2)
    assert _came(outreach_harness) == (1, 0)
    await outreach_harness.wait(days=2)
    assert _came(outreach_harness) == (1, 1)


async def _back(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.tap(ANNA, f"{BACK_AGAIN}:1")


async def _orders(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.order(ANNA)


async def _no_more(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.tap(ANNA, f"{NO_MORE}:1")


async def _stops(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.say(ANNA, "/stop")


async def _writes(outreach_harness: OutreachHarness) -> None:
    """Whoever answers in words reaches a person, whose case is closed the next day."""
    await outreach_harness.say(ANNA, "А что есть подешевле?")
    [case] = await outreach_harness.harness.rows(tables.cases)
    outreach_harness.harness.fake_clock.move(days=1)
    await outreach_harness.close(Case(**case), BORIS)


async def _complains(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.complain(ANNA)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_back, "obsolete"),
        (_orders, "obsolete"),
        (_no_more, "no_consent"),
        (_stops, "stopped"),
        (_writes, "obsolete"),
        (_complains, "too_late"),
    ],
)
async def test_nothing_follows_for_whoever_came_back_answered_or_wants_nothing(
    outreach_harness: OutreachHarness, happens: Callable[[OutreachHarness], Awaitable[None]], why: str
) -> None:
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    await outreach_harness.wait(days=3)
    outreach_harness.harness.fake_clock.move(minutes=1)
    await happens(outreach_harness)
    for _ in range(3):
        await outreach_harness.wait(days=7)
    assert _came(outreach_harness) == (1, 0)
    assert await _ends(outreach_harness) == [(PlanState.DROPPED, why)]


async def test_the_holdout_hears_neither(outreach_harness: OutreachHarness) -> None:
    outreach_harness.change_context(holdout=1.0)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    await outreach_harness.wait(days=7)
    assert _came(outreach_harness) == (0, 0)
    assert await outreach_harness.plans("winback/2") == []


async def test_a_corrected_reason_plans_what_follows_that_one(outreach_harness: OutreachHarness) -> None:
    session = await outreach_harness.leave(ANNA, "PRICE_HIGH")
    await outreach_harness.correct(ANNA, replace(session, reason="COMPETITOR"))
    assert await _ends(outreach_harness) == [(PlanState.DROPPED, "obsolete")]
    await outreach_harness.correct(ANNA, replace(session, reason="NO_BENEFIT"))
    assert await _ends(outreach_harness) == [(PlanState.WAITING, None)]
    await outreach_harness.wait(days=3)
    await outreach_harness.wait(days=4)
    assert any("последнее сообщение об этом" in body["text"] for body in outreach_harness.heard(ANNA))


async def test_after_a_complaint_both_count_from_its_closing(outreach_harness: OutreachHarness) -> None:
    case = await outreach_harness.complain(ANNA)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    await outreach_harness.wait(days=10)
    assert _came(outreach_harness) == (0, 0)
    await outreach_harness.close(case, BORIS)
    await outreach_harness.wait(days=3)
    assert _came(outreach_harness) == (1, 0)
    await outreach_harness.wait(days=4)
    assert _came(outreach_harness) == (1, 1)

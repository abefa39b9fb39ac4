"""The journeys that come with the program, each as its file says."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.schedule.journey_planning import JourneyPlanning
from storage import tables
from storage.engines.database import Database
from storage.rows import Order
from surveys.catalogue import files
from surveys.journeys.catalogue import built_in, load
from surveys.outreach.plan_state import PlanState
from tests.journey_files import LINKS, journeys
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANN, ANNA, BORIS, ZOYA, Person

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


# The company's links -------------------------------------------------------------------------------

REVIEW = {"text": "🗺 Отзыв на карте", "url": LINKS["review_link"]}
FRIEND = {"text": "👋 Позвать друга", "url": LINKS["referral_link"]}


def test_without_the_companys_addresses_neither_link_goes() -> None:
    assert not built_in().keys() & {"review", "referral"}
    only_review = load(None, files.load(), links={"review_link": LINKS["review_link"]})
    assert only_review.keys() - built_in().keys() == {"review"}


def _buttons(outreach_harness: OutreachHarness) -> list[dict[str, Any]]:
    """The buttons that open an address, of all that Anna was sent."""
    rows = [
        (body.get("reply_markup") or {}).get("inline_keyboard", []) for body in outreach_harness.heard(ANNA)
    ]
    return [button for keyboard in rows for row in keyboard for button in row if "url" in button]


async def _scored(outreach_harness: OutreachHarness, score: int) -> None:
    await outreach_harness.say(ANNA, "/rate")
    await outreach_harness.say(ANNA, str(score))


@pytest.fixture
def links(outreach_harness: OutreachHarness) -> None:
    outreach_harness.change_context(journeys=load(None, files.load(), links=LINKS))


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize("score", [0, 7, 10])
async def test_the_way_to_the_map_is_offered_whatever_the_score(
    outreach_harness: OutreachHarness, score: int
) -> None:
    await _scored(outreach_harness, score)
    await _passes(outreach_harness, days=1)
    assert _buttons(outreach_harness) == [REVIEW]


@pytest.mark.usefixtures("links")
async def test_also_to_those_who_complain_or_leave(outreach_harness: OutreachHarness) -> None:
    await _scored(outreach_harness, 1)
    await outreach_harness.complain(ANNA)
    await outreach_harness.leave(ANNA, "QUALITY")
    await _passes(outreach_harness, days=1)
    assert _buttons(outreach_harness) == [REVIEW]


@pytest.mark.usefixtures("links")
async def test_the_way_to_the_map_is_offered_once_a_year(outreach_harness: OutreachHarness) -> None:
    for _ in range(4):
        await _scored(outreach_harness, 8)
        await _passes(outreach_harness, days=1)
        await _passes(outreach_harness, days=20)
    assert _buttons(outreach_harness) == [REVIEW]
    assert (PlanState.DROPPED, "obsolete") in await _states(outreach_harness, "review")
    await _passes(outreach_harness, days=365)
    await _scored(outreach_harness, 8)
    await _passes(outreach_harness, days=1)
    assert _buttons(outreach_harness) == [REVIEW, REVIEW]


@pytest.mark.usefixtures("links")
async def test_of_two_scores_in_one_night_one_is_followed(outreach_harness: OutreachHarness) -> None:
    await _scored(outreach_harness, 8)
    outreach_harness.harness.fake_clock.move(hours=1)
    await _scored(outreach_harness, 8)
    await _passes(outreach_harness, days=1)
    await _passes(outreach_harness, days=1)
    assert _buttons(outreach_harness) == [REVIEW]


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize(("score", "agreed", "asked"), [(9, True, 1), (10, False, 0), (8, True, 0)])
async def test_whoever_is_glad_and_wants_offers_may_bring_a_friend(
    outreach_harness: OutreachHarness, score: int, agreed: bool, asked: int
) -> None:
    await outreach_harness.say(ANNA, "/start")
    if agreed:
        await outreach_harness.agree(ANNA)
    await _scored(outreach_harness, score)
    for _ in range(3):
        await _passes(outreach_harness, days=1)
    assert _buttons(outreach_harness).count(FRIEND) == asked


# Quotas --------------------------------------------------------------------------------------------

ENOUGH = """
trigger = "order_stored"
after = "1d"
survey = "nps"
quota = { answers = 2, per = "month", by = "touchpoint" }
"""


async def _quota(outreach_harness: OutreachHarness, touchpoints: tuple[str | None, str | None]) -> None:
    """Two people of the first touchpoint score in October, then Anna orders at the second."""
    limits = replace(outreach_harness.harness.contexts.current.limits, relational_rest=timedelta(0))
    outreach_harness.change_context(journeys=journeys(enough=ENOUGH), limits=limits)
    for person in (ANN, ZOYA):
        await outreach_harness.say(person, "/start")
        await _ordered(outreach_harness, person, touchpoints[0])
    await _passes(outreach_harness, days=1)
    for person in (ANN, ZOYA):
        await outreach_harness.say(person, "8")
    await outreach_harness.say(ANNA, "/start")
    await _ordered(outreach_harness, ANNA, touchpoints[1])
    await _passes(outreach_harness)


async def _ordered(outreach_harness: OutreachHarness, person: Person, touchpoint: str | None) -> None:
    who = (await outreach_harness.customer(person))["id"]
    order = Order(outreach_harness.harness.ids.next(), who, outreach_harness.now, touchpoint=touchpoint)
    await outreach_harness.store(order)


def _was_asked(outreach_harness: OutreachHarness) -> bool:
    return any("насколько вероятно" in body["text"] for body in outreach_harness.heard(ANNA))


async def test_who_would_be_asked_beyond_the_quota_is_left_in_peace(
    outreach_harness: OutreachHarness,
) -> None:
    await _quota(outreach_harness, ("Arbat", "Arbat"))
    await outreach_harness.say(BORIS, f"/why {ANNA.id}")
    assert "Что дальше" not in outreach_harness.heard(BORIS)[-1]["text"]
    await _passes(outreach_harness, days=1)
    assert not _was_asked(outreach_harness)
    assert (await _states(outreach_harness, "enough"))[-1] == (PlanState.DROPPED, "quota")
    await outreach_harness.say(BORIS, f"/why {ANNA.id}")
    assert "ответов уже достаточно" in outreach_harness.heard(BORIS)[-1]["text"]


@pytest.mark.parametrize("touchpoints", [("Arbat", "delivery"), ("Arbat", None), (None, "Arbat")])
async def test_another_branch_has_a_quota_of_its_own(
    outreach_harness: OutreachHarness, touchpoints: tuple[str | None, str | None]
) -> None:
    await _quota(outreach_harness, touchpoints)
    await _passes(outreach_harness, days=1)
    assert _was_asked(outreach_harness)


async def test_the_next_month_begins_anew_by_the_clock_of_the_business(
    outreach_harness: OutreachHarness,
) -> None:
    outreach_harness.harness.fake_clock.move(days=15)  # the 30th of October, noon in Moscow
    await _quota(outreach_harness, ("Arbat", "Arbat"))  # the 31st
    await _passes(outreach_harness, days=1)
    assert _was_asked(outreach_harness)

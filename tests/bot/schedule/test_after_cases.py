"""How support did is asked a day after a case, never twice in seven days, never after a silent ending."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage import tables
from storage.cases import cases
from storage.engines.database import Database
from storage.rows import Case
from surveys.base36 import base36
from surveys.journeys.catalogue import built_in
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactLimits
from surveys.questions import callback
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA, BORIS

ASKED = "Недавно мы закрыли ваше обращение"
RESTLESS = ContactLimits(survey_rest=timedelta(0), relational_rest=timedelta(0), weekly_cap=50)


@pytest.fixture
async def harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        running.change_context(journeys={"after-case": built_in()["after-case"]})
        await running.say(ANNA, "/start")
        await running.say(BORIS, "/start")
        yield running


async def _closed(harness: OutreachHarness, cause: str | None = "delivery") -> Case:
    case = await harness.complain(ANNA)
    await harness.close(case, BORIS, cause)
    return case


def _asked(harness: OutreachHarness) -> int:
    return sum(ASKED in body["text"] for body in harness.heard(ANNA))


@pytest.mark.parametrize("limits", [ContactLimits(), RESTLESS])
async def test_two_cases_in_a_week_are_asked_about_once(
    harness: OutreachHarness, limits: ContactLimits
) -> None:
    harness.change_context(limits=limits)
    await _closed(harness)
    await _closed(harness)
    await harness.wait(hours=23)
    assert _asked(harness) == 0
    await harness.wait(hours=1)
    assert _asked(harness) == 1
    await _closed(harness)
    for _ in range(6):
        await harness.wait(days=1)
    assert _asked(harness) == 1
    states = [row["state"] for row in await harness.plans("after-case")]
    assert sorted(states) == [PlanState.DROPPED, PlanState.DROPPED, PlanState.SENT]
    await harness.wait(days=1)
    await _closed(harness)
    await harness.wait(days=1)
    assert _asked(harness) == 2


async def test_whoever_was_asked_by_a_link_is_not_asked_again_that_week(harness: OutreachHarness) -> None:
    await harness.say(ANNA, "/start s_after-case")
    await _closed(harness)
    await harness.wait(days=1)
    assert _asked(harness) == 1


async def test_a_case_that_ended_in_silence_is_not_asked_about(harness: OutreachHarness) -> None:
    await _closed(harness, cause=None)
    await harness.wait(days=1)
    assert _asked(harness) == 0
    [plan] = await harness.plans("after-case")
    assert (plan["state"], plan["why"]) == (PlanState.DROPPED, "obsolete")


async def test_no_offers_the_case_that_was_asked_about_and_no_other(harness: OutreachHarness) -> None:
    asked_about = await _closed(harness)
    await harness.wait(days=1)
    await _closed(harness)
    [talk] = await harness.harness.rows(tables.conversations)
    await harness.tap(ANNA, callback.pack(talk["id"], "helped", "down"))
    assert f"вернёмся к обращению {asked_about.number}?" in harness.heard(ANNA)[-1]["text"]


async def test_whoever_said_already_that_it_helped_is_asked_the_rest_and_no_sooner(
    harness: OutreachHarness,
) -> None:
    case = await _closed(harness)
    await harness.tap(ANNA, f"helped:yes:{base36(case.id)}")
    await harness.wait(days=1)
    assert _asked(harness) == 0
    asked = harness.heard(ANNA)[-1]["text"]
    assert "Довольны ли вы" in asked
    [talk] = await harness.harness.rows(tables.conversations)
    assert (talk["awaiting"], talk["given"]) == ("content", {"helped": "up"})
    await harness.tap(ANNA, callback.pack(talk["id"], "content", "5"))
    await harness.tap(ANNA, callback.pack(talk["id"], "ease", "7"))
    [talk] = await harness.harness.rows(tables.conversations)
    assert talk["finished_at"] is not None
    scores = [row["score"] for row in await harness.harness.rows(tables.answers)]
    assert sorted(scores) == [5, 7]


async def test_whoever_said_that_it_did_not_help_is_not_asked_before_the_last_closing(
    harness: OutreachHarness,
) -> None:
    case = await _closed(harness)
    await harness.tap(ANNA, f"helped:no:{base36(case.id)}")
    await harness.wait(days=1)
    assert _asked(harness) == 0
    found = await harness.harness.database.read(cases.numbered, case.number)
    assert found is not None
    await harness.close(found, BORIS, "delivery")
    await harness.wait(days=1)
    assert _asked(harness) == 1

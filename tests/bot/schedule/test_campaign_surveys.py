"""A campaign begins its survey: answers are counted by their plan, and what stops a message stops it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage import tables
from storage.delivery import outbox
from storage.delivery.outcomes import give_up_claimed
from storage.engines.database import Connection, Database
from storage.outreach import campaign_counts, campaigns
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason
from surveys.questions import callback
from surveys.statistics.campaign_results import CampaignFunnel
from tests.campaigns import EVERYBODY, CampaignHarness
from tests.handlers.customer.test_own_surveys import use_survey
from tests.handlers.outreach.test_asked_later import LATER, tap
from tests.outreach_harness import begun
from tests.updates import ANN, ANNA, BORIS, Person, customers

ASKED = {"ru": "насколько вероятно", "en": "likely"}


@pytest.fixture
async def campaign_harness(harness_database: Database) -> AsyncIterator[CampaignHarness]:
    async with begun(harness_database) as running:
        yield CampaignHarness(running)


async def _asking(harness: CampaignHarness, survey: str = "nps", **values: Any) -> int:
    """A campaign of that survey without words before its question."""
    given = {"kind": CampaignKind.SURVEY, "survey_id": survey, "words": None} | values
    return await harness.started(EVERYBODY, **given)


async def _posted(harness: CampaignHarness) -> None:
    """The first hundred questions are in the outbox, and none has gone."""
    await harness.parts.campaigns.run_once()
    await harness.outreach.harness.database.write(harness.parts.outreach.post_page)


def _questions(harness: CampaignHarness, person: Person) -> list[dict[str, Any]]:
    language = (person.language or "ru")[:2]
    return [body for body in harness.outreach.heard(person) if ASKED[language] in body["text"].lower()]


async def _funnel(harness: CampaignHarness, campaign: int) -> CampaignFunnel:
    database = harness.outreach.harness.database
    found = await database.read(campaigns.find, campaign)
    assert found is not None
    now = harness.outreach.now
    return (await database.read(campaign_counts.results, found, now)).arms[Arm.TREATED]


async def test_it_begins_with_its_first_question_and_is_answered_by_a_tap(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA, ANN, consented=None)
    campaign = await _asking(campaign_harness, words={"ru": "Год прошёл!", "en": "A year has passed!"})
    row = await campaign_harness.run_until_settled(campaign)
    assert row["state"] == CampaignState.DONE
    [shown] = _questions(campaign_harness, ANNA)
    assert shown["text"].startswith("Год прошёл!\n\n")
    *scores, exit_row = shown["reply_markup"]["inline_keyboard"]
    assert [one["callback_data"] for one in exit_row] == ["stop"]
    ten = next(one for row in scores for one in row if one["text"] == "10")
    await campaign_harness.outreach.tap(ANNA, ten["callback_data"])
    plans = {plan["customer_id"]: plan["id"] for plan in await campaign_harness.outreach.plans("campaign")}
    talks = await campaign_harness.outreach.harness.rows(tables.conversations)
    assert {talk["customer_id"]: talk["plan_id"] for talk in talks} == plans
    assert await _funnel(campaign_harness, campaign) == CampaignFunnel(
        assigned=2, delivered=2, started=1, scored=1, answered=1
    )


async def test_what_was_answered_elsewhere_is_not_counted_as_its_answer(
    campaign_harness: CampaignHarness,
) -> None:
    """Neither the survey that somebody begins by themselves nor an earlier campaign's answer."""
    await campaign_harness.store(ANNA, consented=None)
    first = await _asking(campaign_harness)
    await campaign_harness.run_until_settled(first)
    await campaign_harness.outreach.say(ANNA, "9")
    await campaign_harness.outreach.say(ANNA, "Вкусно и быстро")
    campaign_harness.outreach.harness.fake_clock.move(days=8)
    second = await _asking(campaign_harness, "wishes")
    await campaign_harness.run_until_settled(second)
    await campaign_harness.outreach.say(ANNA, "/rate")
    assert await _funnel(campaign_harness, first) == CampaignFunnel(1, 1, 1, 1, 1, 1)
    assert (await _funnel(campaign_harness, second)).started == 0


async def test_an_open_question_is_not_asked_a_second_time(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(ANNA, consented=None)
    await campaign_harness.outreach.say(ANNA, "/rate")
    campaign_harness.outreach.harness.fake_clock.move(hours=2)
    await campaign_harness.run_until_settled(await _asking(campaign_harness))
    assert await campaign_harness.states() == [(PlanState.DROPPED, PolicyReason.OBSOLETE)]
    assert len(_questions(campaign_harness, ANNA)) == 1


async def test_who_was_asked_lately_rests(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(ANNA, consented=None)
    await campaign_harness.run_until_settled(await _asking(campaign_harness))
    await campaign_harness.outreach.say(ANNA, "9")
    campaign_harness.outreach.harness.fake_clock.move(days=30)
    second = await _asking(campaign_harness)
    await campaign_harness.run_until_settled(second)
    counts = await campaign_harness.outreach.harness.database.read(campaign_counts.progress, second)
    assert counts.dropped == {PolicyReason.RELATIONAL_REST: 1}
    assert len(_questions(campaign_harness, ANNA)) == 1


async def test_who_said_never_is_not_asked_again(campaign_harness: CampaignHarness, tmp_path: Path) -> None:
    await campaign_harness.store(ANNA, consented=None)
    use_survey(campaign_harness.outreach.harness, tmp_path, LATER)
    await campaign_harness.run_until_settled(await _asking(campaign_harness, "small"))
    for option in ("later", "later-never"):
        await tap(campaign_harness.outreach, option)
    campaign_harness.outreach.harness.fake_clock.move(days=100)
    before = len(campaign_harness.outreach.heard(ANNA))
    await campaign_harness.run_until_settled(await _asking(campaign_harness, "small"))
    assert (await campaign_harness.states())[-1] == (PlanState.DROPPED, PolicyReason.DECLINED)
    assert len(campaign_harness.outreach.heard(ANNA)) == before


# What stops a message stops a question -------------------------------------------------------------


async def test_a_question_in_the_outbox_waits_at_the_gate_while_its_campaign_is_paused(
    campaign_harness: CampaignHarness,
) -> None:
    people = customers(20)
    await campaign_harness.store(*people, consented=None)
    campaign = await _asking(campaign_harness)
    await _posted(campaign_harness)
    assert await campaign_harness.move(campaign, CampaignState.RUNNING, CampaignState.PAUSED)
    await campaign_harness.outreach.settled()
    await campaign_harness.outreach.wait(days=8)
    assert [one for one in people if _questions(campaign_harness, one)] == []
    assert await campaign_harness.resume(campaign)
    await campaign_harness.run_until_settled(campaign)
    assert [len(_questions(campaign_harness, one)) for one in people] == [1] * 20


async def test_a_stopped_campaign_asks_nobody_and_what_never_went_was_never_asked(
    campaign_harness: CampaignHarness,
) -> None:
    people = customers(20)
    await campaign_harness.store(*people, consented=None)
    campaign = await _asking(campaign_harness)
    await _posted(campaign_harness)
    assert await campaign_harness.move(campaign, CampaignState.RUNNING, CampaignState.STOPPED)
    await campaign_harness.run_until_settled(campaign)
    assert [one for one in people if _questions(campaign_harness, one)] == []
    assert set(await campaign_harness.states()) == {(PlanState.DROPPED, "cancelled")}
    assert await campaign_harness.outreach.harness.rows(tables.conversations) == []
    assert await campaign_harness.outreach.plans("reminder") == []


async def test_many_blocks_stop_a_survey_too(campaign_harness: CampaignHarness) -> None:
    people = customers(300)
    await campaign_harness.store(*people, consented=None)
    campaign_harness.outreach.fake_bot_api.closed.update(one.id for one in people[:40:4])
    campaign = await _asking(campaign_harness)
    await _posted(campaign_harness)
    await campaign_harness.outreach.settled()
    row = await campaign_harness.run_until_settled(campaign)
    assert (row["state"], row["broken_by"]) == (CampaignState.BROKEN, "blocks")
    asked = [one for one in people if _questions(campaign_harness, one)]
    assert len(asked) == (await _funnel(campaign_harness, campaign)).delivered == 90


async def test_an_uncertain_question_is_told_and_not_asked_again_but_its_answer_counts(
    campaign_harness: CampaignHarness,
) -> None:
    people = customers(10)
    await campaign_harness.store(BORIS, *people, consented=None)
    campaign = await _asking(campaign_harness)
    await campaign_harness.parts.campaigns.run_once()
    database = campaign_harness.outreach.harness.database

    def claim_three(connection: Connection) -> None:
        """As far as an earlier life came before it was killed."""
        for row in campaign_harness.parts.outreach.post_page(connection).rows[:3]:
            assert outbox.claim(connection, row.id)

    await database.write(claim_three)
    assert await database.write(give_up_claimed, campaign_harness.outreach.now) == 3
    row = await campaign_harness.run_until_settled(campaign)
    assert row["state"] == CampaignState.DONE
    assert sum(len(_questions(campaign_harness, one)) for one in people) == 7
    told = [body["text"] for body in campaign_harness.outreach.heard(BORIS)]
    assert len([text for text in told if "Неясно, дошло ли: 3" in text and "завершена" in text]) >= 1
    [lost, *_] = [one for one in people if not _questions(campaign_harness, one)]
    customer = (await campaign_harness.outreach.customer(lost))["id"]
    talks = await campaign_harness.outreach.harness.rows(tables.conversations)
    [talk] = [one for one in talks if one["customer_id"] == customer]
    await campaign_harness.outreach.tap(lost, f"{callback.prefix(talk['id'], 'score')}9")
    found = await _funnel(campaign_harness, campaign)
    assert (found.assigned, found.delivered, found.scored) == (10, 8, 1)


async def test_nobody_is_asked_whose_question_waits_when_the_survey_is_switched_off(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA, ANN, consented=None)
    campaign = await _asking(campaign_harness)
    await _posted(campaign_harness)
    catalogue = campaign_harness.outreach.harness.contexts.current.catalogue
    campaign_harness.outreach.change_context(catalogue=replace(catalogue, off=frozenset({"nps"})))
    await campaign_harness.run_until_settled(campaign)
    assert _questions(campaign_harness, ANNA) == _questions(campaign_harness, ANN) == []
    plans = await campaign_harness.outreach.plans("campaign")
    assert {plan["why"] for plan in plans} == {PolicyReason.CANCELLED}

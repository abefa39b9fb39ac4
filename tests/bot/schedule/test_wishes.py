"""What a person and the company wish of our writing: less of it, no promotion; held to at both stages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from handlers.outreach.explanation import explain
from storage import tables
from storage.engines.database import Database
from storage.people.own_data import collect
from storage.people.personal_data import DataSubject
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactLimits
from tests.campaigns import WORDS, CampaignHarness
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA

INVITED = "Вы нашли вариант лучше нашего"
CONSENT = "можно иногда присылать вам предложения"
NO_PROMOTION = ContactLimits(promotion=False)


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


def _heard(outreach_harness: OutreachHarness, words: str) -> list[dict[str, Any]]:
    return [body for body in outreach_harness.heard(ANNA) if words in body["text"]]


async def _told(outreach_harness: OutreachHarness) -> str:
    app = outreach_harness.harness.contexts.current
    told = await outreach_harness.harness.database.read(
        explain, app, str(ANNA.id), "ru", outreach_harness.now
    )
    assert told is not None
    return told


async def _end(outreach_harness: OutreachHarness, journey: str) -> list[tuple[str, str | None]]:
    return [(plan["state"], plan["why"]) for plan in await outreach_harness.plans(journey)]


# Ask me less ----------------------------------------------------------------------------------------


async def test_whoever_asked_for_less_waits_from_one_message_to_the_next(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    await outreach_harness.agree(ANNA)
    await outreach_harness.tap(ANNA, "settings:frequency:less")
    await outreach_harness.wait(days=3)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    await outreach_harness.wait(days=3)
    assert len(outreach_harness.heard(ANNA)) == 3, "the question, the settings, the reminder"
    assert ("planning", "wait", "asked_less") in await outreach_harness.verdicts()
    assert "клиент просил писать реже" in await _told(outreach_harness)
    assert "Просил писать реже: " in await _told(outreach_harness)
    await outreach_harness.tap(ANNA, "settings:frequency:usual")
    await outreach_harness.wait(days=4)
    assert await _end(outreach_harness, "winback") == [(PlanState.SENT, "due")]


async def test_a_wish_that_comes_while_the_message_waits_for_the_sender_is_heard(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    await outreach_harness.agree(ANNA)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    outreach_harness.harness.fake_clock.move(days=3)
    page = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    assert len(page.rows) == 2, "the reminder and the invitation"
    await outreach_harness.tap(ANNA, "settings:frequency:less")
    assert ("sending", "wait", "asked_less") in await outreach_harness.verdicts()


async def test_the_copy_of_ones_own_data_has_the_wish(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.tap(ANNA, "settings:frequency:less")
    customer = (await outreach_harness.customer(ANNA))["id"]
    subject = DataSubject(customer, ANNA.id, outreach_harness.now)
    [row] = (await outreach_harness.harness.database.read(collect, subject))["customers"]
    assert row["asked_less_at"] == outreach_harness.now.isoformat()


# No promotion through this channel ------------------------------------------------------------------


async def test_nobody_is_asked_about_offers_or_invited_where_the_company_sends_none(
    outreach_harness: OutreachHarness,
) -> None:
    outreach_harness.change_context(limits=NO_PROMOTION)
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    await outreach_harness.wait(days=40)
    assert not _heard(outreach_harness, CONSENT)
    assert await outreach_harness.plans("winback") == []
    assert ("planning", "never", "no_promotion") in await outreach_harness.verdicts()
    assert "предложения через этот канал выключены" in await _told(outreach_harness)


async def test_what_was_planned_before_the_switch_is_dropped_when_it_is_due(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    outreach_harness.change_context(limits=NO_PROMOTION)
    await outreach_harness.wait(days=3)
    assert await _end(outreach_harness, "winback") == [(PlanState.DROPPED, "no_promotion")]


async def test_what_waits_for_the_sender_at_the_switch_does_not_go(outreach_harness: OutreachHarness) -> None:
    campaigns = CampaignHarness(outreach_harness)
    await campaigns.store(ANNA)
    await campaigns.started()
    await campaigns.parts.campaigns.run_once()
    await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    limits = outreach_harness.harness.contexts.current.limits
    outreach_harness.change_context(limits=replace(limits, promotion=False))
    await outreach_harness.settled()
    assert campaigns.got(ANNA) == []
    assert await campaigns.states() == [(PlanState.DROPPED, "no_promotion")]
    assert ("sending", "never", "no_promotion") in await outreach_harness.verdicts()


async def test_service_messages_go_where_the_company_sends_no_promotion(
    outreach_harness: OutreachHarness,
) -> None:
    outreach_harness.change_context(limits=NO_PROMOTION)
    campaigns = CampaignHarness(outreach_harness)
    await campaigns.store(ANNA, consented=None)
    await campaigns.run_until_settled(await campaigns.started(kind="service"))
    assert campaigns.got(ANNA) == [WORDS["ru"]]


async def test_the_settings_offer_no_offers_and_an_old_yes_promises_none(
    outreach_harness: OutreachHarness,
) -> None:
    outreach_harness.change_context(limits=NO_PROMOTION)
    await outreach_harness.say(ANNA, "/settings")
    [page] = outreach_harness.heard(ANNA)
    assert "Предложения: нет" in page["text"]
    assert "settings:offers" not in str(page["reply_markup"])
    await outreach_harness.tap(ANNA, "offers:yes")
    assert "никаких предложений не присылаем" in outreach_harness.heard(ANNA)[-1]["text"]
    assert [row["given"] for row in await outreach_harness.harness.rows(tables.consents)] == [True]

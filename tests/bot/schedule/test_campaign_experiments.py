"""Two texts side by side and offers with codes: who gets which is fixed, and counted to the order."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from storage import tables
from storage.engines.database import Database
from storage.outreach import campaign_counts, campaigns
from storage.rows import Order
from surveys.language.text import Text
from surveys.offers.offer import Offer, OfferList
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import CampaignState
from surveys.outreach.holdout import Arm, arm_of
from surveys.statistics.campaign_results import CampaignResults
from surveys.statistics.winback_report import OfferOutcome
from tests.campaigns import EVERYBODY, WORDS, CampaignHarness
from tests.outreach_harness import begun
from tests.updates import ANN, ANNA, BORIS, ZOYA, Person, customers

OTHER = {"ru": "Кофе за полцены по средам", "en": "Half-price coffee on Wednesdays"}
SHOWN = {Arm.TREATED: WORDS["ru"], Arm.VARIANT: OTHER["ru"], Arm.HOLDOUT: None}
TEN = Offer(
    "ten", Text("Скидка 10 %", "10% off"), timedelta(days=14), codes=("A-1",), cost_minor=300_00,
    fallback="free",
)  # fmt: skip
FREE = Offer("free", Text("Доставка даром", "Free delivery"), timedelta(days=7), pattern="F-######", stock=1)


@pytest.fixture
async def campaign_harness(harness_database: Database) -> AsyncIterator[CampaignHarness]:
    async with begun(harness_database) as running:
        running.change_context(offers=OfferList((TEN, FREE)))
        yield CampaignHarness(running)


def _said(harness: CampaignHarness, person: Person) -> str | None:
    """What the campaign told that person; None for nothing."""
    texts = [str(body["text"]) for body in harness.outreach.heard(person)]
    assert len(texts) <= 1
    return texts[0] if texts else None


async def _arms(harness: CampaignHarness) -> dict[int, Arm | None]:
    return {plan["customer_id"]: plan["arm"] for plan in await harness.outreach.plans("campaign")}


async def _results(harness: CampaignHarness, campaign: int) -> CampaignResults:
    database = harness.outreach.harness.database
    found = await database.read(campaigns.find, campaign)
    assert found is not None
    return await database.read(campaign_counts.results, found, harness.outreach.now)


async def _order(harness: CampaignHarness, people: Iterable[int], **values: object) -> list[Order]:
    """An order of each of these customers, now."""
    ids = harness.outreach.harness.ids
    found = [Order(ids.next(), one, harness.outreach.now, **values) for one in people]  # type: ignore[arg-type]  # any
    for one in found:
        await harness.outreach.store(one)
    return found


async def test_everybody_gets_the_text_of_their_arm_and_the_holdout_none(
    campaign_harness: CampaignHarness,
) -> None:
    people = customers(90)
    await campaign_harness.store(*people)
    campaign = await campaign_harness.started(words_b=OTHER, holdout=0.2)
    await campaign_harness.run_until_settled(campaign)
    arms = await _arms(campaign_harness)
    ids = {row["telegram_id"]: row["id"] for row in await campaign_harness.outreach.harness.customers()}
    for one in people:
        customer = ids[one.id]
        expected = arm_of(customer, f"campaign:{campaign}", 0.2, has_variant=True)
        assert arms[customer] is expected
        assert _said(campaign_harness, one) == SHOWN[expected]
    assert all(n > 5 for n in Counter(arms.values()).values())


async def test_nothing_is_better_before_everybody_had_their_days_and_only_what_is_proven(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(*customers(120))
    campaign = await campaign_harness.started(words_b=OTHER, holdout=0.2)
    await campaign_harness.run_until_settled(campaign)
    arms = await _arms(campaign_harness)
    await _order(campaign_harness, [one for one, arm in arms.items() if arm is Arm.VARIANT])
    assert (await _results(campaign_harness, campaign)).comparisons == ()
    campaign_harness.outreach.harness.fake_clock.move(days=30)
    found = await _results(campaign_harness, campaign)
    texts, both, first, second = (one.effect for one in found.comparisons)
    n = Counter(arms.values())
    assert (texts.treated.n, texts.holdout.n) == (n[Arm.TREATED], n[Arm.VARIANT])
    assert texts.difference.value == -1
    assert [one.is_proven for one in (texts, both, first, second)] == [True, True, False, True]


async def test_an_offer_comes_with_its_code_then_its_fallback_then_without(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA, ANN, ZOYA)
    await campaign_harness.store(*customers(2), consented=False)
    campaign = await campaign_harness.started(offer="ten")
    await campaign_harness.run_until_settled(campaign)
    first, second, third = (campaign_harness.outreach.heard(one)[-1] for one in (ANNA, ANN, ZOYA))
    assert first["text"] == f"{WORDS['ru']}\n\n🎁 Скидка 10 %\nКод A-1, действует 14 дней."
    labels = [row[0]["text"] for row in first["reply_markup"]["inline_keyboard"]]
    assert labels == ["📋 Скопировать код A-1", "🔕 Без предложений"]
    assert second["text"].startswith(f"{WORDS['en']}\n\n🎁 Free delivery\nCode F-")
    assert third["text"] == WORDS["ru"]
    assert len(await campaign_harness.outreach.harness.rows(tables.offers_given)) == 2


async def test_what_becomes_of_its_offers_is_counted_with_their_cost(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA, ANN, left_at=campaign_harness.outreach.now)
    campaign = await campaign_harness.started(Audience(has_left=True), offer="ten")
    await campaign_harness.run_until_settled(campaign)
    rows = campaign_harness.outreach.heard(ANNA)[-1]["reply_markup"]["inline_keyboard"]
    back = next(row[0] for row in rows if row[0]["text"] == "👋 Я снова с вами")
    await campaign_harness.outreach.tap(ANNA, back["callback_data"])
    anna = (await campaign_harness.outreach.customer(ANNA))["id"]
    [order] = await _order(campaign_harness, [anna], code="a-1")
    housekeeping = campaign_harness.parts.housekeeping
    campaign_harness.outreach.harness.fake_clock.move(days=8)
    await housekeeping.end_offers()
    found = await _results(campaign_harness, campaign)
    assert found.offers == OfferOutcome(shown=2, taken=1, used=1, expired=1, cost_minor=300_00)
    assert found.arms[Arm.TREATED].said_back == 1

    def cancel(connection: Connection) -> None:
        connection.execute(tables.orders.update().values(status="cancelled"))

    await campaign_harness.outreach.harness.database.write(cancel)
    await housekeeping.settle_offers()
    assert order.id not in {
        row["order_id"] for row in await campaign_harness.outreach.harness.rows(tables.offers_given)
    }
    assert (await _results(campaign_harness, campaign)).offers.used == 0


async def test_a_code_whose_message_was_stopped_goes_to_somebody_else(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA)
    campaign = await campaign_harness.started(offer="ten")
    await campaign_harness.parts.campaigns.run_once()
    database = campaign_harness.outreach.harness.database
    await database.write(campaign_harness.parts.outreach.post_page)
    await campaign_harness.move(campaign, CampaignState.RUNNING, CampaignState.STOPPED)
    await campaign_harness.run_until_settled(campaign)
    await campaign_harness.parts.housekeeping.end_offers()
    await campaign_harness.store(ZOYA)
    again = await campaign_harness.started(EVERYBODY, offer="ten", created_by=BORIS.id)
    await campaign_harness.run_until_settled(again)
    told = [_said(campaign_harness, one) or "" for one in (ANNA, ZOYA)]
    assert ["A-1" in text for text in told] == [True, False]
    assert "Код F-" in told[1]

"""An invitation back shows one offer that is true, and what becomes of it is seen in the report."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from storage import tables
from storage.engines.database import Database
from storage.reports import winback
from storage.rows import Order
from surveys.language.text import Text
from surveys.offers.offer import Offer, OfferList
from surveys.statistics.periods import parse
from surveys.statistics.winback_report import OfferOutcome
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANN, ANNA, Person

TEN = Offer(
    "ten",
    Text("Скидка 10 %", "10% off"),
    timedelta(days=14),
    codes=("BACK-1",),
    cost_minor=300_00,
    reasons=("COMPETITOR",),
    fallback="free",
)
FREE = Offer(
    "free", Text("Бесплатная доставка", "Free delivery"), timedelta(days=1), pattern="F-######", stock=1
)
EXITS = {"ru": "🔕 Без предложений", "en": "🔕 No offers"}


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        running.change_context(offers=OfferList((TEN, FREE)))
        yield running


async def _invited(harness: OutreachHarness, *people: Person, reason: str = "COMPETITOR") -> None:
    """They leave one after the other, and each is invited."""
    for person in people:
        await harness.say(person, "/start")
        await harness.agree(person)
        await harness.leave(person, reason)
        harness.harness.fake_clock.move(minutes=1)
    await harness.wait(days=30)


def _invitation(harness: OutreachHarness, person: Person) -> dict[str, Any]:
    language = (person.language or "ru")[:2]
    [found] = [
        body
        for body in harness.heard(person)
        if EXITS[language] in str(body.get("reply_markup", "")) and "came-back" in str(body)
    ]
    return found


async def _given(harness: OutreachHarness) -> list[Any]:
    return list(await harness.harness.rows(tables.offers_given))


async def test_the_offer_is_shown_with_its_code_a_button_that_copies_it_and_the_exit(
    outreach_harness: OutreachHarness,
) -> None:
    await _invited(outreach_harness, ANNA)
    shown = _invitation(outreach_harness, ANNA)
    assert shown["text"].endswith("\n\n🎁 Скидка 10 %\nКод BACK-1, действует 14 дней.")
    copy, back, no_more = [row[0] for row in shown["reply_markup"]["inline_keyboard"]]
    assert copy == {"text": "📋 Скопировать код BACK-1", "copy_text": {"text": "BACK-1"}}
    assert (back["text"], no_more["text"]) == ("👋 Я снова с вами", "🔕 Без предложений")
    await outreach_harness.tap(ANNA, back["callback_data"])
    [given] = await _given(outreach_harness)
    assert given["taken_at"] == outreach_harness.now


async def test_who_comes_after_the_last_code_gets_the_fallback_in_their_language(
    outreach_harness: OutreachHarness,
) -> None:
    await _invited(outreach_harness, ANNA, ANN)
    assert "Код BACK-1" in _invitation(outreach_harness, ANNA)["text"]
    english = _invitation(outreach_harness, ANN)["text"]
    assert "🎁 Free delivery\nCode F-" in english
    assert english.endswith(", valid for 1 day.")


async def test_without_an_offer_that_may_be_made_the_invitation_makes_none(
    outreach_harness: OutreachHarness,
) -> None:
    outreach_harness.change_context(offers=OfferList((replace(TEN, codes=(), stock=0, pattern="X-######"),)))
    await _invited(outreach_harness, ANNA)
    shown = _invitation(outreach_harness, ANNA)
    assert "🎁" not in shown["text"]
    assert [row[0]["text"] for row in shown["reply_markup"]["inline_keyboard"]] == [
        "👋 Я снова с вами",
        "🔕 Без предложений",
    ]
    assert await _given(outreach_harness) == []


async def test_a_reason_without_an_offer_and_the_holdout_get_none(outreach_harness: OutreachHarness) -> None:
    await _invited(outreach_harness, ANN, reason="PRICE_HIGH")
    outreach_harness.change_context(holdout=1.0)
    await _invited(outreach_harness, ANNA)
    assert await _given(outreach_harness) == []


async def test_an_order_with_the_code_is_seen_in_the_report_with_its_cost(
    outreach_harness: OutreachHarness,
) -> None:
    await _invited(outreach_harness, ANNA, ANN)
    anna = (await outreach_harness.customer(ANNA))["id"]
    harness = outreach_harness.harness
    await outreach_harness.wait(days=5)
    order = Order(harness.ids.next(), anna, outreach_harness.now, amount_minor=900_00, code="back-1")
    await outreach_harness.store(order)
    await harness.parts.housekeeping.end_offers()
    used, expired = sorted(await _given(outreach_harness), key=lambda one: str(one["offer"]), reverse=True)
    assert (used["used_at"], used["order_id"], used["expired_at"]) == (order.ordered_at, order.id, None)
    assert (expired["used_at"], expired["expired_at"]) == (None, outreach_harness.now)
    outreach_harness.harness.fake_clock.move(days=30)
    asked = parse("365d", outreach_harness.now, harness.contexts.current.zone)
    found = await harness.database.read(winback.report, asked, outreach_harness.now)
    assert found.offers == OfferOutcome(shown=2, taken=0, used=1, expired=1, cost_minor=300_00)
    assert found.cost_per_incremental is None  # nobody was held out

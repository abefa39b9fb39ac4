"""Who is new or came back is asked in words of their own, from the first question to the last receipt."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import tables
from storage.engines.database import Database
from storage.rows import Order
from surveys.catalogue import files
from surveys.questions.customer_stage import CustomerStage
from tests.campaigns import CampaignHarness
from tests.journey_files import journeys
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA
from tests.words import words_of

USUAL, NEW, RETURNED = "спрашивает: насколько", "совсем недавно", "снова с нами"
NPS = (files.BUILT_IN / "nps.toml").read_text(encoding="utf-8")


@pytest.fixture
async def harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        await running.say(ANNA, "/start")
        yield running


def _last(harness: OutreachHarness) -> str:
    return str(harness.heard(ANNA)[-1]["text"])


async def test_whoever_is_not_known_to_have_ordered_reads_the_usual_words(harness: OutreachHarness) -> None:
    await harness.say(ANNA, "/rate")
    assert USUAL in _last(harness)


async def test_a_new_customer_reads_words_for_the_new_also_when_it_is_shown_again(
    harness: OutreachHarness,
) -> None:
    await harness.order(ANNA)
    await harness.say(ANNA, "/rate")
    assert NEW in _last(harness)
    harness.harness.fake_clock.move(days=10)
    await CampaignHarness(harness).set_customer(ANNA, returned_at=harness.now)
    await harness.say(ANNA, "/rate")
    assert NEW in _last(harness), "it was begun as a new customer's"
    [talk] = await harness.harness.rows(tables.conversations)
    assert talk["stage"] == CustomerStage.NEW


async def test_a_journey_asks_whoever_came_back_in_words_for_them(harness: OutreachHarness) -> None:
    harness.change_context(
        journeys=journeys(post_order='trigger = "order_stored"\nafter = "2d"\nsurvey = "after-order"\n')
    )
    customer = (await harness.customer(ANNA))["id"]
    await CampaignHarness(harness).set_customer(ANNA, returned_at=harness.now)
    long_ago = harness.now - timedelta(days=300)
    await harness.store(Order(harness.harness.ids.next(), customer, long_ago))
    await harness.order(ANNA)
    await harness.harness.parts.journey_planning.run_once()
    await harness.wait(days=2)
    assert _last(harness).startswith("Рады, что вы снова заказали в «")


async def test_words_for_a_stage_are_checked_as_all_words_are(tmp_path: Path) -> None:
    broken = NPS.replace("Вы с нами совсем недавно", "{company}, вы с нами совсем недавно")
    (tmp_path / "nps.toml").write_text(broken, encoding="utf-8")
    [fault] = files.check(tmp_path)
    assert "questions.score.text.new.ru" in words_of(fault.text)


async def test_an_unknown_stage_is_told_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "nps.toml").write_text(
        NPS.replace("[questions.text.new]", "[questions.text.newish]"), encoding="utf-8"
    )
    [fault] = files.check(tmp_path)
    assert "new" in words_of(fault.text)

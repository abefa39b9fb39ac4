"""A corrected score reaches the case that it opened."""

import pytest

from storage import tables
from tests.handlers.customer.survey_talk import QUESTION, option, says, taps
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness
from tests.updates import ANNA, tapped


async def test_the_case_follows_the_score(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "2")
    await says(harness, ANNA, "Долго ждала")
    choosing = await taps(harness, ANNA, receipt, "change")
    await taps(harness, ANNA, choosing, "10")
    [case] = await harness.rows(tables.cases)
    assert (case["score"], case["first_score"]) == (10, 2)


async def test_a_typed_correction_reaches_the_case_too(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "2")
    await says(harness, ANNA, "Долго ждала")
    await taps(harness, ANNA, receipt, "change")
    await says(harness, ANNA, "десять")
    [case] = await harness.rows(tables.cases)
    assert (case["score"], case["first_score"]) == (10, 2)


async def test_a_score_that_came_back_was_not_changed(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "2")
    await says(harness, ANNA, "Долго ждала")
    for score in ("10", "2"):
        choosing = await taps(harness, ANNA, receipt, "change")
        await taps(harness, ANNA, choosing, score)
    [case] = await harness.rows(tables.cases)
    assert (case["score"], case["first_score"]) == (2, None)


async def test_words_told_after_the_correction_reach_the_case(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "2")
    await says(harness, ANNA, "Долго ждала")
    choosing = await taps(harness, ANNA, receipt, "change")
    await taps(harness, ANNA, choosing, "10")
    await says(harness, ANNA, "Извинились и привезли новый")
    [case] = await harness.rows(tables.cases)
    found = [(row["words"], row["case_id"]) for row in await harness.rows(tables.messages)]
    assert ("Извинились и привезли новый", case["id"]) in found


async def test_a_complaint_has_no_score_to_follow(harness: Harness) -> None:
    await says(harness, ANNA, "/complain", "Качество", "Разбито", "В магазине")
    asking = await says(harness, ANNA, "/rate")
    for score in ("2", "9"):
        await harness.deliver(tapped(ANNA, option(asking, score), QUESTION))
    [case] = await harness.rows(tables.cases)
    assert case["score"] is None


@pytest.mark.parametrize("forum", [True, False], ids=["topics", "plain group"])
async def test_the_card_shows_the_score_before_and_now(support: SupportHarness, forum: bool) -> None:
    await support.reload(forum=forum)
    anna = support.anna
    await support.deliver(await anna.say("/rate"))
    await support.deliver(await anna.tap(anna.chat.messages[-1], "2"))
    await support.deliver(await anna.say("Долго ждала, но извинились"))
    assert "→" not in card(support)
    assert card(support).startswith("🔺")
    receipt = next(one for one in anna.chat.messages if one.from_bot and "Ваша оценка: 2" in one.text)
    change = support.harness.contexts.current.texts.text("ru", "button-change")
    await support.deliver(await anna.tap(receipt, change))
    await support.deliver(await anna.tap(receipt, "10"))
    assert "2 → 10" in card(support)
    assert not card(support).startswith("🔺")


def card(support: SupportHarness) -> str:
    """The card of the only case, as it stands now."""
    return next(text for text in support.said() if text.removeprefix("🔺").startswith("⚪ #1\n"))

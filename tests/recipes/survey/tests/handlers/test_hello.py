"""A survey is begun by its link and its button, counted, and followed by what follows from its kind."""

import pytest

from storage import tables
from tests.harness import Harness
from tests.updates import ANNA, said, tapped


@pytest.mark.parametrize("begins", ["link", "button"])
async def test_a_low_score_with_words_is_counted_and_opens_a_case(harness: Harness, begins: str) -> None:
    if begins == "link":
        asked = await harness.say(ANNA, "/start s_hello")
    else:
        greeting = await harness.say(ANNA, "/start")
        [asked] = await harness.deliver(tapped(ANNA, greeting.buttons["👋 Как прошло?"], 76))
    assert asked.text == "Как прошла первая встреча?"
    await harness.deliver(tapped(ANNA, asked.buttons["2"], 77))
    await harness.deliver(said(ANNA, "Ждал час"))
    assert await harness.scores() == {2: 1}
    [case] = await harness.rows(tables.cases)
    assert (case["source"], case["score"], case["words"]) == ("score", 2, "Ждал час")

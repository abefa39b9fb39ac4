"""A company's own survey files through the worker: other names, other surveys, the same consequences."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.customer.consequences import CONSEQUENCES
from storage import tables
from surveys.catalogue import files
from surveys.questions.survey import SurveyKind
from tests.harness import Harness, app_context
from tests.surveys.samples import SMALL
from tests.updates import ANNA, said, tapped

COMPLAINT = (files.BUILT_IN / "complaint.toml").read_text(encoding="utf-8")
CSAT = SMALL.replace(
    'id = "small"', 'id = "delivery-csat"\nmenu = { ru = "Оценить доставку", en = "Rate it" }'
)


def use_survey(harness: Harness, folder: Path, content: str) -> None:
    """The company of the tests with this file of its own."""
    (folder / "own.toml").write_text(content, encoding="utf-8")
    own = replace(app_context(), catalogue=files.load(folder), username="sunflower_bot")
    harness.contexts.current = own


async def test_a_renamed_category_is_the_category_of_the_case(harness: Harness, tmp_path: Path) -> None:
    renamed = COMPLAINT.replace('id = "category"', 'id = "topic"').replace('"touchpoint"', '"place"')
    renamed = renamed.replace('role = "place"', 'role = "touchpoint"').replace(
        'of = "category"', 'of = "topic"'
    )
    use_survey(harness, tmp_path, renamed)
    asking = await harness.say(ANNA, "/complain")
    await harness.deliver(tapped(ANNA, asking.buttons["📦 Качество"], 77))
    _, where = await harness.deliver(said(ANNA, "Не приехали"))
    await harness.deliver(tapped(ANNA, where.buttons["На сайте"], 78))
    [case] = await harness.rows(tables.cases)
    assert (case["source"], case["category"], case["touchpoint"]) == ("complaint", "quality", "online")
    assert case["words"] == "Не приехали"


@pytest.mark.parametrize(
    ("payload", "touchpoint"),
    [("s_delivery-csat", None), ("s_delivery-csat_pickup", "pickup"), ("s_delivery-csat_moon", None)],
)
async def test_a_new_survey_is_begun_by_its_link_and_leaves_the_nps_alone(
    harness: Harness, tmp_path: Path, payload: str, touchpoint: str | None
) -> None:
    use_survey(harness, tmp_path, CSAT)
    asked = await harness.say(ANNA, f"/start {payload}")
    assert asked.text == "Сколько?"
    await harness.deliver(tapped(ANNA, asked.buttons["9"], 77))
    [conversation] = await harness.rows(tables.conversations)
    assert (conversation["survey_id"], conversation["touchpoint"]) == ("delivery-csat", touchpoint)
    [answer] = await harness.rows(tables.answers)
    assert (answer["survey_id"], answer["score"], answer["touchpoint"]) == ("delivery-csat", 9, touchpoint)
    assert {row["survey_id"] for row in await harness.rows(tables.score_days)} == {"delivery-csat"}
    assert await harness.scores() == {9: 1}


async def test_a_low_score_with_words_in_a_new_survey_opens_a_case(harness: Harness, tmp_path: Path) -> None:
    use_survey(harness, tmp_path, CSAT)
    asked = await harness.say(ANNA, "/start s_delivery-csat_pickup")
    await harness.deliver(tapped(ANNA, asked.buttons["2"], 77))
    await harness.deliver(said(ANNA, "Ждал час"))
    [case] = await harness.rows(tables.cases)
    assert (case["source"], case["score"], case["touchpoint"]) == ("score", 2, "pickup")
    assert case["words"] == "Ждал час"


async def test_a_survey_whose_file_asks_for_a_button_stands_under_the_greeting(
    harness: Harness, tmp_path: Path
) -> None:
    usual = list((await harness.say(ANNA, "/start")).buttons)
    use_survey(harness, tmp_path, CSAT)
    greeting = await harness.say(ANNA, "/start")
    assert list(greeting.buttons) == [*usual, "Оценить доставку"]
    [asked] = await harness.deliver(tapped(ANNA, greeting.buttons["Оценить доставку"], 77))
    assert asked.text == "Сколько?"


async def test_a_link_to_no_survey_is_a_greeting(harness: Harness) -> None:
    assert (await harness.say(ANNA, "/start s_moon")).text == (await harness.say(ANNA, "/start")).text


async def test_whoever_taps_too_late_is_told_the_way_back_to_that_survey(
    harness: Harness, tmp_path: Path
) -> None:
    use_survey(harness, tmp_path, CSAT)
    asked = await harness.say(ANNA, "/start s_delivery-csat")
    harness.fake_clock.move(days=8)
    popped_up = await harness.tap(ANNA, asked.buttons["9"], 77)
    assert "https://t.me/sunflower_bot?start=s_delivery-csat" in popped_up
    assert await harness.rows(tables.answers) == []


def test_something_follows_from_an_answer_in_every_kind_of_survey() -> None:
    assert CONSEQUENCES.keys() == set(SurveyKind)

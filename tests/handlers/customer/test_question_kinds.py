"""CSAT, effort, thumbs and several choices through the worker: tapped, typed, corrected, counted apart."""

from pathlib import Path
from typing import Final

import pytest

from storage import tables
from tests.handlers.customer.survey_talk import answers, current, last, says, taps
from tests.handlers.customer.test_own_surveys import use_survey
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, said, tapped

SCALES: Final = """\
id = "after"
version = 1
kind = "transactional"
title = { ru = "После заказа", en = "After an order" }

[[questions]]
id = "content"
role = "score"
kind = "csat"
next = "ease"
text = { ru = "Довольны?", en = "Happy?" }

[[questions]]
id = "ease"
kind = "effort"
next = "helped"
text = { ru = "Легко?", en = "Easy?" }

[[questions]]
id = "helped"
kind = "thumbs"
next = "drivers"
text = { ru = "Помогли?", en = "Helped?" }

[[questions]]
id = "drivers"
kind = "multiple"
at_most = 2
next = "end"
text = { ru = "Что понравилось?", en = "What was good?" }
options = [
  { id = "speed", ru = "Скорость", en = "Speed" },
  { id = "taste", ru = "Вкус", en = "Taste" },
  { id = "price", ru = "Цена", en = "Price" },
]

[[thanks]]
text = { ru = "Спасибо!", en = "Thank you!" }
"""
LINK: Final = "/start s_after"


@pytest.fixture
async def surveyed(harness: Harness, tmp_path: Path) -> Harness:
    use_survey(harness, tmp_path, SCALES)
    return harness


async def test_each_kind_is_tapped_from_start_to_end(surveyed: Harness) -> None:
    asked = await surveyed.say(ANNA, LINK)
    assert asked.text == "1 из 4\nДовольны?"
    assert list(asked.buttons) == ["😡", "😕", "😐", "🙂", "😍"]
    asked = await taps(surveyed, ANNA, asked, "4")
    assert asked.text == "Ваша оценка: 4/5 🙂\n\n2 из 4\nЛегко?"
    asked = await taps(surveyed, ANNA, asked, "7")
    assert asked.text == "Ваша оценка: 7/7\n\n3 из 4\nПомогли?"
    asked = await taps(surveyed, ANNA, asked, "up")
    picked = await taps(surveyed, ANNA, asked, "price")
    assert [label for label in picked.buttons if label.startswith("✔️")] == ["✔️ Цена"]
    picked = await taps(surveyed, ANNA, picked, "speed")
    told = await taps(surveyed, ANNA, picked, "done")
    assert told.text == "Ваш ответ: Скорость, Цена\n\nСпасибо!"
    stored = await current(surveyed, "drivers")
    assert (stored["options"], stored["option"], stored["score"]) == (["speed", "price"], None, None)
    [talk] = await surveyed.rows(tables.conversations)
    assert talk["given"] == {"content": 4, "ease": 7, "helped": "up", "drivers": "speed,price"}
    assert talk["picked"] is None


async def test_each_kind_understands_words(surveyed: Harness) -> None:
    await surveyed.say(ANNA, LINK)
    await says(surveyed, ANNA, "⭐⭐⭐⭐")
    await says(surveyed, ANNA, "6 из 7")
    await says(surveyed, ANNA, "да")
    told = await says(surveyed, ANNA, "вкус, цена")
    assert told.text == "Ваш ответ: Вкус, Цена\n\nСпасибо!"
    [talk] = await surveyed.rows(tables.conversations)
    assert talk["given"] == {"content": 4, "ease": 6, "helped": "up", "drivers": "taste,price"}


@pytest.mark.parametrize(
    ("words", "score"), [("😍", 5), ("4", 4), ("пятёрка", 5), ("3 из 5", 3), ("★★", 2), ("ставлю 1", 1)]
)
async def test_a_csat_is_understood_in_signs_figures_and_words(
    surveyed: Harness, words: str, score: int
) -> None:
    await surveyed.say(ANNA, LINK)
    await says(surveyed, ANNA, words)
    assert (await current(surveyed, "content"))["score"] == score


@pytest.mark.parametrize("words", ["8", "0", "здравствуйте"])
async def test_what_is_off_the_scale_is_told_the_scale(surveyed: Harness, words: str) -> None:
    await surveyed.say(ANNA, LINK)
    assert "от 1 до 5" in (await says(surveyed, ANNA, words)).text
    assert await answers(surveyed, "content") == []


async def test_scores_of_other_scales_are_counted_apart_from_the_nps(surveyed: Harness) -> None:
    nps = await surveyed.say(ANNA, "/rate")
    await surveyed.deliver(tapped(ANNA, nps.buttons["10"], 70))
    asked = await surveyed.say(ANNA, LINK)
    asked = await taps(surveyed, ANNA, asked, "5")
    await taps(surveyed, ANNA, asked, "7")
    counted = {
        (row["survey_id"], row["question_id"], row["score"]): row["n"]
        for row in await surveyed.rows(tables.score_days)
    }
    assert counted == {("nps", "score", 10): 1, ("after", "content", 5): 1, ("after", "ease", 7): 1}
    from_manager = await surveyed.say(BORIS, "/nps")
    assert "1 " in from_manager.text


async def test_a_slip_of_the_finger_on_a_csat_is_set_right(surveyed: Harness) -> None:
    asked = await surveyed.say(ANNA, LINK)
    asked = await taps(surveyed, ANNA, asked, "1")
    told = await taps(surveyed, ANNA, asked, "change")
    await taps(surveyed, ANNA, told, "5")
    assert (await current(surveyed, "content"))["score"] == 5
    assert {row["score"]: row["n"] for row in await surveyed.rows(tables.score_days)} in (
        {5: 1},
        {1: 0, 5: 1},
    )


async def test_two_of_five_is_low(surveyed: Harness) -> None:
    asked = await surveyed.say(ANNA, LINK)
    assert "🤝 Разобраться вместе" in (await taps(surveyed, ANNA, asked, "2")).buttons


async def test_a_good_csat_is_not_taken_for_a_low_nps(surveyed: Harness) -> None:
    asked = await surveyed.say(ANNA, LINK)
    assert "🤝 Разобраться вместе" not in (await taps(surveyed, ANNA, asked, "5")).buttons


async def drivers(harness: Harness) -> SentCall:
    asked = await harness.say(ANNA, LINK)
    for option in ("4", "7", "up"):
        asked = await taps(harness, ANNA, asked, option)
    return asked


async def test_more_than_may_be_chosen_is_refused_with_a_word(surveyed: Harness) -> None:
    asked = await drivers(surveyed)
    for option in ("price", "speed"):
        asked = await taps(surveyed, ANNA, asked, option)
    said_to = await surveyed.tap(ANNA, next(d for d in asked.buttons.values() if d.endswith(":taste")), 5123)
    assert "не больше 2" in said_to
    asked = await taps(surveyed, ANNA, asked, "speed")
    assert [label for label in asked.buttons if label.startswith("✔️")] == ["✔️ Цена"]


async def test_done_without_a_choice_says_how_many_are_needed(surveyed: Harness) -> None:
    asked = await drivers(surveyed)
    said_to = await surveyed.tap(ANNA, next(d for d in asked.buttons.values() if d.endswith(":done")), 5123)
    assert "хотя бы 1" in said_to
    assert await answers(surveyed, "drivers") == []


async def test_several_choices_are_typed_one_by_one_and_ended_by_a_word(surveyed: Harness) -> None:
    await drivers(surveyed)
    shown = await says(surveyed, ANNA, "вкус")
    assert "✔️ Вкус" in shown.buttons
    told = await says(surveyed, ANNA, "готово")
    assert told.text.startswith("Ваш ответ: Вкус")


async def test_several_choices_are_changed_and_the_first_ones_kept_for_the_history(surveyed: Harness) -> None:
    asked = await drivers(surveyed)
    told = await taps(surveyed, ANNA, await taps(surveyed, ANNA, asked, "taste"), "done")
    shown = await taps(surveyed, ANNA, told, "change")
    assert "✔️ Вкус" in shown.buttons
    shown = await taps(surveyed, ANNA, shown, "speed")
    shown = await taps(surveyed, ANNA, shown, "taste")
    await taps(surveyed, ANNA, shown, "done")
    assert (await current(surveyed, "drivers"))["options"] == ["speed"]
    [before] = await surveyed.rows(tables.corrections)
    assert before["options"] == ["taste"]


async def test_the_last_button_pressed_twice_changes_nothing(surveyed: Harness) -> None:
    asked = await drivers(surveyed)
    picked = await taps(surveyed, ANNA, asked, "taste")
    done = next(data for data in picked.buttons.values() if data.endswith(":done"))
    await surveyed.deliver(tapped(ANNA, done, 5123), tapped(ANNA, done, 5123))
    assert [row["options"] for row in await answers(surveyed, "drivers")] == [["taste"]]


async def test_a_stale_choice_after_the_end_changes_nothing(surveyed: Harness) -> None:
    asked = await drivers(surveyed)
    picked = await taps(surveyed, ANNA, asked, "taste")
    await taps(surveyed, ANNA, picked, "done")
    stale = next(data for data in picked.buttons.values() if data.endswith(":speed"))
    await surveyed.tap(ANNA, stale, 5123)
    assert (await current(surveyed, "drivers"))["options"] == ["taste"]


async def test_words_that_only_choose_are_nothing_for_staff_to_read(surveyed: Harness) -> None:
    await surveyed.say(ANNA, LINK)
    for words in ("⭐⭐⭐⭐", "6 из 7", "ага", "вкус, цена"):
        await says(surveyed, ANNA, words)
    assert await surveyed.rows(tables.feedback) == []


async def test_stray_words_are_kept_and_told_what_would_be_an_answer(surveyed: Harness) -> None:
    asked = await surveyed.say(ANNA, LINK)
    for option in ("4", "7"):
        asked = await taps(surveyed, ANNA, asked, option)
    told = await last(surveyed, said(ANNA, "а когда привезёте?"))
    assert "«да» либо «нет»" in told.text
    assert await answers(surveyed, "helped") == []

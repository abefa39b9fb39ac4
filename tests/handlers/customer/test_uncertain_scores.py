"""A number that may not be a score is asked about with one question, and its words are never lost."""

import pytest

from storage import tables
from tests.handlers.customer.stray_input import PHOTO
from tests.handlers.customer.survey_talk import (
    answers,
    current,
    kept,
    last,
    option,
    options,
    says,
    taps,
    words_everywhere,
)
from tests.harness import Harness
from tests.updates import ANN, ANNA, said, sent

UNSURE = {
    "2 коробки пришли мятые": 2,
    "5 ноября привезли, всё супер": 5,
    "7 ч ждал": 7,
    # of the same kind
    "4 пакета, и все рваные": 4,
    "заказ ехал 6 дней": 6,
    "3 boxes came crushed": 3,
}


@pytest.mark.parametrize(("words", "value"), UNSURE.items())
async def test_a_number_among_words_is_asked_about_and_is_no_score_yet(
    harness: Harness, words: str, value: int
) -> None:
    asked = await says(harness, ANNA, "/rate", words)
    assert await harness.scores() == {}
    assert str(value) in asked.text
    assert options(asked) == [str(value), "as-words"]
    assert await kept(harness) == [words]


async def test_yes_makes_it_the_score_and_the_words_its_reason(harness: Harness) -> None:
    asked = await says(harness, ANNA, "/rate", "2 коробки пришли мятые")
    await taps(harness, ANNA, asked, "2")
    assert await harness.scores() == {2: 1}
    assert (await current(harness, "why-low"))["words"] == "2 коробки пришли мятые"
    assert await kept(harness) == []
    [case] = await harness.rows(tables.cases)
    assert (case["score"], case["words"]) == (2, "2 коробки пришли мятые")


async def test_no_keeps_the_words_and_shows_the_scores(harness: Harness) -> None:
    asked = await says(harness, ANNA, "/rate", "2 коробки пришли мятые")
    shown = await taps(harness, ANNA, asked, "as-words")
    assert options(shown) == [str(score) for score in range(11)]
    assert await harness.scores() == {}
    assert await kept(harness) == ["2 коробки пришли мятые"]
    assert await harness.rows(tables.cases) == []


async def test_words_that_were_no_score_are_the_reason_of_the_score_that_is_tapped_then(
    harness: Harness,
) -> None:
    asked = await says(harness, ANNA, "/rate", "7 ч ждал")
    shown = await taps(harness, ANNA, asked, "as-words")
    await taps(harness, ANNA, shown, "1")
    assert await harness.scores() == {1: 1}
    assert (await current(harness, "why-low"))["words"] == "7 ч ждал"
    assert await words_everywhere(harness) == ["7 ч ждал", "7 ч ждал"]  # the answer, and its case


async def test_a_score_that_is_typed_instead_of_the_buttons_is_taken(harness: Harness) -> None:
    await says(harness, ANNA, "/rate", "2 коробки пришли мятые", "девять")
    assert await harness.scores() == {9: 1}
    assert (await current(harness, "why-high"))["words"] == "2 коробки пришли мятые"


@pytest.mark.parametrize(("yes", "score"), [("да", {4: 1}), ("Да, 4", {4: 1}), ("yes", {4: 1}), ("нет", {})])
async def test_the_question_is_answered_in_words_too(
    harness: Harness, yes: str, score: dict[int, int]
) -> None:
    await says(harness, ANNA, "/rate", "4 пакета, и все рваные", yes)
    assert await harness.scores() == score
    assert "4 пакета, и все рваные" in await words_everywhere(harness)


async def test_a_number_without_more_words_leaves_no_reason(harness: Harness) -> None:
    asked = await says(harness, ANN, "/rate", "just 3 I think")
    if options(asked)[0] == "3" and len(options(asked)) == 2:
        await taps(harness, ANN, asked, "3")
    assert await harness.scores() == {3: 1}


async def test_an_unsure_number_with_an_open_case_goes_to_the_case(harness: Harness) -> None:
    await says(harness, ANNA, "/complain", "Качество", "Разбито", "В магазине", "/rate", "2 коробки мятые")
    assert await harness.scores() == {}
    assert "2 коробки мятые" in [row["words"] for row in await harness.rows(tables.messages)]


# "ой, 10" --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slip",
    ["ой, 10", "нет, 10", "oops, 10", "Ой! 10", "не, 10", "точнее 10", "sorry, 10", "I meant 10", "10"],
)
async def test_a_slip_after_a_score_offers_the_change_and_is_no_reason(harness: Harness, slip: str) -> None:
    asked = await says(harness, ANNA, "/rate", "1", slip)
    assert await answers(harness, "why-low") == []
    assert await harness.rows(tables.cases) == []
    assert options(asked) == ["10", "as-words"]
    await taps(harness, ANNA, asked, "10")
    assert await harness.scores() == {10: 1}
    assert await answers(harness, "why-low") == []
    assert await kept(harness) == []


async def test_a_number_that_was_meant_as_words_is_the_reason(harness: Harness) -> None:
    asked = await says(harness, ANNA, "/rate", "1", "10")
    await taps(harness, ANNA, asked, "as-words")
    assert await harness.scores() == {1: 1}
    assert (await current(harness, "why-low"))["words"] == "10"
    [case] = await harness.rows(tables.cases)
    assert case["words"] == "10"


async def test_a_slip_with_a_reason_is_a_correction_with_its_reason(harness: Harness) -> None:
    asked = await says(harness, ANNA, "/rate", "1", "нет, 9, я перепутала шкалу")
    await taps(harness, ANNA, asked, "9")
    assert await harness.scores() == {9: 1}
    assert (await current(harness, "why-high"))["words"] == "нет, 9, я перепутала шкалу"


async def test_a_slip_after_the_reason_reaches_no_agent(harness: Harness) -> None:
    await says(harness, ANNA, "/rate", "1", "Долго ждала")
    asked = await says(harness, ANNA, "ой, 10")
    assert [row["words"] for row in await harness.rows(tables.messages) if row["case_id"]] == []
    await taps(harness, ANNA, asked, "10")
    assert await harness.scores() == {10: 1}


async def test_the_same_score_once_more_is_no_reason(harness: Harness) -> None:
    await says(harness, ANNA, "/rate", "9", "9")
    assert await answers(harness, "why-high") == []
    await says(harness, ANNA, "Кофе")
    assert (await current(harness, "why-high"))["words"] == "Кофе"


async def test_a_reason_that_counts_something_is_a_reason(harness: Harness) -> None:
    await says(harness, ANNA, "/rate", "1", "10 минут ждала")
    assert (await current(harness, "why-low"))["words"] == "10 минут ждала"


# Captions ---------------------------------------------------------------------------------------------


async def test_a_score_under_a_picture_is_the_score_and_the_picture_is_kept(harness: Harness) -> None:
    await says(harness, ANNA, "/rate")
    await harness.deliver(sent(ANNA, **PHOTO, caption="9"))
    assert await harness.scores() == {9: 1}
    [row] = await harness.rows(tables.messages)
    assert row["file_id"] == "large"
    assert (await current(harness, "score"))["media"] is None


async def test_a_low_score_under_a_picture_shows_the_picture_in_its_case(harness: Harness) -> None:
    await says(harness, ANNA, "/rate")
    await harness.deliver(sent(ANNA, **PHOTO, caption="2"))
    await says(harness, ANNA, "Вот такое привезли")
    [case] = await harness.rows(tables.cases)
    assert [row["case_id"] for row in await harness.rows(tables.messages)] == [case["id"]]


async def test_an_unsure_number_under_a_picture_is_asked_about(harness: Harness) -> None:
    await says(harness, ANNA, "/rate")
    asked = await last(harness, sent(ANNA, **PHOTO, caption="2 коробки пришли мятые"))
    assert options(asked) == ["2", "as-words"]
    assert await harness.scores() == {}


async def test_a_caption_without_a_number_is_no_score(harness: Harness) -> None:
    await says(harness, ANNA, "/rate")
    await harness.deliver(sent(ANNA, **PHOTO, caption="Красиво"))
    assert await harness.scores() == {}


async def test_what_waits_for_an_answer_survives_a_month_as_kept_words(harness: Harness) -> None:
    asked = await says(harness, ANNA, "/rate", "2 коробки пришли мятые")
    harness.fake_clock.move(days=32)
    assert "/rate" in await harness.tap(ANNA, option(asked, "2"))
    assert await kept(harness) == ["2 коробки пришли мятые"]
    await harness.deliver(said(ANNA, "Привет"))
    assert await harness.scores() == {}

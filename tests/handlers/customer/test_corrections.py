"""After "change" what is typed is a correction; after a quarter of an hour it is an answer of its own day."""

from datetime import date

import pytest

from storage import tables
from storage.reports import totals
from tests.handlers.customer.survey_talk import (
    QUESTION,
    answers,
    current,
    kept,
    option,
    options,
    says,
    taps,
)
from tests.harness import Harness, SentCall
from tests.updates import ANN, ANNA, Person, said, tapped


async def changing(harness: Harness, score: str = "9", person: Person = ANNA) -> SentCall:
    """A score was given and its change asked for: what is shown then."""
    receipt = await says(harness, person, "/rate", score)
    return await taps(harness, person, receipt, "change")


@pytest.mark.parametrize(
    ("typed", "score"), [("4", 4), ("девять", 9), ("7/10", 7), ("three", 3), ("10!", 10), ("ставлю 0", 0)]
)
async def test_what_is_typed_after_change_is_the_new_score(harness: Harness, typed: str, score: int) -> None:
    await changing(harness, "8")
    receipt = await says(harness, ANNA, typed)
    assert await harness.scores() == {score: 1}
    assert await answers(harness, "why-middle") == []
    assert "change" in options(receipt)


async def test_with_an_open_case_the_new_score_never_goes_to_the_agent(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "2")
    await says(harness, ANNA, "Долго ждала")
    await harness.deliver(tapped(ANNA, option(receipt, "change"), QUESTION))
    await harness.deliver(said(ANNA, "11"), said(ANNA, "7/10"))
    assert [row["words"] for row in await harness.rows(tables.messages) if row["case_id"]] == []
    assert await harness.scores() == {7: 1}


async def test_words_to_the_agent_still_go_to_the_agent(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "2")
    await says(harness, ANNA, "Долго ждала")
    await harness.deliver(tapped(ANNA, option(receipt, "change"), QUESTION))
    await says(harness, ANNA, "А когда мне ответят?")
    assert [row["words"] for row in await harness.rows(tables.messages) if row["case_id"]] == [
        "А когда мне ответят?"
    ]


@pytest.mark.parametrize("typed", ["11", "сто", "хм", "-1", "🙂"])
async def test_what_is_no_score_gets_a_hint_and_a_way_to_keep_the_old_one(
    harness: Harness, typed: str
) -> None:
    await changing(harness)
    hint = await says(harness, ANNA, typed)
    assert "keep" in options(hint)
    assert await harness.scores() == {9: 1}
    assert await answers(harness, "why-high") == []
    receipt = await taps(harness, ANNA, hint, "keep")
    assert "Ваша оценка: 9" in receipt.text
    assert "change" in options(receipt)


async def test_change_offers_to_keep_the_score_and_brings_the_receipt_back(harness: Harness) -> None:
    choosing = await changing(harness)
    assert options(choosing) == [*(str(score) for score in range(11)), "keep"]
    receipt = await taps(harness, ANNA, choosing, "keep")
    assert "Ваша оценка: 9" in receipt.text
    assert receipt.body["message_id"] == QUESTION
    await says(harness, ANNA, "Кофе")
    assert (await current(harness, "why-high"))["words"] == "Кофе"


async def test_an_unsure_number_after_change_is_asked_about(harness: Harness) -> None:
    await changing(harness)
    asked = await says(harness, ANNA, "2 коробки пришли мятые")
    assert await harness.scores() == {9: 1}
    assert options(asked)[0] == "2"
    await taps(harness, ANNA, asked, "2")
    assert await harness.scores() == {2: 1}
    assert (await current(harness, "why-low"))["words"] == "2 коробки пришли мятые"


async def test_the_wish_to_change_ends_after_a_while(harness: Harness) -> None:
    await changing(harness)
    harness.fake_clock.move(hours=2)
    await says(harness, ANNA, "4 пакета рваные")
    assert (await current(harness, "why-high"))["words"] == "4 пакета рваные"
    assert await harness.scores() == {9: 1}


async def test_the_wish_to_change_ends_with_another_survey(harness: Harness) -> None:
    await changing(harness)
    await says(harness, ANNA, "/complain", "Качество", "4 пакета рваные")
    assert await harness.scores() == {9: 1}
    [story] = await answers(harness, "story")
    assert story["words"] == "4 пакета рваные"


async def test_a_choice_is_changed_by_its_label_too(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/complain", "Качество")
    await harness.deliver(tapped(ANNA, option(receipt, "change"), QUESTION))
    await says(harness, ANNA, "доставка")
    assert (await current(harness, "category"))["option"] == "delivery"


async def test_the_change_of_a_score_that_is_settled_is_refused_at_once(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "9")
    harness.fake_clock.move(days=15)
    assert "/rate" in await harness.tap(ANNA, option(receipt, "change"), QUESTION)
    assert await harness.told() == []


# A new row of its own day ----------------------------------------------------------------------------


async def days(harness: Harness) -> dict[date, dict[int, int]]:
    """The totals by day; they must equal a recount."""
    assert await harness.database.read(totals.differences) == []
    found: dict[date, dict[int, int]] = {}
    for row in await harness.rows(tables.score_days):
        if row["n"]:
            found.setdefault(row["day"], {})[row["score"]] = row["n"]
    return found


async def test_within_a_quarter_of_an_hour_a_correction_takes_the_place_of_the_score(
    harness: Harness,
) -> None:
    asking = await says(harness, ANNA, "/rate")
    await harness.deliver(tapped(ANNA, option(asking, "2"), QUESTION))
    harness.fake_clock.move(minutes=14)
    await harness.deliver(tapped(ANNA, option(asking, "9"), QUESTION))
    [row] = await answers(harness, "score")
    assert row["score"] == 9
    assert await days(harness) == {date(2026, 10, 15): {9: 1}}


async def test_later_it_is_a_new_answer_of_its_own_day_and_the_old_day_stays(harness: Harness) -> None:
    asking = await says(harness, ANNA, "/rate")
    await harness.deliver(tapped(ANNA, option(asking, "2"), QUESTION))
    harness.fake_clock.move(days=3)
    await harness.deliver(tapped(ANNA, option(asking, "9"), QUESTION))
    old, new = await answers(harness, "score")
    assert (old["score"], old["superseded_at"]) == (2, harness.fake_clock.now)
    assert (new["score"], new["superseded_at"], new["day"]) == (9, None, date(2026, 10, 18))
    assert await days(harness) == {date(2026, 10, 15): {2: 1}, date(2026, 10, 18): {9: 1}}


async def test_a_closed_month_never_changes(harness: Harness) -> None:
    harness.fake_clock.move(days=15)  # 30 October
    asking = await says(harness, ANNA, "/rate")
    for option_id in ("2", "9", "5"):
        await harness.deliver(tapped(ANNA, option(asking, option_id), QUESTION))
        harness.fake_clock.move(days=3)
    october = [row for row in await harness.rows(tables.score_months) if row["day"] == date(2026, 10, 1)]
    assert [(row["score"], row["n"]) for row in october] == [(2, 1)]
    assert (await current(harness, "score"))["score"] == 5


async def test_a_correction_of_a_correction_within_the_quarter_changes_the_new_row(harness: Harness) -> None:
    asking = await says(harness, ANNA, "/rate")
    await harness.deliver(tapped(ANNA, option(asking, "2"), QUESTION))
    harness.fake_clock.move(days=1, minutes=-1)
    await harness.deliver(tapped(ANNA, option(asking, "9"), QUESTION))
    harness.fake_clock.move(minutes=5)
    await harness.deliver(tapped(ANNA, option(asking, "8"), QUESTION))
    assert [row["score"] for row in await answers(harness, "score")] == [2, 8]
    assert await harness.scores() == {2: 1, 8: 1}


async def test_a_changed_reason_is_a_new_row_too_and_the_case_is_told_the_current_one(
    harness: Harness,
) -> None:
    asking = await says(harness, ANNA, "/complain")
    await harness.deliver(tapped(ANNA, option(asking, "delivery"), QUESTION))
    harness.fake_clock.move(hours=1)
    await harness.deliver(tapped(ANNA, option(asking, "quality"), QUESTION))
    assert [row["option"] for row in await answers(harness, "category")] == ["delivery", "quality"]
    await says(harness, ANNA, "Разбито")
    [case] = await harness.rows(tables.cases)
    assert case["category"] == "quality"


async def test_a_typed_correction_after_a_day_has_its_own_day(harness: Harness) -> None:
    receipt = await says(harness, ANN, "/rate", "3")
    harness.fake_clock.move(days=2)
    await harness.deliver(tapped(ANN, option(receipt, "change"), QUESTION))
    await says(harness, ANN, "eight")
    assert await days(harness) == {date(2026, 10, 15): {3: 1}, date(2026, 10, 17): {8: 1}}


# Asked for once more ----------------------------------------------------------------------------------


async def test_rate_a_minute_later_says_what_was_given(harness: Harness) -> None:
    await says(harness, ANNA, "/rate", "3", "Остыло")
    harness.fake_clock.move(minutes=1)
    shown = await says(harness, ANNA, "/rate")
    assert "Ваша оценка: 3" in shown.text
    assert options(shown) == ["change", "keep"]
    receipt = await taps(harness, ANNA, shown, "keep")
    assert "Ваша оценка: 3" in receipt.text
    assert await harness.scores() == {3: 1}


async def test_leave_an_hour_later_says_what_was_given(harness: Harness) -> None:
    await says(harness, ANNA, "/leave", "Больше не нужно")
    harness.fake_clock.move(hours=1)
    shown = await says(harness, ANNA, "/leave")
    assert "Больше не нужно" in shown.text
    assert "change" in options(shown)


async def test_rate_while_the_reason_is_open_still_asks_for_the_reason(harness: Harness) -> None:
    await says(harness, ANNA, "/rate", "9")
    shown = await says(harness, ANNA, "/rate")
    assert "Ваша оценка: 9" in shown.text
    await says(harness, ANNA, "Кофе")
    assert (await current(harness, "why-high"))["words"] == "Кофе"
    assert await kept(harness) == []


# The button that keeps a score names it -------------------------------------------------------------


@pytest.mark.parametrize("typed", ["ой, я промахнулась, 3", "не 8, а 3", "поставьте 3", "перепутала, это 3"])
async def test_a_slip_in_ones_own_words_is_offered_as_the_new_score(harness: Harness, typed: str) -> None:
    offered = await says(harness, ANNA, "/rate", "8", typed)
    await taps(harness, ANNA, offered, "3")
    assert await harness.scores() == {3: 1}


@pytest.mark.parametrize("typed", ["ой, 3", "не 8, а 3", "3", "ой, я промахнулась, 3 из 10"])
async def test_a_slip_that_became_a_low_score_is_not_its_reason(harness: Harness, typed: str) -> None:
    offered = await says(harness, ANNA, "/rate", "8", typed)
    receipt = await taps(harness, ANNA, offered, "3")
    assert "complain" in receipt.buttons.values()
    assert await harness.rows(tables.cases) == []
    await says(harness, ANNA, "Долго ждала")
    assert [row["words"] for row in await answers(harness, "why-low")] == ["Долго ждала"]
    assert len(await harness.rows(tables.cases)) == 1


async def test_what_a_slip_tells_beside_the_score_is_its_reason(harness: Harness) -> None:
    offered = await says(harness, ANNA, "/rate", "8", "ой, 3, курьер нахамил")
    await taps(harness, ANNA, offered, "3")
    assert [row["words"] for row in await answers(harness, "why-low")] == ["ой, 3, курьер нахамил"]
    assert len(await harness.rows(tables.cases)) == 1


@pytest.mark.parametrize("change", ["a tap on another message", "typed words"])
async def test_keeping_a_score_that_was_changed_meanwhile_says_which_one_stands(
    harness: Harness, change: str
) -> None:
    choosing = await changing(harness, "4")
    if change == "typed words":
        await says(harness, ANNA, "2")
    else:
        await harness.deliver(tapped(ANNA, option(choosing, "2"), QUESTION + 1))
    popped = await harness.tap(ANNA, option(choosing, "keep"), QUESTION)
    assert popped == harness.contexts.current.texts.text("ru", "score-same", answer="2")
    assert await harness.scores() == {2: 1}


async def test_keeping_a_reason_that_was_changed_meanwhile_says_which_one_stands(harness: Harness) -> None:
    asked = await says(harness, ANNA, "/complain")
    receipt = await taps(harness, ANNA, asked, "delivery")
    choosing = await taps(harness, ANNA, receipt, "change")
    await harness.deliver(tapped(ANNA, option(choosing, "quality"), QUESTION + 1))
    popped = await harness.tap(ANNA, option(choosing, "keep"), QUESTION)
    assert popped == harness.contexts.current.texts.text("ru", "answer-same")

"""Buttons that belong to the past do nothing, and last words are said once."""

from handlers.shared.places import question_place
from storage import tables
from storage.engines.database import Connection
from storage.rows import Place
from storage.tables import places
from tests.handlers.customer.survey_talk import (
    QUESTION,
    answers,
    current,
    option,
    options,
    says,
    taps,
)
from tests.harness import Harness, SentCall
from tests.updates import ANNA, said, tapped


async def moved_away(harness: Harness) -> SentCall:
    """Anna leaves because she moved: the receipt, which asks where to."""
    asking = await says(harness, ANNA, "/leave")
    life = await taps(harness, ANNA, asking, "life")
    return await taps(harness, ANNA, life, "MOVED")


async def test_a_stale_skip_never_erases_words(harness: Harness) -> None:
    receipt = await moved_away(harness)
    await harness.deliver(said(ANNA, "Казань, Советский район"))
    await harness.tap(ANNA, option(receipt, "skip"), QUESTION)
    area = await current(harness, "area")
    assert (area["option"], area["words"]) == (None, "Казань, Советский район")
    assert await harness.rows(tables.corrections) == []
    assert await harness.told() == []


async def test_a_stale_skip_never_takes_back_a_day_that_was_written(harness: Harness) -> None:
    asking = await says(harness, ANNA, "/leave", "Стало меньше денег")
    await says(harness, ANNA, "в марте")
    before = await current(harness, "return")
    await harness.tap(ANNA, option(asking, "skip"), QUESTION)
    await harness.tap(ANNA, option(asking, "90d"), QUESTION)
    assert await current(harness, "return") == before


async def test_a_stale_option_never_takes_the_place_of_words(harness: Harness) -> None:
    asking = await says(harness, ANNA, "/leave")
    await says(harness, ANNA, "У соседей вкуснее")
    start = option(asking, "life").rpartition(":")[0]
    await harness.tap(ANNA, f"{start}:PRICE_HIGH", QUESTION)
    assert (await current(harness, "why"))["option"] == "OTHER"
    [session] = await harness.rows(tables.churn_sessions)
    assert session["reason"] == "OTHER"


async def test_back_and_groups_of_a_finished_question_do_nothing(harness: Harness) -> None:
    asking = await says(harness, ANNA, "/leave")
    start = option(asking, "life").rpartition(":")[0]
    await harness.deliver(tapped(ANNA, f"{start}:NO_ANSWER", QUESTION))
    for stale in ("back", "life"):
        await harness.tap(ANNA, f"{start}:{stale}", QUESTION)
    assert await harness.told() == []
    assert (await current(harness, "why"))["option"] == "NO_ANSWER"


async def test_a_skip_of_a_branch_that_was_left_does_nothing(harness: Harness) -> None:
    receipt = await moved_away(harness)
    change = await taps(harness, ANNA, receipt, "change")
    start = next(iter(change.buttons.values())).rpartition(":")[0]
    await harness.deliver(tapped(ANNA, f"{start}:NO_ANSWER", QUESTION))
    await harness.tap(ANNA, option(receipt, "skip"), QUESTION)
    assert await answers(harness, "area") == []


async def test_another_tap_on_a_tapped_answer_is_still_a_correction(harness: Harness) -> None:
    asking = await says(harness, ANNA, "/rate")
    for score in ("9", "8"):
        await harness.deliver(tapped(ANNA, option(asking, score), QUESTION))
    assert await harness.scores() == {8: 1}


async def test_after_change_groups_and_back_work(harness: Harness) -> None:
    receipt = await moved_away(harness)
    choosing = await taps(harness, ANNA, receipt, "change")
    harness.fake_clock.move(hours=5)
    [group] = await harness.deliver(tapped(ANNA, option(choosing, "life"), QUESTION))
    assert "NEED_GONE" in options(group)
    await harness.deliver(tapped(ANNA, option(group, "NEED_GONE"), QUESTION))
    assert (await current(harness, "why"))["option"] == "NEED_GONE"


async def test_the_farewell_is_said_once(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "9")
    thanks = await says(harness, ANNA, "Кофе")
    choosing = await taps(harness, ANNA, receipt, "change")
    again = await taps(harness, ANNA, choosing, "10")
    assert "Ваша оценка: 10" in again.text
    assert thanks.text not in again.text


async def test_other_last_words_are_said_when_the_score_calls_for_them(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "9")
    high = await says(harness, ANNA, "Кофе")
    choosing = await taps(harness, ANNA, receipt, "change")
    await taps(harness, ANNA, choosing, "2")
    low = await says(harness, ANNA, "Остыло")
    assert high.text not in low.text


async def test_the_keyboard_is_taken_away_after_a_typed_answer(harness: Harness) -> None:
    await says(harness, ANNA, "/rate")
    await place_question(harness)
    told = await harness.deliver(said(ANNA, "9"))
    [edit] = [one for one in told if one.method == "editMessageReplyMarkup"]
    assert edit.body["message_id"] == QUESTION
    assert edit.buttons == {}


async def test_the_skip_alone_is_taken_away_where_the_choice_before_it_can_be_changed(
    harness: Harness,
) -> None:
    await moved_away(harness)
    await place_question(harness)
    told = await harness.deliver(said(ANNA, "Казань"))
    [edit] = [one for one in told if one.method == "editMessageReplyMarkup"]
    assert options(edit) == ["change"]


async def test_an_answer_to_a_question_without_buttons_edits_nothing(harness: Harness) -> None:
    await says(harness, ANNA, "/rate", "9")
    await place_question(harness)
    told = await harness.deliver(said(ANNA, "Кофе"))
    assert [one.method for one in told] == ["sendMessage"]


async def place_question(harness: Harness) -> None:
    """The question of the only conversation has reached its chat."""
    [conversation] = await harness.rows(tables.conversations)
    name = question_place(conversation["id"])

    def fill(connection: Connection) -> None:
        connection.execute(places.delete().where(places.c.name == name))
        place = Place(name, ANNA.id, message_id=QUESTION, filled_at=harness.fake_clock.now)
        connection.execute(
            places.insert().values(
                name=place.name,
                chat_id=place.chat_id,
                message_id=place.message_id,
                filled_at=place.filled_at,
            )
        )

    await harness.database.write(fill)

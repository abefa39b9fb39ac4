"""One question travels the whole way: asked, tapped, explained, corrected, counted."""

from dataclasses import dataclass

import pytest

from handlers.shared.places import question_place
from storage import tables
from tests.harness import Harness, SentCall, app_context
from tests.updates import ANN, ANNA, Person, customers, said, tapped

QUESTION = 5123
"""The message in which the question stands."""

CHANGE = "✏️ Изменить оценку"


async def tap(harness: Harness, data: str, message_id: int = QUESTION) -> SentCall:
    """What Anna's tap puts into the chat."""
    await harness.tap(ANNA, data, message_id)
    [told] = await harness.told()
    return told


async def scored(harness: Harness, score: int) -> tuple[dict[str, str], str]:
    """Anna has given a score: the buttons of the question, and the button that changes it."""
    asking = await harness.say(ANNA, "/rate")
    receipt = await tap(harness, asking.buttons[str(score)])
    return asking.buttons, receipt.buttons[CHANGE]


async def the_answer(harness: Harness) -> int:
    [answer] = [row for row in await harness.rows(tables.answers) if row["question_id"] == "score"]
    score: int = answer["score"]
    return score


@dataclass(frozen=True)
class Words:
    person: Person
    greeting: str
    question: str
    score: str
    why: str
    thanks: str


RUSSIAN = Words(ANNA, "Здравствуйте!", "порекомендуете", "Ваша оценка: 9", "больше всего", "тёплые слова")
ENGLISH = Words(ANN, "Hello!", "recommend", "Your score: 9", "like most", "kind words")


@pytest.mark.parametrize("words", [RUSSIAN, ENGLISH], ids=["ru", "en"])
async def test_a_customer_is_greeted_asked_heard_and_thanked(harness: Harness, words: Words) -> None:
    person = words.person
    hello = await harness.say(person, "/start")
    assert hello.text.startswith(words.greeting)
    assert "Подсолнух" in hello.text

    rate, complain = hello.buttons.values()
    assert complain == "complain"
    [asking] = await harness.deliver(tapped(person, rate))
    assert words.question in asking.text
    assert list(asking.buttons) == [str(score) for score in range(11)]

    assert "9" in await harness.tap(person, asking.buttons["9"], QUESTION)
    [receipt] = await harness.told()
    assert (receipt.method, receipt.body["message_id"]) == ("editMessageText", QUESTION)
    assert words.score in receipt.text
    assert words.why in receipt.text

    assert words.thanks in (await harness.say(person, "Кофе & <b>люди</b>")).text
    given, explained = await harness.rows(tables.answers)
    language = person.language and person.language[:2]
    assert (given["question_id"], given["score"], given["language"]) == ("score", 9, language)
    assert (explained["question_id"], explained["words"]) == ("why-high", "Кофе & <b>люди</b>")
    assert await harness.scores() == {9: 1}


async def test_the_score_counts_without_a_why_and_on_the_day_of_the_business(harness: Harness) -> None:
    harness.fake_clock.move(hours=13)  # 01:00 of the next day in Moscow
    await scored(harness, 7)
    assert await harness.scores() == {7: 1}
    [total] = await harness.rows(tables.score_days)
    assert total["day"].isoformat() == "2026-10-16"


async def test_zero_is_a_score_like_any_other(harness: Harness) -> None:
    asking = await harness.say(ANNA, "/rate")
    receipt = await tap(harness, asking.buttons["0"])
    assert "Ваша оценка: 0" in receipt.text
    assert "расстроило" in receipt.text
    assert await harness.scores() == {0: 1}


async def test_a_double_tap_counts_once_and_says_so(harness: Harness) -> None:
    asking = await harness.say(ANNA, "/rate")
    nine = asking.buttons["9"]
    await harness.deliver(tapped(ANNA, nine, QUESTION), tapped(ANNA, nine, QUESTION))
    assert await harness.scores() == {9: 1}
    assert await harness.rows(tables.corrections) == []
    assert await harness.tap(ANNA, nine, QUESTION) == "Оценка 9 уже записана, спасибо!"


async def test_the_change_button_corrects_and_the_totals_move_along(harness: Harness) -> None:
    _, change = await scored(harness, 2)
    harness.fake_clock.move(minutes=14)
    choosing = await tap(harness, change)
    assert "порекомендуете" in choosing.text
    assert choosing.body["message_id"] == QUESTION
    assert [*choosing.buttons][:11] == [str(score) for score in range(11)]

    assert await harness.tap(ANNA, choosing.buttons["9"], QUESTION) == "Изменили: теперь 9"
    [receipt] = await harness.told()
    assert "Ваша оценка: 9" in receipt.text
    assert "больше всего" in receipt.text
    assert await the_answer(harness) == 9
    assert await harness.scores() == {9: 1}
    [old] = await harness.rows(tables.corrections)
    assert (old["question_id"], old["score"]) == ("score", 2)
    [total] = [row for row in await harness.rows(tables.score_days) if row["n"]]
    assert total["day"].isoformat() == "2026-10-15"


async def test_an_old_message_of_the_same_conversation_still_corrects(harness: Harness) -> None:
    buttons, _ = await scored(harness, 2)
    await harness.deliver(said(ANNA, "Остыло"))
    harness.fake_clock.move(days=5)
    receipt = await tap(harness, buttons["8"], message_id=QUESTION - 7)
    assert receipt.body["message_id"] == QUESTION - 7
    assert "Ваша оценка: 8" in receipt.text
    assert await harness.scores() == {2: 1, 8: 1}  # each on its own day
    words = [row["words"] for row in await harness.rows(tables.answers) if row["words"]]
    assert words == ["Остыло"]


async def test_every_correction_leaves_its_old_value_in_the_history(harness: Harness) -> None:
    buttons, _ = await scored(harness, 1)
    for score in ("2", "3", "1"):
        await harness.tap(ANNA, buttons[score], QUESTION)
    assert [row["score"] for row in await harness.rows(tables.corrections)] == [1, 2, 3]
    assert await the_answer(harness) == 1
    assert await harness.scores() == {1: 1}


async def test_after_a_correction_the_message_still_asks_what_is_awaited(harness: Harness) -> None:
    buttons, _ = await scored(harness, 9)
    receipt = await tap(harness, buttons["10"])
    assert "Ваша оценка: 10" in receipt.text
    assert "больше всего" in receipt.text


async def test_choosing_the_same_score_again_brings_the_receipt_back(harness: Harness) -> None:
    buttons, change = await scored(harness, 9)
    await tap(harness, change)
    receipt = await tap(harness, buttons["9"])
    assert "Ваша оценка: 9" in receipt.text
    assert "больше всего" in receipt.text
    assert list(receipt.buttons) == [CHANGE]
    assert await harness.rows(tables.corrections) == []


async def test_a_score_can_be_changed_for_two_weeks(harness: Harness) -> None:
    buttons, _ = await scored(harness, 9)
    harness.fake_clock.move(days=14, seconds=1)
    assert "уже нельзя изменить" in await harness.tap(ANNA, buttons["0"], QUESTION)
    assert await harness.told() == []
    assert await harness.scores() == {9: 1}


async def test_rate_twice_shows_the_same_question_and_begins_nothing(harness: Harness) -> None:
    first = await harness.say(ANNA, "/rate")
    second = await harness.say(ANNA, "/rate")
    assert first.buttons == second.buttons
    assert len(await harness.rows(tables.conversations)) == 1


async def test_rate_after_a_score_offers_to_correct_it_and_a_day_later_to_give_a_new_one(
    harness: Harness,
) -> None:
    buttons, change = await scored(harness, 9)
    shown = await harness.say(ANNA, "/rate")
    assert "Ваша оценка: 9" in shown.text
    assert "больше всего" in shown.text
    assert shown.buttons == {CHANGE: change}
    await harness.say(ANNA, "Кофе")
    shown = await harness.say(ANNA, "/rate")
    assert "Ваша оценка: 9" in shown.text
    assert shown.buttons[CHANGE] == change
    harness.fake_clock.move(days=1)
    later = await harness.say(ANNA, "/rate")
    assert later.buttons != buttons
    await tap(harness, later.buttons["3"])
    assert await harness.scores() == {9: 1, 3: 1}


async def test_a_typed_score_counts_like_a_tap_and_its_words_are_kept(harness: Harness) -> None:
    typed = {"5, отлично": 5, "0": 0, "10!!!": 10, "Девять": 9, "оценка 7": 7}
    people = customers(len(typed))
    await harness.deliver(*(said(person, "/rate") for person in people))
    told = await harness.deliver(*(said(person, words) for person, words in zip(people, typed, strict=True)))
    assert [one.text.split("\n")[0] for one in told] == [f"Ваша оценка: {score}" for score in typed.values()]
    assert all(CHANGE in one.buttons for one in told)
    assert await harness.scores() == dict.fromkeys(typed.values(), 1)
    answers = await harness.rows(tables.answers)
    assert [answer["words"] for answer in answers] == ["5, отлично", None, "10!!!", "Девять", "оценка 7"]


async def test_rate_after_a_correction_to_another_branch_shows_the_score_with_its_own_question(
    harness: Harness,
) -> None:
    buttons, _ = await scored(harness, 2)
    await harness.deliver(said(ANNA, "Остыло"))
    await tap(harness, buttons["9"])
    shown = await harness.say(ANNA, "/rate")
    assert "Ваша оценка: 9" in shown.text
    assert "больше всего" in shown.text


async def test_five_quick_messages_of_one_person_are_handled_in_order(harness: Harness) -> None:
    told = await harness.deliver(
        *(said(ANNA, words) for words in ("/start", "/rate", "7", "Долго", "Спасибо"))
    )
    assert ["Здравствуйте" in told[0].text, "порекомендуете" in told[1].text] == [True, True]
    assert ["Ваша оценка: 7" in told[2].text, "подсказку" in told[3].text] == [True, True]
    assert app_context().texts.text("ru", "message-noted") == told[4].text
    _, why = await harness.rows(tables.answers)
    assert why["words"] == "Долго"


async def test_the_question_is_a_place_that_a_later_message_can_reply_to(harness: Harness) -> None:
    await harness.say(ANNA, "/rate")
    [conversation] = await harness.rows(tables.conversations)
    [row] = await harness.rows(tables.outbox)
    assert row["fills"] == question_place(conversation["id"])

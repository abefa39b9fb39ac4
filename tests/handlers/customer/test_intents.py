"""Plain words that mean a command: to be left alone, to leave the form that is open."""

from typing import Any

import pytest

from storage import tables
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness, SentCall, app_context
from tests.updates import ANN, ANNA, BORIS, Person, message, said, tapped


def text(name: str, language: str = "ru", **values: Any) -> str:
    return app_context().texts.text(language, name, **values)


async def customer(harness: Harness, person: Person = ANNA) -> dict[str, Any]:
    rows = await harness.customers()
    return dict(next(row for row in rows if row["telegram_id"] == person.id))


async def say_all(harness: Harness, person: Person, *words: str) -> list[SentCall]:
    """These things one after the other: what was told to the last of them."""
    told: list[SentCall] = []
    for one in words:
        told = await harness.deliver(said(person, one))
    return [one for one in told if not one.is_menu]


# To be left alone ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (ANNA, "Не пишите мне больше!"),
        (ANNA, "Стоп"),
        (ANNA, "отпишите меня"),
        (ANNA, "хватит мне писать"),
        (ANNA, "/стоп"),
        (ANN, "unsubscribe"),
        (ANN, "STOP"),
        (ANN, "leave me alone"),
        (ANN, "/unsubscribe"),
        (ANNA, "leave me alone"),
    ],
)
async def test_a_plain_refusal_stops_at_once_and_one_tap_takes_it_back(
    harness: Harness, person: Person, words: str
) -> None:
    told = await harness.say(person, words)
    language = person.language or ""
    assert told.text == text("stop-done", language[:2])
    assert (await customer(harness, person))["stopped_at"] == harness.fake_clock.now
    [told] = await harness.deliver(tapped(person, told.buttons[text("button-resume", language[:2])]))
    assert (await customer(harness, person))["stopped_at"] is None


async def test_a_plain_refusal_stops_inside_a_survey_and_is_no_answer(harness: Harness) -> None:
    for begin in ("/rate", "/complain", "/leave"):
        assert (await say_all(harness, ANNA, begin, "Стоп"))[0].text == text("stop-done")
    assert await harness.rows(tables.answers) == []
    assert (await customer(harness))["stopped_at"] is not None


async def test_a_plain_refusal_is_not_the_story_of_a_complaint(harness: Harness) -> None:
    told = await say_all(harness, ANNA, "/complain", "Доставка", "Отстаньте от меня")
    assert [one.text for one in told] == [text("stop-done")]
    assert await harness.rows(tables.cases) == []
    await say_all(harness, ANNA, "Где мой заказ?")
    assert await harness.rows(tables.cases) == []


async def test_a_refusal_in_reply_to_what_we_sent_stops_too(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    ours = message(ANNA, text="Вы не успели ответить")
    [told] = await harness.deliver(said(ANNA, "Не пишите мне больше", reply_to_message=ours))
    assert told.text == text("stop-done")


async def test_the_first_stop_counts(harness: Harness) -> None:
    since = harness.fake_clock.now
    await harness.say(ANNA, "/stop")
    harness.fake_clock.move(days=1)
    await harness.say(ANNA, "Стоп!")
    assert (await customer(harness))["stopped_at"] == since


@pytest.mark.parametrize(
    "words", ["остановите доставку", "не пишите на коробке", "stop sending me cold pizza"]
)
async def test_what_only_sounds_like_it_is_the_story(harness: Harness, words: str) -> None:
    await say_all(harness, ANNA, "/complain", "Доставка", words)
    [case] = await harness.rows(tables.cases)
    assert case["words"] == words
    assert (await customer(harness))["stopped_at"] is None


async def test_a_refusal_among_other_words_is_offered_and_the_words_go_where_they_belong(
    harness: Harness,
) -> None:
    words = "Верните деньги и больше мне не пишите"
    told = await say_all(harness, ANNA, "/complain", "Доставка", words)
    [case] = await harness.rows(tables.cases)
    assert case["words"] == words
    assert (await customer(harness))["stopped_at"] is None
    label = text("button-messages-off")
    [offer] = [one for one in told if label in one.buttons]
    [done] = await harness.deliver(tapped(ANNA, offer.buttons[label]))
    assert done.text == text("stop-done")
    assert (await customer(harness))["stopped_at"] is not None


async def test_who_has_stopped_already_is_offered_nothing(harness: Harness) -> None:
    told = await say_all(harness, ANNA, "/stop", "Верните деньги и больше мне не пишите")
    assert all(text("button-messages-off") not in one.buttons for one in told)


async def test_staff_read_a_refusal_too_while_a_case_is_open(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("Курьер опоздал")
    await support.deliver(await support.anna.say("Не пишите мне больше"))
    assert support.said()[-1] == "💬 Анна:\nНе пишите мне больше"
    assert support.heard()[-1] == text("stop-done")
    assert (await support.case(1)).closed_at is None


async def test_the_words_of_a_button_are_that_button(harness: Harness) -> None:
    told = await say_all(harness, ANNA, "Не писать мне первыми")
    assert [one.text for one in told] == [text("stop-done")]


# To leave the form that is open --------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["отмена", "передумала", "Случайно нажала", "не надо", "never mind", "/cancel"]
)
async def test_a_complaint_is_left_with_a_word_and_opens_no_case(harness: Harness, words: str) -> None:
    told = await say_all(harness, ANNA, "/complain", "Доставка", words)
    assert [one.text for one in told] == [text("cancel-kept", command="/complain")]
    await say_all(harness, ANNA, "Где мой заказ?")
    assert await harness.rows(tables.cases) == []
    assert len(await harness.rows(tables.answers)) == 1


@pytest.mark.parametrize("begin", ["rate", "complain", "leave"])
async def test_a_form_in_which_nothing_was_told_is_over(harness: Harness, begin: str) -> None:
    told = await say_all(harness, ANNA, f"/{begin}", "отмена")
    assert [one.text for one in told] == [text("cancel-done", command=f"/{begin}")]
    assert await harness.rows(tables.answers) == []


async def test_the_way_back_asks_again(harness: Harness) -> None:
    told = await say_all(harness, ANNA, "/rate", "cancel", "/rate", "9")
    assert told != []
    assert await harness.scores() == {9: 1}


async def test_a_button_of_the_form_that_was_left_still_answers(harness: Harness) -> None:
    question = await harness.say(ANNA, "/rate")
    await harness.say(ANNA, "отмена")
    await harness.tap(ANNA, question.buttons["9"])
    assert await harness.scores() == {9: 1}


async def test_a_score_stays_when_the_words_are_not_wanted(harness: Harness) -> None:
    await say_all(harness, ANNA, "/rate", "3", "не надо")
    assert await harness.scores() == {3: 1}
    assert await harness.rows(tables.cases) == []


@pytest.mark.parametrize(("words", "reminders"), [("", 1), ("передумала", 0), ("не пишите мне", 0)])
async def test_a_form_that_was_left_is_not_reminded_of(
    support: SupportHarness, words: str, reminders: int
) -> None:
    await support.reload()
    for one in filter(None, ("/rate", words)):
        await support.deliver(await support.anna.say(one))
    before = len(support.heard())
    support.harness.fake_clock.move(days=3, hours=1)
    await support.harness.parts.outreach.run_once()
    await support.settled()
    assert len(support.heard()) - before == reminders


async def test_after_a_case_a_cancellation_can_say_that_it_is_solved(support: SupportHarness) -> None:
    await support.reload(forum=True)
    for words in ("/complain", "Качество", "Курьер опоздал", "отмена"):
        await support.deliver(await support.anna.say(words))
    assert support.heard()[-1] == text("cancel-case", number=1)
    assert (await support.case(1)).words == "Курьер опоздал"
    under = next(one for one in reversed(support.anna.chat.messages) if one.from_bot)
    await support.deliver(await support.anna.tap(under, text("button-solved")))
    assert support.said()[-1] == f"💬 Анна:\n{text('solved-by-customer')}"
    assert support.heard()[-1] == text("solved-passed")


async def test_a_cancellation_said_to_staff_is_a_word_to_staff(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("Курьер опоздал")
    await support.deliver(await support.anna.say("отмена"))
    assert support.said()[-1] == "💬 Анна:\nотмена"


async def test_who_leaves_the_leaving_may_stay(harness: Harness) -> None:
    await harness.say(ANNA, "/leave")
    told = await say_all(harness, ANNA, "Дорого", "передумала")
    assert (await customer(harness))["left_at"] is not None
    [told_last] = await harness.deliver(tapped(ANNA, told[-1].buttons[text("button-back-again")]))
    assert told_last.text == text("back-again")
    assert (await customer(harness))["left_at"] is None


async def test_without_a_form_there_is_nothing_to_cancel(harness: Harness) -> None:
    assert (await harness.say(ANNA, "/cancel")).text == text("cancel-nothing")
    assert (await harness.say(ANN, "/cancel")).text == text("cancel-nothing", "en")


async def test_an_owner_leaves_the_set_up_with_a_word(harness: Harness) -> None:
    await say_all(harness, BORIS, "/start", "русский")
    assert (await harness.say(BORIS, "отмена")).text == text("setup-cancelled")
    assert await harness.rows(tables.settings) == []
    await say_all(harness, BORIS, "/setup")
    assert (await harness.say(BORIS, "/cancel")).text == text("setup-cancelled")


# Commands are no story -----------------------------------------------------------------------------


async def test_commands_within_a_complaint_are_kept_and_are_no_part_of_it(harness: Harness) -> None:
    asked = "/help какой у вас график"
    await say_all(
        harness, ANNA, "/complain", asked, "/settings язык", "/nosuch слово", "Доставка", "Опоздали"
    )
    [case] = await harness.rows(tables.cases)
    assert case["words"] == "Опоздали"
    kept = [row["words"] for row in await harness.rows(tables.messages)]
    assert asked in kept
    assert "/nosuch слово" in kept


async def test_a_command_that_was_kept_is_no_answer_to_what_happened(harness: Harness) -> None:
    await say_all(harness, ANNA, "/complain", "/privacy кто это читает", "Доставка")
    assert await harness.rows(tables.cases) == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("/complane", "/complain"), ("/rait", "/rate"), ("/setings", "/settings")]
)
async def test_a_command_that_is_nearly_right_is_suggested(harness: Harness, typed: str, meant: str) -> None:
    assert (await harness.say(ANNA, typed)).text == text("command-guess", command=meant)


@pytest.mark.parametrize("typed", ["/nsp", "/teem", "/zzz", "/churns"])
async def test_commands_of_staff_are_suggested_to_staff_only(harness: Harness, typed: str) -> None:
    assert (await harness.say(ANNA, typed)).text == text("help-asked")


@pytest.mark.parametrize("words", ["отмена", "/cancel"])
async def test_the_question_of_the_settings_is_left_too(harness: Harness, words: str) -> None:
    await harness.say(ANNA, "/settings")
    await harness.deliver(tapped(ANNA, "zone"))
    assert (await harness.say(ANNA, words)).text == text("cancel-done", command="/settings")
    await say_all(harness, ANNA, "Омск")
    assert (await customer(harness))["timezone"] is None


# Out of a change -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["/cancel", "отмена", "Не пишите мне больше!"])
@pytest.mark.parametrize(
    ("begun", "later"), [(["/rate", "9"], "2"), (["/leave", "Не хочу отвечать"], "Надоел этот кофе")]
)
async def test_a_change_that_was_asked_for_is_left_with_a_word_too(
    harness: Harness, begun: list[str], later: str, words: str
) -> None:
    for step in begun:
        told = (await say_all(harness, ANNA, step))[-1]
    change = next(data for data in told.buttons.values() if data.endswith(":change"))
    await harness.deliver(tapped(ANNA, change))
    before = await harness.rows(tables.answers)
    await say_all(harness, ANNA, words, later)
    assert await harness.rows(tables.answers) == before

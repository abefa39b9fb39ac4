"""A reply to a question answers that question, whatever else was asked since; its words go nowhere else."""

import pytest

from playground import Message
from storage import tables
from tests.handlers.cases.test_case_conversation import told, topic_of
from tests.handlers.customer.stray_input import says
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness
from tests.updates import ANNA, Raw, message, said

STORY = "Курьер опоздал на три часа"


def question(support: SupportHarness, part: str) -> Message:
    """The first message of the bot with these words in it."""
    return next(one for one in support.anna.chat.messages if one.from_bot and part in one.text)


async def replied(support: SupportHarness, words: str, to: Message) -> None:
    await support.deliver(await support.anna.say(words, reply_to=to))


async def answers(support: SupportHarness) -> dict[str, int | str | None]:
    """What was answered, by question."""
    rows = await support.harness.rows(tables.answers)
    return {
        row["question_id"]: row["score"] if row["score"] is not None else row["option"] or row["words"]
        for row in rows
    }


async def kept(support: SupportHarness) -> list[tuple[str, str | None]]:
    """Words that answer nothing, with the survey in whose conversation they are."""
    surveys = {row["id"]: row["survey_id"] for row in await support.harness.rows(tables.conversations)}
    rows = await support.harness.rows(tables.messages)
    return [(row["words"], surveys.get(row["conversation_id"])) for row in rows if row["case_id"] is None]


async def test_a_score_in_reply_to_its_question_is_a_score_while_a_complaint_is_asked_for(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "/complain")
    await replied(support, "9", question(support, "порекомендуете"))
    assert await answers(support) == {"score": 9}
    assert await kept(support) == []
    await support.deliver(await support.anna.tap(question(support, "О чём речь"), "🚚 Доставка"))
    assert await support.all_cases() == []


async def test_a_category_in_reply_to_its_question_is_one_while_a_score_is_asked_for(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/complain", "/rate")
    await replied(support, "Доставка", question(support, "О чём речь"))
    assert await answers(support) == {"category": "delivery"}


async def test_words_in_reply_to_a_question_that_followed_a_typed_score_answer_it(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9", "/complain")
    await replied(support, "Бариста", question(support, "понравилось больше всего"))
    assert await answers(support) == {"score": 9, "why-high": "Бариста"}


async def test_another_score_in_reply_to_the_question_corrects_it_although_words_are_awaited(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9")
    await replied(support, "8", question(support, "насколько вероятно"))
    assert await answers(support) == {"score": 8}


async def test_a_reply_to_the_question_that_a_tap_turned_into_the_next_one_answers_the_next(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate")
    asked = question(support, "насколько вероятно")
    await support.deliver(await support.anna.tap(asked, "9"))
    await told(support, "/complain")
    await replied(support, "Бариста", asked)
    assert await answers(support) == {"score": 9, "why-high": "Бариста"}


async def test_a_reply_to_what_happened_tells_the_complaint_while_a_score_is_asked_for(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/complain", "Доставка", "/rate")
    await replied(support, STORY, question(support, "Расскажите, что случилось"))
    assert (await support.case(1)).words == STORY


async def test_a_reply_to_a_question_that_is_over_is_kept_there_and_told_so(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate")
    asked = question(support, "порекомендуете")
    support.harness.fake_clock.move(days=20)
    await told(support, "/complain")
    await replied(support, "9", asked)
    assert await answers(support) == {}
    assert await kept(support) == [("9", "nps")]
    assert says("reply-closed", command="/rate")("ru") in support.heard()[-1]
    assert await support.all_cases() == []


async def test_a_reply_to_an_answer_that_can_no_longer_change_is_kept_there_and_told_so(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9", "Вкусно")
    asked = question(support, "насколько вероятно")
    support.harness.fake_clock.move(days=20)
    await told(support, "/complain")
    await replied(support, "3", asked)
    assert await answers(support) == {"score": 9, "why-high": "Вкусно"}
    assert await kept(support) == [("3", "nps")]
    assert says("closed-answer", command="/rate")("ru") in support.heard()[-1]


async def test_further_words_in_reply_to_an_answered_question_are_kept_beside_the_answer(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9", "Бариста", "/complain")
    await replied(support, "И торты", question(support, "понравилось больше всего"))
    assert (await answers(support))["why-high"] == "Бариста"
    assert await kept(support) == [("И торты", "nps")]


async def test_words_in_reply_to_the_question_that_opened_a_case_reach_that_case(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "2", STORY)
    await support.complain("И кассир грубил")
    await replied(support, "Заказ 5512", question(support, "Что вас расстроило"))
    [shown] = [one for one in support.shown() if one.text.endswith("\nЗаказ 5512")]
    assert shown.thread_id == topic_of(support, 1).id


async def test_what_is_no_answer_in_reply_to_a_question_is_told_what_would_be_one(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "/complain")
    await replied(support, "не знаю", question(support, "порекомендуете"))
    assert says("score-not-understood")("ru") in support.heard()[-1]
    assert await kept(support) == [("не знаю", "nps")]


async def test_a_reply_to_own_earlier_words_answers_no_question(support: SupportHarness) -> None:
    await support.reload(forum=True)
    where = await support.anna.say("Где мой заказ?")
    await support.deliver(where)
    await told(support, "/rate")
    assert where.message is not None
    await replied(support, "9 дней жду", where.message)
    assert await answers(support) == {}
    assert [words for words, _ in await kept(support)] == ["Где мой заказ?", "9 дней жду"]


@pytest.mark.parametrize("with_buttons", [True, False])
async def test_a_message_without_its_buttons_is_still_known_as_the_question(
    support: SupportHarness, with_buttons: bool
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "/complain")
    update = await support.anna.say("9", reply_to=question(support, "порекомендуете"))
    if not with_buttons:
        payload: Raw = update.payload  # type: ignore[assignment]  # of JSON
        del payload["message"]["reply_to_message"]["reply_markup"]
    await support.deliver(update)
    assert await answers(support) == {"score": 9}


async def test_buttons_of_somebody_elses_conversation_answer_nothing(harness: Harness) -> None:
    [asked] = [call for call in await harness.deliver(said(ANNA, "/rate")) if not call.is_menu]
    thief = ANNA._replace(id=ANNA.id + 1)
    forged = message(ANNA, text="?", reply_markup=asked.body["reply_markup"])
    await harness.deliver(said(thief, "9", reply_to_message=forged))
    assert await harness.rows(tables.answers) == []


async def test_a_reply_to_a_question_that_was_asked_once_more_answers_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "/complain", "/rate")
    again = [one for one in support.anna.chat.messages if "порекомендуете" in one.text][-1]
    await told(support, "/complain")
    await replied(support, "9", again)
    assert await answers(support) == {"score": 9}


async def test_a_photo_in_reply_to_what_went_wrong_opens_its_case_not_the_open_one(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "2", "/complain", "Доставка", STORY)
    photo = await support.anna.photo(b"p", reply_to=question(support, "Что вас расстроило"))
    await support.deliver(photo)
    [row] = [row for row in await support.harness.rows(tables.messages) if row["kind"] == "photo"]
    assert row["case_id"] == (await support.case(2)).id

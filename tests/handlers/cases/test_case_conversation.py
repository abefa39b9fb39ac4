"""Several matters at once: what a customer writes goes where they mean it, not into the nearest question."""

from playground import Person, Topic
from storage import tables
from tests.handlers.support_harness import SupportHarness
from tests.harness import app_context

STORY = "Курьер опоздал на три часа"


async def told(support: SupportHarness, *words: str) -> None:
    """Anna says these things, one after the other."""
    for one in words:
        await support.deliver(await support.anna.say(one))


def topic_of(support: SupportHarness, number: int) -> Topic:
    return next(one for one in support.group.topics.values() if one.name.startswith(f"#{number} "))


async def in_topic(support: SupportHarness, number: int, words: str, by: Person | None = None) -> None:
    topic = topic_of(support, number)
    await support.deliver(await (by or support.vera).say(words, to=support.group, topic=topic))


def arrived_in(support: SupportHarness, words: str) -> int | None:
    """The number of the case in whose topic the customer's words stand."""
    [thread] = [one.thread_id for one in support.shown() if one.text == f"💬 Анна:\n{words}"]
    return next(
        (
            number
            for number in range(1, len(support.group.topics) + 1)
            if topic_of(support, number).id == thread
        ),
        None,
    )


async def test_whoever_skipped_the_last_question_can_still_write_when_the_case_is_closed(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/complain", "Доставка", STORY)
    support.harness.fake_clock.move(minutes=1)
    await in_topic(support, 1, "/close delivery")
    assert "напишите сюда в течение недели" in support.heard()[-1]
    await told(support, "Опять не привезли")
    assert arrived_in(support, "Опять не привезли") == 1
    assert "Снова открыли обращение 1" in support.heard()[-1]
    assert (await support.case(1)).reopened == 1


async def test_a_question_that_was_asked_before_the_case_was_closed_does_not_swallow_what_is_still_wrong(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await told(support, "/rate")
    support.harness.fake_clock.move(minutes=1)
    await in_topic(support, 1, "/close delivery")
    await told(support, "Деньги так и не вернули")
    assert arrived_in(support, "Деньги так и не вернули") == 1


async def test_a_question_that_was_asked_after_the_case_was_closed_gets_its_answer(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "/close delivery")
    support.harness.fake_clock.move(minutes=1)
    await told(support, "/rate", "9")
    assert [row["score"] for row in await support.harness.rows(tables.answers)] == [9]
    assert (await support.case(1)).reopened == 0


async def test_an_answer_to_staff_goes_to_their_case_and_not_to_the_newest(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await support.complain("И кассир грубил")
    await told(support, "Ещё о кассире")
    await in_topic(support, 1, "Какого числа это было?")
    await told(support, "Третьего")
    assert (arrived_in(support, "Ещё о кассире"), arrived_in(support, "Третьего")) == (2, 1)


async def test_what_is_still_wrong_after_the_end_of_an_older_case_opens_that_one(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await support.complain("И кассир грубил")
    await in_topic(support, 1, "/close delivery")
    await told(support, "Не закрывайте")
    assert arrived_in(support, "Не закрывайте") == 1
    assert (await support.case(2)).status == "open"


async def test_a_reply_chooses_the_case_and_what_follows_stays_in_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "Вернём деньги")
    answered = await support.anna.sees("Вернём деньги")
    await support.complain("И кассир грубил")
    await support.deliver(await support.anna.say("Когда?", reply_to=answered))
    await told(support, "Карта та же")
    assert (arrived_in(support, "Когда?"), arrived_in(support, "Карта та же")) == (1, 1)


async def test_a_reply_to_an_old_question_opens_no_case_again(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9", "Вкусно")
    question = next(one for one in support.anna.chat.messages if "порекомендуете" in one.text)
    await told(support, "/complain", "Доставка", STORY, "При доставке")
    await in_topic(support, 1, "/close delivery")
    await support.deliver(await support.anna.say("И сейчас девятка", reply_to=question))
    assert (await support.case(1)).reopened == 0
    assert support.heard()[-1] == app_context().texts.text("ru", "message-kept")

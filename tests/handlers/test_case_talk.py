"""Several matters at once: what a customer writes goes where they mean it, not into the nearest question."""

from playground import Person, Topic
from storage import tables
from tests.handlers.counter import Counter

STORY = "Курьер опоздал на три часа"


async def told(counter: Counter, *words: str) -> None:
    """Anna says these things, one after the other."""
    for one in words:
        await counter.deliver(await counter.anna.say(one))


def topic_of(counter: Counter, number: int) -> Topic:
    return next(one for one in counter.group.topics.values() if one.name.startswith(f"#{number} "))


async def in_topic(counter: Counter, number: int, words: str, by: Person | None = None) -> None:
    topic = topic_of(counter, number)
    await counter.deliver(await (by or counter.vera).say(words, to=counter.group, topic=topic))


def arrived_in(counter: Counter, words: str) -> int | None:
    """The number of the case in whose topic the customer's words stand."""
    [thread] = [one.thread_id for one in counter.shown() if one.text == f"💬 Анна:\n{words}"]
    return next(
        (
            number
            for number in range(1, len(counter.group.topics) + 1)
            if topic_of(counter, number).id == thread
        ),
        None,
    )


async def test_whoever_skipped_the_last_question_can_still_write_when_the_case_is_closed(
    counter: Counter,
) -> None:
    await counter.furnish(forum=True)
    await told(counter, "/complain", "Доставка", STORY)
    counter.office.hands.move(minutes=1)
    await in_topic(counter, 1, "/close delivery")
    assert "напишите сюда в течение недели" in counter.heard()[-1]
    await told(counter, "Опять не привезли")
    assert arrived_in(counter, "Опять не привезли") == 1
    assert "Снова открыли обращение 1" in counter.heard()[-1]
    assert (await counter.case(1)).reopened == 1


async def test_a_question_that_was_asked_before_the_case_was_closed_does_not_swallow_what_is_still_wrong(
    counter: Counter,
) -> None:
    await counter.furnish(forum=True)
    await counter.complain(STORY)
    await told(counter, "/rate")
    counter.office.hands.move(minutes=1)
    await in_topic(counter, 1, "/close delivery")
    await told(counter, "Деньги так и не вернули")
    assert arrived_in(counter, "Деньги так и не вернули") == 1


async def test_a_question_that_was_asked_after_the_case_was_closed_gets_its_answer(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await counter.complain(STORY)
    await in_topic(counter, 1, "/close delivery")
    counter.office.hands.move(minutes=1)
    await told(counter, "/rate", "9")
    assert [row["score"] for row in await counter.office.rows(tables.answers)] == [9]
    assert (await counter.case(1)).reopened == 0


async def test_an_answer_to_staff_goes_to_their_case_and_not_to_the_newest(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await counter.complain(STORY)
    await counter.complain("И кассир грубил")
    await told(counter, "Ещё о кассире")
    await in_topic(counter, 1, "Какого числа это было?")
    await told(counter, "Третьего")
    assert (arrived_in(counter, "Ещё о кассире"), arrived_in(counter, "Третьего")) == (2, 1)


async def test_what_is_still_wrong_after_the_end_of_an_older_case_opens_that_one(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await counter.complain(STORY)
    await counter.complain("И кассир грубил")
    await in_topic(counter, 1, "/close delivery")
    await told(counter, "Не закрывайте")
    assert arrived_in(counter, "Не закрывайте") == 1
    assert (await counter.case(2)).status == "open"


async def test_a_reply_chooses_the_case_and_what_follows_stays_in_it(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await counter.complain(STORY)
    await in_topic(counter, 1, "Вернём деньги")
    answered = await counter.anna.sees("Вернём деньги")
    await counter.complain("И кассир грубил")
    await counter.deliver(await counter.anna.say("Когда?", reply_to=answered))
    await told(counter, "Карта та же")
    assert (arrived_in(counter, "Когда?"), arrived_in(counter, "Карта та же")) == (1, 1)


async def test_a_reply_to_an_old_question_opens_no_case_again(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await told(counter, "/rate", "9", "Вкусно")
    question = next(one for one in counter.anna.chat.messages if "порекомендуете" in one.text)
    await told(counter, "/complain", "Доставка", STORY, "При доставке")
    await in_topic(counter, 1, "/close delivery")
    await counter.deliver(await counter.anna.say("И сейчас девятка", reply_to=question))
    assert (await counter.case(1)).reopened == 0
    assert "получили и сохранили" in counter.heard()[-1]

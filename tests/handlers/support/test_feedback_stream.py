"""What customers say outside cases comes into the support group by itself, in step with `/inbox`."""

from dataclasses import replace
from datetime import datetime, timedelta

from playground import Message, Person, Topic
from storage import tables
from storage.delivery import outbox
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.people import customers, erasure
from storage.rows import Customer, Feedback
from storage.rows import Message as StoredMessage
from surveys.cases.feedback import FeedbackKind
from surveys.hours.business_hours import BusinessHours
from surveys.language.languages import Language
from surveys.outreach.urgency import Urgency
from surveys.questions.message_kind import MessageKind
from tests.e2e.ledger import Plan
from tests.handlers.support.test_case_list import text
from tests.handlers.support.test_inbox import (
    ANSWER,
    DATA,
    PRAISE,
    QUESTION,
    newest,
    press,
    read,
    states,
)
from tests.handlers.support_harness import SupportHarness


async def look(support: SupportHarness, **later: float) -> None:
    """Time passes, and the clock looks once."""
    support.harness.fake_clock.move(**later)
    await support.harness.parts.feedback_stream.run_once()
    await support.settled()


def topic_of(support: SupportHarness) -> Topic | None:
    name = text(support, "stream-topic")
    return next((one for one in support.group.topics.values() if one.name == name and not one.deleted), None)


def streamed(support: SupportHarness) -> list[Message]:
    """What stands in the topic, oldest first."""
    topic = topic_of(support)
    return [
        one for one in support.shown() if topic is not None and one.thread_id == topic.id and not one.deleted
    ]


async def says(support: SupportHarness, *people: Person, words: str = PRAISE) -> None:
    for person in people:
        await support.deliver(await person.say(words))


async def customer(support: SupportHarness, name: str) -> Person:
    person = support.telegram.person(name)
    await support.deliver(await person.start())
    return person


async def test_what_one_customer_wrote_comes_whole_and_a_reply_to_it_is_the_answer(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await says(support, support.anna, words=QUESTION)
    await look(support, seconds=50)
    assert topic_of(support) is None  # it may still become part of a case
    await support.deliver(await support.anna.say("Жду!"))
    await look(support, seconds=15)
    [shown] = streamed(support)
    assert f"{QUESTION}\nЖду!" in shown.text
    assert text(support, "inbox-reply-how") in shown.text
    await press(support, support.oleg, shown, "button-inbox-answer")
    await support.toasted(support.oleg, text(support, "inbox-answer-how"))
    topic = topic_of(support)
    await support.deliver(await support.vera.say(ANSWER, to=support.group, topic=topic, reply_to=shown))
    assert ANSWER in support.heard()[-1]
    assert newest(support.group).text == text(support, "inbox-delivered")
    await look(support, minutes=5)
    assert text(support, "inbox-answered-by", name="Вера") in shown.text


async def test_it_is_in_step_with_the_inbox_whichever_is_pressed(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await says(support, support.anna, words=QUESTION)
    await look(support, minutes=2)
    [shown] = streamed(support)
    listed = await read(support, support.vera)
    await press(support, support.vera, listed, "button-inbox-all")
    await look(support)
    assert text(support, "inbox-seen-by", name="Вера") in shown.text
    assert text(support, "button-inbox-seen") not in [one.text for one in shown.buttons]
    before = len(await support.outbox())
    await look(support, minutes=1)
    assert len(await support.outbox()) == before  # what is shown is what it is
    await support.deliver(await support.anna.photo(DATA, "Вот чек"))
    await look(support, minutes=2)
    [_, photo] = streamed(support)
    await press(support, support.oleg, photo, "button-inbox-case")
    assert await states(support) == ["seen", "case"]
    await look(support)
    assert text(support, "inbox-part-of-case") in photo.text
    assert not photo.buttons
    [case] = await support.all_cases()
    assert case["source"] == "inbox"


async def test_what_several_wrote_within_a_minute_is_one_message(support: SupportHarness) -> None:
    await support.reload(forum=True)
    people = [support.anna, *[await customer(support, name) for name in ("Ева", "Лев", "Ян", "Ия", "Яна")]]
    for person in people:
        await says(support, person)
    await look(support, seconds=70)
    [shown] = streamed(support)
    assert all(f"{name} · сообщение" in shown.text for name in ("Анна", "Ева", "Лев", "Ян", "Ия"))
    await support.deliver(await support.vera.say(ANSWER, to=support.group, reply_to=shown))
    assert text(support, "inbox-which") in newest(support.group).text
    await support.deliver(await support.vera.tap(shown, "2"))
    assert newest(support.group).text.startswith("Ева")
    await press(support, support.vera, shown, "button-stream-all")
    assert sorted(await states(support)) == ["new", *["seen"] * 5]
    await look(support)
    assert shown.text.count(text(support, "inbox-seen-by", name="Вера")) == 5
    assert "Яна · сообщение" in streamed(support)[-1].text


async def test_one_customer_fills_six_messages_an_hour_and_the_rest_comes_together(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    eva = await customer(support, "Ева")
    for number in range(12):
        await says(support, support.anna, words=f"А вот ещё {number}?")
        await look(support, minutes=2)
    assert len(streamed(support)) == 6
    await says(support, eva)
    await look(support, minutes=2)
    assert "Ева" in streamed(support)[-1].text  # nobody waits for somebody else
    await look(support, minutes=55)
    assert [f"ещё {number}?" in streamed(support)[-1].text for number in range(12)] == [False] * 6 + [
        True
    ] * 6


async def test_nothing_comes_while_something_of_a_case_waits_for_the_group(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await says(support, support.anna)
    row = Plan().message(support.group.id, Urgency.ESCALATION, "Карточка")
    effects = Effects()
    later = support.harness.fake_clock.now + timedelta(minutes=10)
    effects.add(replace(row, due_at=later))
    await support.harness.database.write(flush, [effects])
    await look(support, minutes=5)
    assert streamed(support) == []
    await support.harness.database.write(outbox.refuse, row.id, "test", later)
    await look(support, minutes=1)
    assert len(streamed(support)) == 1


async def test_a_topic_that_was_deleted_is_made_again(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await says(support, support.anna, words=QUESTION)
    await look(support, minutes=2)
    first = topic_of(support)
    assert first is not None
    support.group.delete_topic(first)
    await says(support, support.anna)
    await look(support, minutes=15)
    assert [PRAISE in one.text for one in streamed(support)][-1]
    assert topic_of(support) != first


async def test_a_group_without_topics_gets_one_list_in_the_morning(support: SupportHarness) -> None:
    await support.reload()
    contexts = support.harness.contexts
    app = contexts.current
    day = ((10 * 3600.0, 18 * 3600.0),)
    weekdays = (*[day] * 5, (), ())  # 15 October 2026 is a Thursday, and it is noon
    contexts.current = replace(app, hours=BusinessHours(app.zone, weekdays))

    async def lists_at(moment: datetime) -> int:
        await look(support, seconds=(moment - support.harness.fake_clock.now).total_seconds())
        return sum(QUESTION in one.text for one in support.shown())

    await says(support, support.anna, words=QUESTION)
    at = support.harness.fake_clock.now.astimezone(app.zone).replace(hour=13, minute=30)
    assert await lists_at(at) == 0  # not in the morning any more
    friday = at + timedelta(days=1)
    assert await lists_at(friday.replace(hour=9, minute=50)) == 0
    assert await lists_at(friday.replace(hour=10, minute=5)) == 1
    assert await lists_at(friday.replace(hour=11)) == 1
    assert await lists_at(friday.replace(hour=10) + timedelta(days=1)) == 1  # nobody works on Saturday
    assert await lists_at(friday.replace(hour=10) + timedelta(days=3)) == 2
    contexts.current = replace(contexts.current, shows_inbox=False)
    assert await lists_at(friday.replace(hour=10) + timedelta(days=4)) == 2


async def test_switched_off_nothing_comes_and_what_is_old_never_does(support: SupportHarness) -> None:
    await support.reload(forum=True)
    contexts = support.harness.contexts
    contexts.current = replace(contexts.current, shows_inbox=False)
    await says(support, support.anna)
    await look(support, minutes=5)
    contexts.current = replace(contexts.current, shows_inbox=True)
    await look(support, hours=25)
    assert streamed(support) == []
    assert await states(support) == ["new"]


async def test_the_words_of_a_customer_who_is_not_in_telegram_are_shown(support: SupportHarness) -> None:
    await support.reload(forum=True)
    database, now = support.harness.database, support.harness.fake_clock.now
    ids, effects = Ids(), Effects()
    ida = effects.add(Customer(ids.next(), None, Language.RU, now, "Ида", external_id="1001"))
    said = effects.add(StoredMessage(ids.next(), ida.id, MessageKind.TEXT, now, QUESTION))
    effects.add(Feedback(said.id, ida.id, FeedbackKind.MESSAGE, now, message_id=said.id))
    await database.write(flush, [effects])
    await look(support, minutes=2)
    [shown] = streamed(support)
    assert "Ида" in shown.text
    assert QUESTION in shown.text
    await database.write(erasure.begin, ida.id, now)
    await look(support)
    assert text(support, "stream-forgotten") in shown.text


async def test_the_words_of_somebody_forgotten_go_from_the_group(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await says(support, support.anna, words=QUESTION)
    await look(support, minutes=2)
    [shown] = streamed(support)
    await press(support, support.vera, shown, "button-inbox-seen")
    await look(support)
    database, now = support.harness.database, support.harness.fake_clock.now
    person = await database.read(customers.customer, support.anna.id)
    assert person is not None
    await database.write(erasure.begin, person.id, now)
    await look(support)
    assert text(support, "stream-forgotten") in shown.text
    assert QUESTION not in shown.text
    assert "Анна" not in shown.text
    assert not shown.buttons
    [row] = await support.harness.rows(tables.feedback)
    assert row["stream_shown"] == row["state"]

"""`/undo` takes an answer back: it is deleted at the customer's, and answers nothing any more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playground import Fault, Message, Person, Topic
from storage import tables
from surveys.cases.case_clock import ServiceLimits
from surveys.cases.lifecycle import Status
from tests.handlers.cases.test_case_conversation import in_topic
from tests.handlers.support.test_customer_card import said as told_in_private
from tests.handlers.support_harness import SupportHarness
from tests.words import interface

STORY = "Курьер опоздал на три часа"
WRONG = "Это письмо для Бориса"
BOTH = pytest.mark.parametrize("kind", [{"forum": True}, {"supergroup": True}], ids=["forum", "plain"])


async def begin(support: SupportHarness, kind: dict[str, bool]) -> None:
    await support.reload(**kind)
    contexts = support.harness.contexts
    limits = ServiceLimits(first_reply=timedelta(hours=2), next_reply=timedelta(hours=1))
    contexts.current = replace(contexts.current, service_limits=limits)
    await support.complain(STORY)


def place(support: SupportHarness) -> Topic | None:
    return next(iter(support.group.topics.values()), None)


async def say(
    support: SupportHarness, text: str, by: Person | None = None, to: Message | None = None
) -> Message:
    topic = place(support)
    reply_to = to or (None if topic else support.card())
    update = await (by or support.vera).say(text, to=support.group, topic=topic, reply_to=reply_to)
    await support.deliver(update)
    assert update.message is not None
    return update.message


def has(support: SupportHarness) -> list[str]:
    """What Anna's chat shows of what staff wrote."""
    theirs = ("Везём", "Уже", WRONG[:8])
    return [text for text in support.heard() if text.startswith(theirs)]


@BOTH
async def test_an_answer_that_is_taken_back_is_gone_and_the_case_waits_as_before(
    support: SupportHarness, kind: dict[str, bool]
) -> None:
    await begin(support, kind)
    before = await support.case(1)
    support.harness.fake_clock.move(minutes=30)
    wrong = await say(support, WRONG)
    answered = await support.case(1)
    assert (wrong.reaction, answered.status, has(support)) == ("👌", Status.ANSWERED, [WRONG])
    await say(support, "/undo")
    assert has(support) == []
    assert wrong.reaction is None
    assert (support.shown()[-1].text.split(" ")[0], support.shown()[-1].reply_to) == ("🗑", wrong)
    waits = await support.case(1)
    assert (waits.status, waits.holder_telegram_id, waits.first_reply_at) == (
        Status.TAKEN,
        support.vera.id,
        None,
    )
    assert (waits.awaiting_since, waits.waited_s, waits.first_reply_work_s) == (
        before.awaiting_since,
        0,
        None,
    )
    assert waits.first_reply_due_at == before.first_reply_due_at
    assert "✋ В работе: Вера" in support.card().text
    assert (await told_in_private(support, support.vera, "/case 1")).endswith("(отозвано)")
    support.harness.fake_clock.move(minutes=30)
    await say(support, "Везём")
    again = await support.case(1)
    assert (again.status, again.first_reply_work_s) == (Status.ANSWERED, 3600)


@BOTH
async def test_what_an_earlier_answer_says_is_still_answered_and_what_came_after_it_waits(
    support: SupportHarness, kind: dict[str, bool]
) -> None:
    await begin(support, kind)
    await say(support, "Везём")
    first = await support.case(1)
    support.harness.fake_clock.move(minutes=10)
    twice = await say(support, "Везём ещё раз")
    await say(support, "/undo", to=twice)
    assert (await support.case(1)).first_reply_at == first.first_reply_at
    assert (await support.case(1)).status is Status.ANSWERED
    asked_at = support.harness.fake_clock.now
    await support.deliver(await support.anna.say("А когда?"))
    support.harness.fake_clock.move(minutes=10)
    await say(support, WRONG)
    assert (await support.case(1)).status is Status.ANSWERED
    await say(support, "/undo")
    waits = await support.case(1)
    assert (waits.status, waits.awaiting_since) == (Status.TAKEN, asked_at)
    assert waits.next_reply_due_at == asked_at + timedelta(hours=1)
    assert waits.first_reply_at == first.first_reply_at
    assert has(support) == ["Везём"]


async def test_only_its_writer_and_managers_take_an_answer_back_and_only_once(
    support: SupportHarness,
) -> None:
    await begin(support, {"forum": True})
    await say(support, "/undo")
    assert "нет ответа" in support.said()[-1]
    wrong = await say(support, WRONG)
    await say(support, "/undo", by=support.oleg)
    assert "другой сотрудник: Вера" in support.said()[-1]
    await say(support, "/undo", by=support.zoya)
    assert has(support) == [WRONG]
    await say(support, "/undo", by=support.boris, to=wrong)
    assert has(support) == []
    await say(support, "/undo", to=wrong)
    assert "уже забрали" in support.said()[-1]
    await support.deliver(await support.vera.say("/undo"))
    assert "в группе" in support.vera.chat.messages[-1].text


async def test_an_answer_that_is_replied_to_is_taken_back_whatever_case_the_command_names(
    support: SupportHarness,
) -> None:
    await begin(support, {"forum": True})
    first, wrong = await say(support, "Везём"), await say(support, WRONG)
    await support.complain("И торт не тот")
    await say(support, "/undo 2", to=wrong)
    assert has(support) == ["Везём"]
    assert (support.shown()[-1].text[0], support.shown()[-1].reply_to) == ("🗑", wrong)
    await in_topic(support, 1, f"/about {support.vera.name}", support.oleg)
    await say(support, "/undo 2", to=first)
    assert support.said()[-1] == interface("refused-about-you")
    assert has(support) == ["Везём"]


async def test_after_two_days_and_where_telegram_refuses_it_says_why(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    await say(support, WRONG)
    words = "Bad Request: message can't be deleted for everyone"
    fault = support.telegram.faults.add(Fault.REFUSE, "deleteMessage", description=words)
    await say(support, "/undo")
    assert "message can't be deleted for everyone" in support.said()[-1]
    assert (await support.case(1)).status is Status.ANSWERED
    support.telegram.faults.remove(fault)
    support.harness.fake_clock.move(hours=49)
    await say(support, "/undo")
    assert "больше 48 часов" in support.said()[-1]
    assert has(support) == [WRONG]


async def test_an_album_and_a_long_answer_go_whole(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    before = len(support.anna.chat.messages)
    topic = place(support)
    updates = await support.vera.album([b"one", b"two", b"three"], "Везём", to=support.group, topic=topic)
    await support.deliver(*updates)
    assert len(support.anna.chat.messages) == before + 3
    last = updates[-1].message
    assert last is not None
    await say(support, "/undo", to=last)
    assert len(support.anna.chat.messages) == before
    await say(support, "Везём " * 650)
    await support.complain("И торт не тот")
    await say(support, "Везём " * 682)
    assert any(one.startswith("По обращению 1:") for one in support.heard())
    assert len(support.anna.chat.messages) > before + 3
    await say(support, "/undo")
    await say(support, "/undo")
    assert has(support) == []
    assert len([one for one in support.said() if one.startswith("🗑")]) == 3


async def test_what_had_not_arrived_is_deleted_as_soon_as_it_does(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    anna = support.anna.id
    support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, "sendMessage", chat_id=anna, retry_after=2, times=1)
    await support.hand_over(await support.vera.say(WRONG, to=support.group, topic=place(support)))
    await say(support, "/undo")
    assert has(support) == []
    assert "ещё не дошёл" in " ".join(support.said())
    assert support.said()[-1].startswith("🗑")
    case = await support.case(1)
    assert (case.status, case.first_reply_at) == (Status.TAKEN, None)
    [row] = await support.harness.rows(tables.messages)
    assert row["delivered_at"] is None

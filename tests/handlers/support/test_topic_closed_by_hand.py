"""Whoever closes the topic of an open case by hand is asked for the cause."""

from typing import Any

from storage import tables
from tests.groups import FORUM
from tests.handlers.access import TOPIC, VERA, Where, pressed, reload, text
from tests.harness import Harness
from tests.updates import ZOYA, Person, Raw, sent


def closed_by(person: Person, **content: Any) -> Raw:
    closed = {"message_thread_id": TOPIC, "is_topic_message": True, "forum_topic_closed": {}}
    return sent(person, chat=FORUM, **closed, **content)


async def test_a_topic_closed_by_hand_asks_for_the_cause_and_is_closed_by_two_taps(harness: Harness) -> None:
    await reload(harness)
    for hidden in ({}, {"sender_chat": FORUM}):
        opened, asked = await harness.deliver(closed_by(ZOYA, **hidden))
        assert (opened.method, asked.text) == ("reopenForumTopic", text("close-which-cause"))
        await harness.deliver(pressed(ZOYA, asked.buttons["Брак товара"], Where.TOPIC))
    us = Person(42, "Otklik", None)
    bot = closed_by(us)
    bot["message"]["from"]["is_bot"] = True
    assert await harness.deliver(bot) == []
    [case] = await harness.rows(tables.cases)
    assert case["closed_at"] is None
    opened, asked = await harness.deliver(closed_by(VERA))
    assert (opened.method, opened.body["message_thread_id"]) == ("reopenForumTopic", TOPIC)
    assert asked.text == text("close-which-cause")
    cause = asked.buttons["Брак товара"]
    [second] = [
        call
        for call in await harness.deliver(pressed(VERA, cause, Where.TOPIC))
        if call.method == "editMessageText"
    ]
    await harness.deliver(pressed(VERA, second.buttons["Извинились"], Where.TOPIC))
    [case] = await harness.rows(tables.cases)
    assert (case["cause"], case["remedy"]) == ("defect", "apology")
    assert await harness.deliver(closed_by(VERA)) == []

"""Whoever closes the topic of an open case by hand is asked for the cause."""

from storage import tables
from tests.groups import FORUM
from tests.handlers.access import TOPIC, VERA, Where, pressed, reload, text
from tests.harness import Harness
from tests.updates import ZOYA, Person, Raw, sent


def closed_by(person: Person) -> Raw:
    return sent(person, chat=FORUM, message_thread_id=TOPIC, is_topic_message=True, forum_topic_closed={})


async def test_a_topic_closed_by_hand_asks_for_the_cause_and_is_closed_by_two_taps(harness: Harness) -> None:
    await reload(harness)
    assert await harness.deliver(closed_by(ZOYA)) == []
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

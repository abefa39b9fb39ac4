"""A case is not closed over words of its customer that staff have not been shown."""

import pytest

from handlers.shared.content import Content
from playground import Fault, Group
from storage import tables
from surveys.cases.lifecycle import Status
from surveys.questions.message_kind import MessageKind
from tests.handlers.support_harness import SupportHarness

RETRY_S = 60


@pytest.fixture
async def forum(support: SupportHarness) -> Group:
    """With one complaint, answered by Vera."""
    found = await support.reload(forum=True)
    await support.complain("Букет завял на второй день")
    topic = next(iter(found.topics.values()))
    await support.deliver(await support.vera.say("Заменим завтра", to=found, topic=topic))
    return found


def text(support: SupportHarness, text_id: str) -> str:
    return support.harness.contexts.current.texts.text("ru", text_id)


async def close(support: SupportHarness) -> None:
    topic = next(iter(support.group.topics.values()))
    await support.deliver(await support.vera.say("/close defect", to=support.group, topic=topic))


async def status(support: SupportHarness) -> Status:
    return (await support.case(1)).status


async def test_words_on_their_way_keep_the_case_open(support: SupportHarness, forum: Group) -> None:
    busy = support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, chat_id=forum.id, retry_after=RETRY_S)
    await support.write(Content(MessageKind.TEXT, "А деньги за опоздание вернёте?"))
    await close(support)
    assert await status(support) is Status.TAKEN
    support.telegram.faults.remove(busy)
    support.harness.fake_clock.move(seconds=RETRY_S + 1)
    await support.settled()
    assert any("А деньги за опоздание" in said for said in support.said())
    assert text(support, "refused-unread-words") in support.said()
    assert not any("закрыли" in said for said in support.heard())
    await close(support)
    assert await status(support) is Status.CLOSED


async def test_a_cause_pressed_before_they_came_closes_nothing_either(
    support: SupportHarness, forum: Group
) -> None:
    topic = next(iter(forum.topics.values()))
    await support.deliver(await support.vera.say("/close", to=forum, topic=topic))
    menu = support.shown()[-1]
    support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, chat_id=forum.id, retry_after=RETRY_S)
    await support.write(Content(MessageKind.TEXT, "А деньги за опоздание вернёте?"))
    await support.deliver(await support.vera.tap(menu, "Брак товара"))
    await support.toasted(support.vera, text(support, "refused-unread-words"))
    assert await status(support) is Status.TAKEN


async def test_words_that_are_collected_keep_it_open_too(support: SupportHarness, forum: Group) -> None:
    for number in range(12):
        await support.write(Content(MessageKind.TEXT, f"И вот ещё что, {number}"))
    assert "collected" in {row["forwarding"] for row in await support.harness.rows(tables.messages)}
    await close(support)
    assert await status(support) is Status.TAKEN
    await support.pass_on_digests()
    await close(support)
    assert await status(support) is Status.CLOSED


async def test_words_of_another_case_keep_this_one_open_for_nothing(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain("Курьер опоздал")
    support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, chat_id=forum.id, retry_after=RETRY_S)
    await support.write(Content(MessageKind.TEXT, "На три часа!"))
    await close(support)
    assert await status(support) is Status.CLOSED


async def test_what_the_group_refused_for_good_keeps_nothing_open(
    support: SupportHarness, forum: Group
) -> None:
    fault = support.telegram.faults.add(
        Fault.REFUSE, "sendPhoto", chat_id=forum.id, description="Bad Request: PHOTO_INVALID", code=400
    )
    await support.write(Content(MessageKind.PHOTO, "вот", "file"))
    support.telegram.faults.remove(fault)
    await close(support)
    assert await status(support) is Status.CLOSED

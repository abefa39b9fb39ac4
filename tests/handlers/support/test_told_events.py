"""What customers and staff do is told to other systems, without anybody's words, names and Telegram ids."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.processing.updates import inbox_updates_of
from bot.webhooks.webhook_client import WebhookClient
from bot.webhooks.webhook_sender import WebhookSender
from storage.webhooks import subscriptions
from surveys.webhooks.events import EventKind
from surveys.webhooks.signature import new_secret
from tests.bot.webhooks.receiver import Receiver, listening
from tests.handlers.cases.test_case_conversation import in_topic
from tests.handlers.support_harness import SupportHarness
from tests.updates import Person, tapped

WORDS = "Привезли разбитую вазу"


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    found = Receiver()
    async with listening(found) as url:
        yield found, url


async def _subscribe(support: SupportHarness, url: str, *events: EventKind) -> None:
    parts = support.harness.parts
    number, now = parts.ids.next(), parts.clock.now()
    await parts.database.write(subscriptions.add_webhook, number, url, new_secret(), events or None, now)


async def _told(support: SupportHarness, receiver: Receiver) -> list[dict[str, Any]]:
    parts = support.harness.parts
    await WebhookSender(parts.database, WebhookClient(allow_private=True), parts.clock).run_once()
    return receiver.events


async def test_a_case_is_told_step_by_step_and_nobodys_words(
    support: SupportHarness, receiver: tuple[Receiver, str]
) -> None:
    heard, url = receiver
    await support.reload(forum=True)
    await _subscribe(support, url)
    case = await support.complain(WORDS)
    topic = next(iter(support.group.topics.values()))
    await support.deliver(await support.vera.say("Едем менять", to=support.group, topic=topic))
    await support.deliver(await support.vera.say("/close defect", to=support.group, topic=topic))
    told = await _told(support, heard)
    assert [one["type"] for one in told] == ["case.opened", "case.answered", "case.closed"]
    assert {one["data"]["number"] for one in told} == {case.number}
    said = json.dumps(told, ensure_ascii=False)
    for private in (WORDS, "Едем менять", support.anna.name, str(support.anna.id), str(support.vera.id)):
        assert private not in said


async def test_an_answer_that_is_taken_back_before_it_is_told_is_none_and_a_later_one_is_told_with_its_moment(
    support: SupportHarness, receiver: tuple[Receiver, str]
) -> None:
    heard, url = receiver
    await support.reload(forum=True)
    await _subscribe(support, url, EventKind.CASE_ANSWERED)
    await support.complain(WORDS)

    async def say(words: str) -> None:
        support.harness.fake_clock.move(minutes=5)
        await in_topic(support, 1, words)

    for words in ("Едем", "/undo"):
        await say(words)
    assert await _told(support, heard) == []
    await say("Везём новую")
    for words in ("/undo", "Уже у вас"):
        [first] = await _told(support, heard)
        await say(words)
    first, second = await _told(support, heard)
    assert first["data"]["first_reply_at"] == first["timestamp"]
    assert second["data"]["first_reply_at"] == second["timestamp"] > first["timestamp"]


async def test_a_case_tells_its_severity_its_cause_and_what_was_done(
    support: SupportHarness, receiver: tuple[Receiver, str]
) -> None:
    heard, url = receiver
    await support.reload(forum=True)
    await _subscribe(support, url, EventKind.CASE_CLOSED)
    await support.complain(WORDS)
    await in_topic(support, 1, "/severity high")
    await in_topic(support, 1, "/close")
    for label in ("Брак товара", "Вернули деньги"):
        await support.deliver(await support.vera.tap(support.shown()[-1], label))
    [closed] = await _told(support, heard)
    told = [closed["data"][name] for name in ("severity", "cause", "remedy")]
    assert told == ["high", "defect", "refund"]


async def test_only_what_was_asked_for_is_told(
    support: SupportHarness, receiver: tuple[Receiver, str]
) -> None:
    heard, url = receiver
    await support.reload(forum=True)
    await _subscribe(support, url, EventKind.CASE_CLOSED)
    await support.complain(WORDS)
    assert await _told(support, heard) == []
    topic = next(iter(support.group.topics.values()))
    await support.deliver(await support.vera.say("/close defect", to=support.group, topic=topic))
    assert [one["type"] for one in await _told(support, heard)] == ["case.closed"]


async def test_a_score_and_what_becomes_of_it_are_told(
    support: SupportHarness, receiver: tuple[Receiver, str]
) -> None:
    heard, url = receiver
    await support.reload(forum=True)
    await _subscribe(support, url, EventKind.SCORE_GIVEN)
    await support.deliver(await support.anna.say("/rate"))
    await support.deliver(await support.anna.say("9"))
    told = await _told(support, heard)
    assert [(one["type"], one["data"]["score"]) for one in told] == [("score.given", 9)]
    assert (told[0]["data"]["kind"], told[0]["data"]["scale"]) == ("score", 10)
    assert told[0]["data"]["survey_id"] == "nps"


async def test_a_consent_is_told_both_ways(support: SupportHarness, receiver: tuple[Receiver, str]) -> None:
    heard, url = receiver
    await support.reload(forum=True)
    await _subscribe(support, url, EventKind.CONSENT_CHANGED)
    await support.deliver(await support.anna.say("/settings"))
    for text_id in ("button-offers-on", "button-offers-off"):
        label = support.harness.contexts.current.texts.text("ru", text_id)
        shown = [message for message in support.anna.chat.messages if message.from_bot][-1]
        await support.deliver(await support.anna.tap(shown, label))
    given = [one["data"]["given"] for one in await _told(support, heard)]
    assert given == [True, False]


async def test_who_leaves_and_comes_back_is_told(
    support: SupportHarness, receiver: tuple[Receiver, str]
) -> None:
    heard, url = receiver
    await support.reload(forum=True)
    await _subscribe(support, url, EventKind.CUSTOMER_LEFT, EventKind.CUSTOMER_RETURNED)
    anna = support.anna
    await support.deliver(await anna.say("/leave"))
    asked = [message for message in anna.chat.messages if message.from_bot][-1]
    await support.deliver(await anna.tap(asked, "Не хочу отвечать"))
    back = tapped(Person(anna.id, anna.name, "ru"), "came-back:1")
    now = support.harness.fake_clock.now
    await support.harness.worker.take(inbox_updates_of([back], support.telegram.bot_id, now))
    await support.settled()
    assert [one["type"] for one in await _told(support, heard)] == ["customer.left", "customer.returned"]

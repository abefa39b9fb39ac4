"""Whoever writes in the name of a group or a channel is nobody to us, and is told how to be somebody."""

import pytest

from playground import Group, Topic, Update
from playground.shapes import JsonObject
from tests.handlers.support_harness import SupportHarness
from tests.words import interface

ANONYMOUS: JsonObject = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL: JsonObject = {"id": -1_001_000_000_999, "type": "channel", "title": "Новости"}
CHANNEL_BOT: JsonObject = {
    "id": 136_817_688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}
TOLD = interface("support-anonymous")


@pytest.fixture
async def forum(support: SupportHarness) -> Group:
    group = await support.reload(forum=True)
    await support.complain("Курьер опоздал на три часа, коробка мятая. Ужасно!")
    return group


def topic(support: SupportHarness) -> Topic:
    return next(iter(support.group.topics.values()))


def disguised(update: Update, sender: JsonObject, chat: JsonObject) -> Update:
    message = update.payload["message"]
    assert isinstance(message, dict)
    message["from"], message["sender_chat"] = sender, chat
    return update


@pytest.mark.parametrize("is_channel", [False, True])
@pytest.mark.parametrize("text", ["Ответ от имени группы", "/take", "/close other"])
async def test_in_a_topic_they_are_told_and_nothing_happens(
    support: SupportHarness, forum: Group, text: str, is_channel: bool
) -> None:
    update = await support.boris.say(text, to=forum, topic=topic(support))
    who = (CHANNEL_BOT, CHANNEL) if is_channel else (ANONYMOUS, forum.json())
    await support.deliver(disguised(update, *who))
    assert support.said()[-1] == TOLD
    case = await support.case(1)
    assert (case.status, case.holder_telegram_id) == ("open", None)


@pytest.mark.parametrize("text", ["/cases", "/case 1", "/take", "/close"])
async def test_a_command_outside_of_topics_is_answered_once(
    support: SupportHarness, forum: Group, text: str
) -> None:
    n = len(support.said())
    for _ in range(2):
        await support.deliver(disguised(await support.boris.say(text, to=forum), ANONYMOUS, forum.json()))
    assert support.said()[n:] == [TOLD]


async def test_their_talk_outside_of_topics_is_their_own(support: SupportHarness, forum: Group) -> None:
    n = len(support.said())
    for chat, sender in ((forum.json(), ANONYMOUS), (CHANNEL, CHANNEL_BOT)):
        await support.deliver(disguised(await support.boris.say("Кто сегодня?", to=forum), sender, chat))
    assert len(support.said()) == n


async def test_what_a_channel_posts_by_itself_is_not_answered(support: SupportHarness, forum: Group) -> None:
    update = disguised(
        await support.boris.say("Новость", to=forum, topic=topic(support)), CHANNEL_BOT, CHANNEL
    )
    message = update.payload["message"]
    assert isinstance(message, dict)
    message["is_automatic_forward"] = True
    n = len(support.said())
    await support.deliver(update)
    assert len(support.said()) == n


async def test_the_same_owner_under_their_own_name_is_heard(support: SupportHarness, forum: Group) -> None:
    update = await support.boris.say("/take", to=forum, topic=topic(support))
    await support.deliver(disguised(update, ANONYMOUS, forum.json()))
    await support.deliver(await support.boris.say("/take", to=forum, topic=topic(support)))
    assert (await support.case(1)).holder_telegram_id == support.boris.id

"""Whatever becomes of its topic, its group or its agent: a case is told, listed, shown and answered."""

import pytest

from playground import Fault, Group, Message, Person
from storage.states import OutboxState
from tests.handlers.support_harness import SupportHarness
from tests.words import interface

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"
FULL = "Bad Request: FORUM_TOPICS_TOO_MUCH"
NO_TOPICS = "Bad Request: not enough rights to manage topics"
GONE = "Forbidden: the group chat was deleted"


@pytest.fixture
async def forum(support: SupportHarness) -> Group:
    return await support.reload(forum=True)


def stories(support: SupportHarness) -> list[Message]:
    """What customers wrote and sent, as the group shows it."""
    return [message for message in support.shown() if message.text.startswith(("💬", "✏️"))]


def words(support: SupportHarness) -> list[str]:
    return [message.text.partition("\n")[2] for message in stories(support)]


def refuse_topics(support: SupportHarness, description: str) -> None:
    support.telegram.faults.add(Fault.REFUSE, "createForumTopic", description=description)


async def is_listed(support: SupportHarness, number: int = 1) -> bool:
    """Whether an owner reads it in the list of cases."""
    await support.deliver(await support.boris.say("/cases"))
    return f"#{number}" in support.boris.chat.messages[-1].text


async def is_answered_at(support: SupportHarness, message: Message, said: str = "Разбираемся") -> bool:
    """Whether what staff write there reaches the customer."""
    topic = support.group.topics.get(message.thread_id or 0)
    where = {"topic": topic} if topic is not None else {"reply_to": message}
    await support.deliver(await support.vera.say(said, to=support.group, **where))
    return support.heard()[-1].endswith(said)


async def passes(support: SupportHarness, **time: float) -> None:
    support.harness.fake_clock.move(**time)
    await support.settled()
    await support.look_for_undelivered()


def told(person: Person, part: str) -> list[str]:
    return [one.text for one in person.chat.messages if one.from_bot and part in one.text]


async def tap(support: SupportHarness, person: Person, label: str) -> None:
    shown = [one for one in person.chat.messages if any(button.text == label for button in one.buttons)]
    await support.deliver(await person.tap(shown[-1], label))


async def remove(support: SupportHarness, person: Person) -> None:
    await support.deliver(await support.boris.say("/team"))
    await tap(support, support.boris, f"✖ {person.name}")
    await tap(support, support.boris, interface("button-remove-confirm"))


# The group makes no topics ------------------------------------------------------------------------


@pytest.mark.parametrize("description", [FULL, NO_TOPICS])
async def test_where_no_more_topics_can_be_made_a_message_stands_for_one(
    support: SupportHarness, forum: Group, description: str
) -> None:
    await support.complain("Первое")
    refuse_topics(support, description)
    await support.complain(STORY)
    assert words(support) == ["Первое", STORY]
    assert stories(support)[-1].reply_to is not None
    assert await is_listed(support, 2)
    assert await is_answered_at(support, stories(support)[-1], "Второе видим")
    assert (await support.case(2)).status == "answered"
    assert {row["state"] for row in await support.outbox()} <= {OutboxState.SENT, OutboxState.REPLACED}


async def test_a_topic_deleted_in_a_full_group_becomes_a_message(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain(STORY)
    refuse_topics(support, FULL)
    forum.delete_topic(next(iter(forum.topics.values())))
    await support.deliver(await support.anna.say("Вы здесь?"))
    assert words(support) == ["Вы здесь?"]
    assert await is_answered_at(support, stories(support)[-1])


# The topic ----------------------------------------------------------------------------------------


async def test_a_topic_deleted_while_words_wait_is_made_once_and_shows_them_in_order(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain(STORY)
    wait = support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, chat_id=forum.id, retry_after=1, times=1)
    await support.receive(*[await support.anna.say(f"слово {number}") for number in range(3)])
    await support.telegram.calls.made.until(lambda: wait.hits > 0, 20)
    forum.delete_topic(next(iter(forum.topics.values())))
    await support.settled()
    assert words(support) == ["слово 0", "слово 1", "слово 2"]
    assert len([one for one in forum.topics.values() if not one.deleted]) == 1
    assert await is_answered_at(support, stories(support)[-1])


async def test_a_photo_and_an_album_for_a_deleted_topic_arrive_in_the_next(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain(STORY)
    for number in range(2):
        forum.delete_topic(next(one for one in forum.topics.values() if not one.deleted))
        files = await support.anna.album([b"one", b"two"], "Альбом")
        await support.deliver(*(files if number else [await support.anna.photo(b"photo", "Фото")]))
        if not number:
            await support.deliver(*files)
    assert [one.media.file.data for one in support.shown() if one.media] == [b"one", b"two"]
    assert (await support.case(1)).status == "open"


async def test_staff_who_deleted_a_topic_take_the_case_by_its_number_and_it_is_shown_again(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain(STORY)
    forum.delete_topic(next(iter(forum.topics.values())))
    assert await is_listed(support)
    await support.deliver(await support.vera.say("/take 1", to=forum))
    assert "✋ В работе: Вера" in support.card().text
    assert support.card().thread_id in forum.topics
    assert not forum.topics[support.card().thread_id or 0].deleted


async def test_a_topic_closed_by_a_stranger_takes_what_the_customer_writes(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain(STORY)
    topic = next(iter(forum.topics.values()))
    topic.closed = True
    support.telegram.service(
        forum, support.zoya.json(), {"forum_topic_closed": {}}, thread_id=topic.id, tell_bot=True
    )
    await support.deliver(support.telegram.updates.log[-1])
    await support.deliver(await support.anna.say("Вы здесь?"))
    assert words(support)[-1] == "Вы здесь?"
    assert await is_answered_at(support, stories(support)[-1])


async def test_a_closed_topic_that_a_demoted_bot_may_not_open_is_stood_in_for(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain(STORY)
    next(iter(forum.topics.values())).closed = True
    forum.add_bot("member")
    await support.deliver(support.telegram.updates.log[-1])
    assert told(support.boris, "прав")
    await support.deliver(await support.anna.say("Вы здесь?"))
    shown = stories(support)[-1]
    assert shown.text.endswith("Вы здесь?")
    assert shown.reply_to is not None
    assert await is_answered_at(support, shown), "a reply to the bot is heard by an ordinary member too"


# The group ----------------------------------------------------------------------------------------


async def test_a_deleted_group_is_told_and_its_cases_are_shown_in_the_next(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain("Показано")
    gone = support.telegram.faults.add(Fault.REFUSE, "*", chat_id=forum.id, code=403, description=GONE)
    await support.complain(STORY)
    await support.look_for_undelivered()
    assert gone.hits
    assert len(told(support.boris, "group chat was deleted")) == 1
    assert await is_listed(support, 2)
    support.group = support.telegram.group("Новая", forum=True, members=[support.boris, support.vera])
    await support.deliver(support.telegram.updates.log[-1])
    await tap(support, support.boris, interface("button-group-choose"))
    await passes(support, minutes=10)
    assert words(support) == ["Показано", STORY]
    assert await is_answered_at(support, stories(support)[-1])


async def test_demoted_and_promoted_again_the_bot_shows_what_came_meanwhile_once(
    support: SupportHarness, forum: Group
) -> None:
    forum.add_bot("member")
    await support.deliver(support.telegram.updates.log[-1])
    await support.complain(STORY)
    assert await is_listed(support)
    forum.add_bot()
    await support.deliver(support.telegram.updates.log[-1])
    await support.deliver(await support.anna.say("Вы здесь?"))
    await passes(support, minutes=10)
    assert words(support) == [STORY, "Вы здесь?"]
    assert await is_answered_at(support, stories(support)[-1])


# The agent ----------------------------------------------------------------------------------------


async def test_an_agent_who_is_removed_while_their_answer_is_on_its_way_leaves_the_case_to_others(
    support: SupportHarness, forum: Group
) -> None:
    await support.complain(STORY)
    topic = next(iter(forum.topics.values()))
    await support.deliver(await support.vera.say("/take", to=forum, topic=topic))
    wait = support.telegram.faults.add(
        Fault.TOO_MANY_REQUESTS, "sendMessage", chat_id=support.anna.id, retry_after=2, times=1
    )
    await support.receive(await support.vera.say("Везём новый", to=forum, topic=topic))
    await support.telegram.calls.made.until(lambda: wait.hits > 0, 20)
    await remove(support, support.vera)
    assert support.heard()[-1] == "Везём новый"
    case = await support.case(1)
    assert (case.holder_telegram_id, case.status) == (None, "answered")
    await support.deliver(await support.anna.say("И где он?"))
    assert (await support.case(1)).status == "open"
    assert words(support)[-1] == "И где он?"
    await support.deliver(await support.oleg.say("/take", to=forum, topic=topic))
    assert (await support.case(1)).holder_telegram_id == support.oleg.id


@pytest.mark.parametrize("is_deleted", [False, True], ids=["left", "account deleted"])
async def test_an_agent_who_leaves_by_themselves_keeps_no_case_from_anybody(
    support: SupportHarness, forum: Group, is_deleted: bool
) -> None:
    """Telegram tells of a deleted account as of somebody who left, without a name."""
    await support.complain(STORY)
    topic = next(iter(forum.topics.values()))
    await support.deliver(await support.vera.say("/take", to=forum, topic=topic))
    support.telegram.updates.allow(["message", "callback_query", "my_chat_member", "chat_member"])
    if is_deleted:
        support.vera.name = ""
    forum.leave(support.vera)
    await support.deliver(support.telegram.updates.log[-1])
    assert len(told(support.boris, interface("team-left-cases", numbers="#1"))) == 1
    await support.deliver(await support.anna.say("Вы здесь?"))
    assert words(support)[-1] == "Вы здесь?"
    assert await is_listed(support)
    await support.deliver(await support.boris.say("/take", to=forum, topic=topic))
    assert (await support.case(1)).holder_telegram_id == support.boris.id

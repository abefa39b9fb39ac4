"""Places: the way back from Telegram. What waits for one arrives in order, also when Telegram loses it."""

import pytest
from aiogram.methods import CloseForumTopic, CreateForumTopic, EditMessageText

from playground import Group, Person, Playground
from storage.states import OutboxState
from surveys.outreach.urgency import Urgency
from tests.bot.delivery.sender_harness import Post

TOPIC = "topic:17"


@pytest.fixture
def boris(telegram: Playground) -> Person:
    return telegram.person("Boris")


@pytest.fixture
def forum(telegram: Playground, boris: Person) -> Group:
    return telegram.group("Support", forum=True, members=[boris])


async def open_topic(post: Post, forum: Group) -> None:
    await post.put(
        CreateForumTopic(chat_id=forum.id, name="Case 17"), urgency=Urgency.ESCALATION, fills=TOPIC
    )


async def tell(post: Post, forum: Group, *texts: str, urgency: Urgency = Urgency.ESCALATION) -> None:
    await post.say(forum.id, *texts, at=TOPIC, urgency=urgency)


def topics(forum: Group) -> list[list[str]]:
    """What was said in each topic that still stands, oldest first."""
    return [
        [m.text for m in forum.messages if m.thread_id == topic.id and m.text]
        for topic in forum.topics.values()
        if not topic.deleted
    ]


def delete_topic(forum: Group) -> None:
    forum.delete_topic(next(topic for topic in forum.topics.values() if not topic.deleted))


async def test_what_is_decided_with_a_topic_waits_for_it_and_arrives_in_order(
    post: Post, forum: Group
) -> None:
    await open_topic(post, forum)
    await tell(post, forum, "card", "photo", "words")
    assert set(await post.settled()) == {OutboxState.SENT}
    assert topics(forum) == [["card", "photo", "words"]]
    place = (await post.places())[TOPIC]
    assert (place["chat_id"], place["thread_id"]) == (forum.id, next(iter(forum.topics)))


async def test_rows_that_came_before_their_topic_wait_for_it(post: Post, forum: Group) -> None:
    await tell(post, forum, "card", "words")
    await post.say(forum.id, "to all")
    await forum.changed.until(lambda: bool(forum.messages), 5)
    await open_topic(post, forum)
    await post.settled()
    assert topics(forum) == [["card", "words"]]


async def test_a_deleted_topic_heals_once_and_what_waited_arrives_in_the_new_one_in_order(
    post: Post, forum: Group
) -> None:
    await open_topic(post, forum)
    await tell(post, forum, "card")
    await post.settled()
    delete_topic(forum)
    await tell(post, forum, "1", "2", "3", "4")
    assert set(await post.settled()) == {OutboxState.SENT}
    assert topics(forum) == [["1", "2", "3", "4"]]
    assert len(forum.topics) == 2
    assert (await post.places())[TOPIC]["thread_id"] == max(forum.topics)


async def test_a_topic_heals_as_often_as_it_is_deleted(post: Post, forum: Group) -> None:
    await open_topic(post, forum)
    for word in ("1", "2", "3"):
        await tell(post, forum, word)
        await post.settled()
        assert topics(forum) == [[word]]
        delete_topic(forum)


async def test_a_promotion_for_a_place_that_is_gone_is_sent_once_the_place_is_made_again(
    post: Post, forum: Group
) -> None:
    await open_topic(post, forum)
    await post.settled()
    delete_topic(forum)
    await tell(post, forum, "offer", urgency=Urgency.PROMOTION)
    assert set(await post.settled()) == {OutboxState.SENT}
    assert topics(forum) == [["offer"]]


async def test_a_promotion_that_waits_for_its_place_is_not_claimed_meanwhile(
    post: Post, forum: Group
) -> None:
    await tell(post, forum, "offer", urgency=Urgency.PROMOTION)
    await post.say(forum.id, "to all")
    await forum.changed.until(lambda: bool(forum.messages), 5)
    assert (await post.states())[0] == OutboxState.READY
    await open_topic(post, forum)
    assert set(await post.settled()) == {OutboxState.SENT}
    assert topics(forum) == [["offer"]]


async def test_a_reminder_replies_to_its_question_and_a_question_that_vanished_is_asked_again(
    post: Post, telegram: Playground
) -> None:
    anna = telegram.person("Anna")
    await post.meet(anna)
    await post.say(anna.id, "question", fills="question:1")
    await post.settled()
    await post.say(anna.id, "reminder", at="question:1", urgency=Urgency.REMINDER)
    await post.settled()
    question, reminder = (message for message in anna.chat.messages if message.from_bot)
    assert reminder.reply_to is question

    question.deleted = True
    post.pass_time(days=3)
    await post.say(anna.id, "last reminder", at="question:1", urgency=Urgency.REMINDER)
    assert set(await post.settled()) == {OutboxState.SENT}
    *_, again, last = (message for message in anna.chat.messages if message.from_bot)
    assert (again.text, last.text) == ("question", "last reminder")
    assert last.reply_to is again


async def test_an_edit_of_a_place_whose_message_vanished_is_said_anew(
    post: Post, telegram: Playground
) -> None:
    anna = telegram.person("Anna")
    await post.meet(anna)
    await post.say(anna.id, "question", fills="question:1")
    await post.settled()
    (await anna.sees("question")).deleted = True
    await post.put(EditMessageText(chat_id=anna.id, text="receipt"), at="question:1")
    await post.settled()
    assert (await anna.sees("receipt")).reply_to is None


async def test_closing_a_topic_that_is_closed_is_a_success(post: Post, forum: Group) -> None:
    await open_topic(post, forum)
    for _ in range(2):
        closing = CloseForumTopic(chat_id=forum.id, message_thread_id=0)
        await post.put(closing, urgency=Urgency.ESCALATION, at=TOPIC)
    assert set(await post.settled()) == {OutboxState.SENT}


async def test_a_group_that_became_a_supergroup_takes_its_rows_along_and_leaves_its_places_behind(
    post: Post, telegram: Playground, boris: Person
) -> None:
    group = telegram.group("Support", members=[boris])
    await post.say(group.id, "card", fills="card:17", urgency=Urgency.ESCALATION)
    await post.settled()
    successor = group.upgrade()
    await post.say(group.id, "1", "2", "3", "4", urgency=Urgency.ESCALATION)
    assert set(await post.settled()) == {OutboxState.SENT}
    assert [message.text for message in successor.messages if message.text] == ["1", "2", "3", "4"]
    assert (await post.places())["card:17"]["message_id"] is None
    assert len([call for call in telegram.calls.of("sendMessage") if call.chat_id == group.id]) == 1 + 1


async def test_what_waits_for_a_place_of_before_the_upgrade_gets_it_made_again(
    post: Post, telegram: Playground, boris: Person
) -> None:
    group = telegram.group("Support", members=[boris])
    await post.say(group.id, "title", fills=TOPIC, urgency=Urgency.ESCALATION)
    await post.say(group.id, "card", fills="card:17", at=TOPIC, urgency=Urgency.ESCALATION)
    await post.settled()
    successor = group.upgrade()
    for _ in range(3):
        await boris.say("between us", to=successor)
    talk = [message.text for message in successor.messages]
    edit = EditMessageText(chat_id=group.id, message_id=0, text="card, changed")
    await post.put(edit, urgency=Urgency.ESCALATION, at="card:17")
    await post.say(group.id, "words", at=TOPIC, urgency=Urgency.ESCALATION)
    assert set(await post.settled()) == {OutboxState.SENT}
    said = [message for message in successor.messages if message.from_bot and message.text]
    assert [message.text for message in said] == ["title", "words", "card, changed"] or [
        message.text for message in said
    ] == ["title", "card, changed", "words"]
    assert [message.text for message in successor.messages][: len(talk)] == talk
    assert all(message.reply_to is said[0] for message in said[1:])


async def test_what_waits_for_a_group_that_removed_us_arrives_in_order_once_we_are_back(
    post: Post, forum: Group, telegram: Playground
) -> None:
    await open_topic(post, forum)
    await post.settled()
    forum.kick_bot()
    await tell(post, forum, "1", "2")
    assert await post.settled() == [OutboxState.SENT, OutboxState.READY, OutboxState.READY]
    await tell(post, forum, "3")
    assert (await post.settled())[-1] == OutboxState.READY
    assert (await post.rows())[1]["error"].startswith("403")
    refused = len([call for call in telegram.calls.log if call.chat_id == forum.id])
    post.pass_time(seconds=10)
    assert len([call for call in telegram.calls.log if call.chat_id == forum.id]) == refused
    forum.add_bot()
    assert set(await post.settled(passing_s=5)) == {OutboxState.SENT}
    assert topics(forum) == [["1", "2", "3"]]


@pytest.mark.parametrize("forum_without_right", [True, False])
async def test_where_no_topic_can_be_made_a_message_stands_in_and_the_rest_replies_to_it(
    post: Post, telegram: Playground, boris: Person, *, forum_without_right: bool
) -> None:
    group = telegram.group("Support", forum=forum_without_right, members=[boris], can_manage_topics=False)
    await open_topic(post, group)
    await tell(post, group, "card", "words")
    assert set(await post.settled()) == {OutboxState.SENT}
    title, *said = [message for message in group.messages if message.text]
    assert title.text == "Case 17"
    assert [message.text for message in said] == ["card", "words"]
    assert all(message.reply_to is title for message in said)

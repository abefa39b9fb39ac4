"""Groups, forums and the upgrade that changes a chat's id."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)
from aiogram.types import ChatMemberAdministrator

from playground import Group, Person, Playground
from tests.playground.conftest import Api


@pytest.fixture
def forum(telegram: Playground, anna: Person) -> Group:
    return telegram.group("Support", forum=True, members=[anna, telegram.person("Boris")])


async def test_a_topic_is_created_written_to_closed_renamed_and_deleted(
    bot: Bot, forum: Group, anna: Person
) -> None:
    created = await bot.create_forum_topic(forum.id, "Case 17")
    topic = forum.topics[created.message_thread_id]
    sent = await bot.send_message(forum.id, "a card", message_thread_id=topic.id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.id, True)
    assert await bot.edit_forum_topic(forum.id, topic.id, name="Case 17, closed")
    assert await bot.close_forum_topic(forum.id, topic.id)
    assert (topic.name, topic.closed) == ("Case 17, closed", True)
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.close_forum_topic(forum.id, topic.id)
    assert await bot.reopen_forum_topic(forum.id, topic.id)
    assert await bot.delete_forum_topic(forum.id, topic.id)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "into nothing", message_thread_id=topic.id)
    with pytest.raises(TelegramBadRequest, match="TOPIC_ID_INVALID"):
        await bot.close_forum_topic(forum.id, topic.id)


async def test_what_staff_say_in_a_topic_carries_its_thread(bot: Bot, forum: Group, anna: Person) -> None:
    created = await bot.create_forum_topic(forum.id, "Case 17")
    await anna.say("on it", to=forum, topic=forum.topics[created.message_thread_id])
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.message_thread_id == created.message_thread_id
    assert message.chat.is_forum
    reply = await message.reply("good")
    assert reply.message_thread_id == created.message_thread_id


async def test_topics_need_a_forum_and_the_right(bot: Bot, telegram: Playground, anna: Person) -> None:
    plain = telegram.group("Plain", supergroup=True, members=[anna])
    weak = telegram.group("Weak", forum=True, members=[anna], can_manage_topics=False)
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await bot.create_forum_topic(plain.id, "x")
    with pytest.raises(TelegramBadRequest, match="not enough rights to create a topic"):
        await bot.create_forum_topic(weak.id, "x")
    member = await bot.get_chat_member(weak.id, telegram.bot_id)
    assert isinstance(member, ChatMemberAdministrator)
    assert member.can_manage_topics is False


async def test_an_upgraded_group_names_its_successor(bot: Bot, telegram: Playground, anna: Person) -> None:
    group = telegram.group("Support", members=[anna])
    successor = group.upgrade()
    with pytest.raises(TelegramMigrateToChat) as refused:
        await bot.send_message(group.id, "hello?")
    assert refused.value.migrate_to_chat_id == successor.id
    assert str(successor.id).startswith("-100")
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [message.migrate_to_chat_id for message in messages if message.chat.id == group.id] == [
        successor.id
    ]
    assert [message.migrate_from_chat_id for message in messages if message.chat.id == successor.id] == [
        group.id
    ]
    assert (await bot.send_message(successor.id, "hello")).chat.type == "supergroup"


async def test_a_bot_that_was_removed_may_not_write(bot: Bot, forum: Group) -> None:
    forum.kick_bot()
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(forum.id, "hello?")
    forum.add_bot()
    assert await bot.send_message(forum.id, "back")
    statuses = [
        update.my_chat_member.new_chat_member.status
        for update in await bot.get_updates()
        if update.my_chat_member
    ]
    assert statuses == ["administrator", "kicked", "administrator"]


async def test_privacy_mode_hides_small_talk_from_an_ordinary_member(
    bot: Bot, telegram: Playground, anna: Person
) -> None:
    group = telegram.group("Talk", members=[anna], bot_status="member")
    sent = await bot.send_message(group.id, "Any questions?")
    question = group.history[sent.message_id]
    assert (await anna.say("just talking", to=group)).dropped == "hidden"
    assert (await anna.say("/cases", to=group)).pending
    assert (await anna.say("yes", to=group, reply_to=question)).pending


async def test_chats_and_members_are_told_in_their_true_shape(
    bot: Bot, telegram: Playground, forum: Group, anna: Person
) -> None:
    stranger = telegram.person("Zoya")
    assert (await bot.get_chat(forum.id)).is_forum
    assert (await bot.get_chat(anna.id)).first_name == "Anna"
    assert (await bot.get_chat_member(forum.id, anna.id)).status == "creator"
    assert (await bot.get_chat_member(forum.id, stranger.id)).status == "left"
    assert (await bot.get_chat_member(anna.id, anna.id)).status == "member"
    administrators = await bot.get_chat_administrators(forum.id)
    assert [member.user.id for member in administrators] == [anna.id, telegram.bot_id]


async def test_administrators_of_a_private_chat_do_not_exist(api: Api, anna: Person) -> None:
    refused = await api.refusal("getChatAdministrators", chat_id=anna.id)
    assert refused == "400 Bad Request: there are no administrators in the private chat"


async def test_ids_of_private_messages_never_repeat_and_a_supergroup_counts_for_itself(
    bot: Bot, telegram: Playground, forum: Group, anna: Person
) -> None:
    boris = telegram.person("Boris")
    await boris.start()
    ids = [(await bot.send_message(person.id, "x")).message_id for person in (anna, boris, anna)]
    assert ids == sorted(set(ids))
    assert (await bot.send_message(forum.id, "x")).message_id == 1

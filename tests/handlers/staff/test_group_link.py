"""A group in one tap: the link with its rights, and the sample that shows how cases are answered."""

import pytest

from playground import Group, Topic
from surveys.roles import Role
from tests.handlers.support.test_case_list import text
from tests.handlers.support.test_inbox import newest, press
from tests.handlers.support_harness import SupportHarness

KINDS = pytest.mark.parametrize("forum", [True, False], ids=["forum", "plain"])


async def added(support: SupportHarness, *, forum: bool) -> Group:
    """Boris, an owner, adds the bot by the link: Telegram makes it an administrator and sends `/start`."""
    for person, role in ((support.boris, Role.OWNER), (support.vera, Role.SUPPORT)):
        await support.enroll(person, role)
        await support.deliver(await person.start())
    support.group = group = support.telegram.group(
        "Поддержка", members=[support.boris, support.vera, support.zoya], forum=forum, supergroup=True
    )
    await support.deliver(support.telegram.updates.waiting()[-1])
    return group


def sample_topic(support: SupportHarness) -> Topic | None:
    name = text(support, "sample-title")
    return next((one for one in support.group.topics.values() if one.name == name), None)


@KINDS
async def test_an_owner_who_adds_the_bot_by_the_link_needs_no_further_tap(
    support: SupportHarness, forum: bool
) -> None:
    group = await added(support, forum=forum)
    await support.deliver(await support.zoya.say("/start support", to=group))
    assert support.harness.contexts.current.support is None  # a stranger chooses nothing
    await support.deliver(await support.boris.say("/start support", to=group))
    chosen = support.harness.contexts.current.support
    assert chosen is not None
    assert (chosen.id, chosen.is_forum) == (group.id, forum)
    assert text(support, "group-chosen", title="Поддержка") in newest(support.boris.chat).text
    shown = len(support.shown())
    await support.deliver(await support.boris.say("/start support", to=group))
    assert len(support.shown()) == shown


async def test_the_button_names_the_rights_until_there_is_a_group(support: SupportHarness) -> None:
    await support.enroll(support.boris, Role.OWNER)
    contexts = support.harness.contexts
    await support.deliver(await support.boris.say("/setup"))
    for words in ("Русский", "Кофейня", "Москва"):
        await support.deliver(await support.boris.say(words))
    [button] = [one for one in newest(support.boris.chat).buttons if one.url]
    rights = "admin=manage_topics+delete_messages"
    assert button.url == f"https://t.me/{contexts.current.username}?startgroup=support&{rights}"
    await support.deliver(await support.boris.start())
    assert text(support, "owner-no-group") in newest(support.boris.chat).text
    assert newest(support.boris.chat).buttons[0].url == button.url
    await support.reload(forum=True)
    assert text(support, "owner-no-group") not in newest(support.boris.chat).text


@KINDS
async def test_the_sample_shows_how_cases_are_answered_and_is_none(
    support: SupportHarness, forum: bool
) -> None:
    group = await added(support, forum=forum)
    await support.deliver(await support.boris.say("/start support", to=group))
    [sample] = [one for one in support.shown() if one.text.startswith("🧪 Это пример")]
    topic = sample_topic(support)
    assert (topic is not None) == forum
    answer = {"to": group, "topic": topic} if forum else {"to": group, "reply_to": sample}
    await support.deliver(await support.vera.say("Сейчас узнаю, где курьер", **answer))
    assert newest(group).text == text(support, "sample-said")
    before = len(support.shown())
    await support.deliver(await support.vera.say("// проверь склад", **answer))
    assert len(support.shown()) == before
    await press(support, support.zoya, sample, "button-sample-close")
    assert sample.buttons  # a stranger closes nothing
    await press(support, support.vera, sample, "button-sample-close")
    assert sample.text == text(support, "sample-closed")
    assert not sample.buttons
    assert topic is None or topic.closed
    assert await support.all_cases() == []

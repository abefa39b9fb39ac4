"""What staff write in reply to a customer's message arrives as a reply to that very message."""

from typing import Any

import pytest

from playground import Group, Message, Topic, Update
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа"


@pytest.fixture(params=["forum", "plain"])
async def group(support: SupportHarness, request: pytest.FixtureRequest) -> Group:
    found = await support.reload(forum=request.param == "forum")
    await support.complain(STORY)
    return found


def place(support: SupportHarness) -> Topic | None:
    return next(iter(support.group.topics.values()), None)


def shown(support: SupportHarness, part: str) -> Message:
    return next(message for message in reversed(support.shown()) if part in message.text)


def last(support: SupportHarness) -> Message:
    return [message for message in support.anna.chat.messages if message.from_bot][-1]


async def written(support: SupportHarness, text: str) -> Message:
    """By Anna, about her case."""
    update = await support.anna.say(text)
    await support.deliver(update)
    assert update.message is not None
    return update.message


async def reply(support: SupportHarness, text: str, to: Message, quote: str | None = None) -> Update:
    update = await support.vera.say(text, to=support.group, topic=place(support), reply_to=to)
    if quote is not None:
        payload: Any = update.payload["message"]
        payload["quote"] = {"text": quote, "position": 0, "is_manual": True}
    await support.deliver(update)
    return update


async def test_a_reply_points_at_the_message_that_it_answers(support: SupportHarness, group: Group) -> None:
    first, second = await written(support, "Где деньги?"), await written(support, "И где торт?")
    await reply(support, "Вернём завтра", shown(support, "Где деньги?"))
    assert (last(support).text, last(support).reply_to) == ("Вернём завтра", first)
    await reply(support, "Везём", shown(support, "И где торт?"))
    assert (last(support).text, last(support).reply_to) == ("Везём", second)


async def test_a_quote_is_carried_where_the_customer_wrote_just_that(
    support: SupportHarness, group: Group
) -> None:
    message = await written(support, "Где деньги? @boris, и где торт?")
    await reply(support, "Везём", shown(support, "где торт"), quote="и где торт?")
    assert (last(support).reply_to, last(support).quote) == (message, "и где торт?")
    await reply(support, "Спрошу", shown(support, "где торт"), quote="@\u2060boris")
    assert (last(support).reply_to, last(support).quote) == (message, "@boris")
    await reply(support, "Да", shown(support, "где торт"), quote="💬 Анна:\nГде")
    assert (last(support).reply_to, last(support).quote) == (message, None)


async def test_a_quote_that_telegram_does_not_find_costs_nobody_the_answer(
    support: SupportHarness, group: Group
) -> None:
    message = await written(support, "Где торт?")
    await support.deliver(await support.anna.edit(message, "Где мой заказ?"))
    await reply(support, "Везём", shown(support, "Где торт?"), quote="Где торт?")
    assert (last(support).text, last(support).reply_to, last(support).quote) == ("Везём", message, None)


async def test_the_answer_arrives_where_the_customer_deleted_the_message(
    support: SupportHarness, group: Group
) -> None:
    message = await written(support, "Где торт?")
    message.deleted = True
    await reply(support, "Везём", shown(support, "Где торт?"))
    assert (last(support).text, last(support).reply_to) == ("Везём", None)


async def test_a_picture_in_reply_and_a_long_answer_point_at_it_once(
    support: SupportHarness, group: Group
) -> None:
    message = await written(support, "Где торт?")
    about = shown(support, "Где торт?")
    await support.deliver(
        await support.vera.photo(b"x", "Вот он", to=group, topic=place(support), reply_to=about)
    )
    assert last(support).reply_to is message
    before = len(support.anna.chat.messages)
    await reply(support, "длинно " * 900, about)
    parts = support.anna.chat.messages[before:]
    assert [part.reply_to for part in parts] == [message, *[None] * (len(parts) - 1)]
    assert len(parts) > 1


@pytest.mark.parametrize("to", ["card", "own"])
async def test_an_answer_to_anything_else_is_no_reply(support: SupportHarness, group: Group, to: str) -> None:
    if to == "own":
        about = (await reply(support, "Везём", support.card())).message
        assert about is not None
    else:
        about = support.card()
    await reply(support, "Уже у вас", about)
    assert (last(support).text, last(support).reply_to) == ("Уже у вас", None)


async def test_the_photo_of_a_customer_is_replied_to(support: SupportHarness, group: Group) -> None:
    update = await support.anna.photo(b"x", "Вот")
    await support.deliver(update)
    await reply(support, "Вижу", next(one for one in support.shown() if one.media))
    assert last(support).reply_to is update.message


async def test_a_message_that_shows_several_points_at_none_unless_it_is_quoted(
    support: SupportHarness, group: Group
) -> None:
    """While the group takes nothing, words wait and are sent as one."""
    for number in range(8):
        await support.receive(await support.anna.say(f"вопрос {number}"))
    await support.settled()
    await support.pass_on_digests()
    await reply(support, "Отвечаю", shown(support, "вопрос 7"))
    assert last(support).reply_to is None

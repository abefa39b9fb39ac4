"""Every retry has a bound and blocks nobody else: what Telegram fails at gives way to what it does not."""

import asyncio

import pytest
from aiogram.methods import CreateForumTopic, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile

from playground import Group, Person, Playground
from storage.rows import OutboxRow
from storage.states import OutboxState
from surveys.outreach.urgency import Urgency
from tests.bot.delivery.sender_harness import Post
from tests.bot.delivery.test_sender import shown

HOUR_S = 3600


@pytest.fixture
async def anna(post: Post, telegram: Playground) -> Person:
    person = telegram.person("Anna")
    await post.meet(person)
    return person


@pytest.fixture
def forum(telegram: Playground) -> Group:
    return telegram.group("Support", forum=True, members=[telegram.person("Boris")])


async def complain(post: Post, group: Group, number: int, *words: str) -> list[OutboxRow]:
    """A case with its topic, its card and the words, as a complaint puts it into the outbox."""
    topic = f"topic:{number}"
    rows = await post.put(
        CreateForumTopic(chat_id=group.id, name=f"#{number}"), urgency=Urgency.ESCALATION, fills=topic
    )
    for word in ("card", *words):
        said = SendMessage(chat_id=group.id, text=f"{word} {number}")
        rows += await post.put(
            said, urgency=Urgency.ESCALATION, fills=f"case:{number}:{post.fake_clock.now}{word}", at=topic
        )
    return rows


def texts(group: Group) -> list[str]:
    return [message.text for message in group.messages if message.from_bot and message.text]


async def test_a_photo_that_always_fails_blocks_neither_its_case_nor_any_other(
    post: Post, forum: Group, telegram: Playground
) -> None:
    rule = telegram.faults.add("json_500", "sendPhoto")
    await complain(post, forum, 1)
    photo = SendPhoto(chat_id=forum.id, photo=BufferedInputFile(b"photo", "1.jpg"))
    await post.put(photo, urgency=Urgency.ESCALATION, fills="case:1:photo", at="topic:1")
    await post.put(
        SendMessage(chat_id=forum.id, text="more 1"),
        urgency=Urgency.ESCALATION,
        fills="case:1:x",
        at="topic:1",
    )
    await complain(post, forum, 2, "words")
    await forum.changed.until(lambda: "words 2" in texts(forum), 5)
    assert "more 1" not in texts(forum), "its own case keeps its order for two more tries"
    for _ in range(5):
        post.pass_time(seconds=2)
        await asyncio.sleep(0.05)
    await forum.changed.until(lambda: "more 1" in texts(forum), 5)
    assert rule.hits == 3


async def test_what_fails_for_a_day_is_given_up_with_a_reason(
    post: Post, forum: Group, telegram: Playground
) -> None:
    rule = telegram.faults.add("json_500", "sendPhoto")
    await post.put(
        SendPhoto(chat_id=forum.id, photo=BufferedInputFile(b"photo", "1.jpg")),
        urgency=Urgency.ESCALATION,
        fills="case:1:photo",
    )
    began = post.fake_clock.now
    states = await post.settled(passing_s=HOUR_S)
    assert states == [OutboxState.DEAD]
    assert (post.fake_clock.now - began).total_seconds() >= 24 * HOUR_S
    assert "500" in (await post.rows())[0]["error"]
    assert rule.hits <= 15


async def test_what_fails_for_some_hours_is_sent_at_last(
    post: Post, anna: Person, telegram: Playground
) -> None:
    rule = telegram.faults.add("json_500", "sendPhoto", times=6)
    await post.put(
        SendPhoto(chat_id=anna.id, photo=BufferedInputFile(b"photo", "1.jpg")), urgency=Urgency.ESCALATION
    )
    await post.say(anna.id, "words", urgency=Urgency.ESCALATION)
    for _ in range(4):
        post.pass_time(seconds=2)
        await asyncio.sleep(0.05)
    await anna.sees("words")
    assert await post.settled(passing_s=600) == [OutboxState.SENT, OutboxState.SENT]
    assert rule.hits == 6


async def test_a_topic_that_always_fails_is_stood_in_for_by_a_message(
    post: Post, forum: Group, telegram: Playground
) -> None:
    telegram.faults.add("html_502", "createForumTopic")
    await complain(post, forum, 1, "words")
    assert set(await post.settled(passing_s=2)) == {OutboxState.SENT}
    assert texts(forum) == ["#1", "card 1", "words 1"]


async def test_a_topic_that_has_to_wait_for_long_is_stood_in_for_at_once_and_nobody_waits(
    post: Post, forum: Group, telegram: Playground
) -> None:
    rule = telegram.faults.add("too_many_requests", "createForumTopic", retry_after=1200)
    await post.say(forum.id, "to all")
    for number in (1, 2):
        await complain(post, forum, number, "words")
    await post.say(forum.id, "list of cases")
    assert set(await post.settled()) == {OutboxState.SENT}
    assert {"#1", "#2", "words 1", "words 2", "list of cases"} <= set(texts(forum))
    assert rule.hits == 1, "it is not asked for again while Telegram makes none"


async def test_a_long_429_of_one_chat_keeps_its_order_and_mutes_nobody_else(
    post: Post, anna: Person, telegram: Playground
) -> None:
    people = [telegram.person(f"Person {number}") for number in range(4)]
    for person in people[:3]:
        await post.meet(person)
        telegram.faults.add("too_many_requests", chat_id=person.id, times=1, retry_after=3600)
        await post.say(person.id, "1", "2", urgency=Urgency.ESCALATION)
        await post.slowed(person.id)
    await post.say(anna.id, "reply")
    await post.say(anna.id, "answer of staff", urgency=Urgency.ESCALATION)
    await anna.sees("answer of staff", within=5)
    post.pass_time(seconds=3600)
    assert set(await post.settled()) == {OutboxState.SENT}
    assert [shown(person) for person in people[:3]] == [["1", "2"]] * 3


async def test_an_hour_of_429_kills_nothing_in_the_group(
    post: Post, forum: Group, telegram: Playground
) -> None:
    telegram.faults.add("too_many_requests", chat_id=forum.id, times=4, retry_after=900)
    await complain(post, forum, 1, "words")
    assert set(await post.settled(passing_s=300)) == {OutboxState.SENT}
    assert texts(forum)[-2:] == ["card 1", "words 1"]


# Without an answer -------------------------------------------------------------------------------


async def test_a_wave_of_promotions_stops_after_the_first_uncertain_ones_until_telegram_answers(
    post: Post, telegram: Playground
) -> None:
    crowd = [telegram.person(f"Person {number}") for number in range(60)]
    for person in crowd:
        person.started = True
    outage = telegram.faults.add("html_502")
    for person in crowd:
        await post.say(person.id, "offer", urgency=Urgency.PROMOTION)
    for _ in range(4):
        post.pass_time(seconds=2)
        await asyncio.sleep(0.05)
    assert outage.hits > 1
    telegram.faults.remove(outage)
    states = await post.settled(passing_s=2)
    assert states.count(OutboxState.SENT) + states.count(OutboxState.UNCERTAIN) == 60
    assert states.count(OutboxState.UNCERTAIN) <= 16


@pytest.mark.parametrize("fault", ["process_then_reset", "html_502"])
async def test_promotions_whose_method_alone_fails_are_tried_one_by_one(
    post: Post, telegram: Playground, fault: str
) -> None:
    crowd = [telegram.person(f"Person {number}") for number in range(30)]
    for person in crowd:
        person.started = True
    rule = telegram.faults.add(fault, "sendMessage")
    for person in crowd:
        await post.say(person.id, "offer", urgency=Urgency.PROMOTION)
    for _ in range(6):
        post.pass_time(seconds=2)
        await asyncio.sleep(0.05)
    struck = rule.hits
    telegram.faults.remove(rule)
    states = await post.settled(passing_s=5)
    assert states.count(OutboxState.UNCERTAIN) == struck <= 16 + 4
    assert states.count(OutboxState.SENT) == 30 - struck


async def test_a_required_message_without_an_answer_waits_until_the_server_answers_at_all(
    post: Post, anna: Person, telegram: Playground
) -> None:
    """It is carried out each time: the person must not get copy after copy."""
    rule = telegram.faults.add("process_then_reset")
    await post.say(anna.id, "receipt")
    for _ in range(20):
        post.pass_time(seconds=15)
        await asyncio.sleep(0.02)
    copies = shown(anna).count("receipt")
    assert copies <= 3
    telegram.faults.remove(rule)
    assert await post.settled(passing_s=15) == [OutboxState.SENT]
    assert shown(anna).count("receipt") == copies + 1


async def test_a_method_without_answers_is_repeated_twice_and_then_seldom(
    post: Post, anna: Person, telegram: Playground
) -> None:
    rule = telegram.faults.add("process_then_reset", "sendMessage")
    await post.say(anna.id, "receipt", urgency=Urgency.ESCALATION)
    for _ in range(40):
        post.pass_time(seconds=15)
        await asyncio.sleep(0.01)
    assert rule.hits <= 4
    assert await post.settled(passing_s=2 * HOUR_S) == [OutboxState.DEAD]
    assert shown(anna).count("receipt") <= 6


# Refused ------------------------------------------------------------------------------------------


async def test_a_group_that_refuses_for_a_while_gets_everything_in_the_end(
    post: Post, forum: Group, telegram: Playground
) -> None:
    words = "Bad Request: not enough rights to send text messages to the chat"
    refused = telegram.faults.add("refuse", chat_id=forum.id, code=400, description=words, times=2)
    await complain(post, forum, 1, "words")
    assert set(await post.settled(passing_s=30)) == {OutboxState.SENT}
    assert refused.hits == 2
    assert texts(forum)[-2:] == ["card 1", "words 1"]


@pytest.mark.torture
async def test_a_server_that_answers_later_than_we_wait_gets_one_copy_while_it_is_slow(
    post: Post, anna: Person, telegram: Playground
) -> None:
    """Each call is carried out at once and answered after half a minute; we wait for 15 s."""
    rule = telegram.faults.add("hang", processed=True, seconds=30)
    await post.say(anna.id, "receipt", urgency=Urgency.ESCALATION)
    await asyncio.sleep(50)
    assert shown(anna).count("receipt") == 1
    telegram.faults.remove(rule)
    async with asyncio.timeout(60):
        while OutboxState.READY in await post.states():  # noqa: ASYNC110  # what is written is no event
            await asyncio.sleep(0.1)
    assert shown(anna).count("receipt") == 2

"""A customer writes more than staff can read by the message: bounded, told once, and nothing is lost."""

import asyncio
import json
from collections.abc import Sequence

import pytest

from handlers.shared.app_context import SUPPORT_CHAT
from playground import Fault, Update
from storage.people import settings
from tests.handlers.support_harness import PATIENCE_S, SupportHarness

STORY = "Курьер опоздал на три часа"
GROUP_MESSAGES = 30
"""How many messages a flood may put into the group, whatever its size."""


async def flood(support: SupportHarness, updates: Sequence[Update]) -> None:
    """All of it reaches us within a moment; then staff get what was collected."""
    await support.hand_over(*updates)
    await support.settled()
    await support.pass_on_digests()


async def begin(support: SupportHarness, *, forum: bool = True) -> int:
    """An open case of Anna's; how many messages the group shows before the flood."""
    await support.reload(forum=forum)
    await support.complain(STORY)
    return len(support.shown())


def words_in_group(support: SupportHarness) -> str:
    """All that the group shows, files of words included, in order."""
    parts = []
    for message in support.shown():
        parts.append(message.text)
        if message.media and message.media.kind == "document":
            parts.append(message.media.file.data.decode())
    return "\n".join(parts)


@pytest.mark.parametrize("size", [300, pytest.param(2300, marks=pytest.mark.torture)], ids=["300", "2300"])
async def test_a_flood_of_words_is_a_few_messages_to_the_group_and_every_word_is_in_them_in_order(
    support: SupportHarness, size: int
) -> None:
    before, heard = await begin(support), len(support.heard())
    await flood(support, [await support.anna.say(f"слово-{number}-конец") for number in range(size)])
    assert len(support.shown()) - before <= GROUP_MESSAGES
    text = words_in_group(support)
    places = [text.find(f"слово-{number}-конец") for number in range(size)]
    assert -1 not in places
    assert places == sorted(places)
    told = support.heard()[heard:]
    assert len(told) == 2
    assert "Передали сотруднику" in told[0]
    assert "собираем" in told[1]
    assert {row["state"] for row in await support.outbox()} == {"sent"}


async def test_whoever_writes_a_few_messages_is_read_by_the_message_and_at_once(
    support: SupportHarness,
) -> None:
    await begin(support)
    for number in range(4):
        await support.deliver(await support.anna.say(f"слово {number}"))
    assert support.said()[-4:] == [f"💬 Анна:\nслово {number}" for number in range(4)]


async def test_it_is_told_once_too_where_words_wait_behind_what_the_group_has_not_taken(
    support: SupportHarness,
) -> None:
    group = await support.reload(forum=True)
    busy = support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, chat_id=group.id, retry_after=60)
    await support.complain(STORY)
    heard = len(support.heard())
    for number in range(20):
        await support.hand_over(await support.anna.say(f"слово {number}"))
    support.telegram.faults.remove(busy)
    await support.settled()
    told = support.heard()[heard:]
    assert ["собираем" in words for words in told] == [False, True]


async def test_after_a_pause_words_go_at_once_again_and_the_receipt_is_given_again(
    support: SupportHarness,
) -> None:
    await begin(support)
    await flood(support, [await support.anna.say(f"слово {number}") for number in range(20)])
    support.harness.fake_clock.move(minutes=2)
    await support.deliver(await support.anna.say("Ещё одно"))
    assert support.said()[-1] == "💬 Анна:\nЕщё одно"
    assert "Передали сотруднику" in support.heard()[-1]


async def test_what_is_written_while_words_are_collected_does_not_overtake_them(
    support: SupportHarness,
) -> None:
    await begin(support)
    await support.deliver(*[await support.anna.say(f"слово {number}") for number in range(20)])
    support.harness.fake_clock.move(minutes=2)
    await support.deliver(await support.anna.say("последнее"))
    assert "последнее" not in words_in_group(support)
    await support.pass_on_digests()
    text = words_in_group(support)
    assert text.find("слово 19") < text.find("последнее")


async def test_collected_words_are_passed_on_once(support: SupportHarness) -> None:
    await begin(support)
    await flood(support, [await support.anna.say(f"слово {number}.") for number in range(20)])
    await support.pass_on_digests()
    assert [words_in_group(support).count(f"слово {number}.") for number in range(20)] == [1] * 20


async def test_a_flood_of_photos_shows_some_and_says_how_many_are_kept_until_staff_ask_for_more(
    support: SupportHarness,
) -> None:
    before = await begin(support)
    pictures = [await support.anna.photo(b"picture", f"вид {number}.") for number in range(40)]
    await flood(support, pictures)
    assert len(support.shown()) - before <= GROUP_MESSAGES
    assert len([message for message in support.shown() if message.media]) == 15
    assert all(f"вид {number}." in words_in_group(support) for number in range(40))
    for left in (25, 15, 5):
        assert f"ещё файлов: {left}" in support.said()[-1]
        await support.deliver(await support.vera.tap(support.shown()[-1], "case:files:1"))
    assert len([message for message in support.shown() if message.media]) == 40


async def test_an_album_of_ten_is_shown_whole(support: SupportHarness) -> None:
    await begin(support)
    await flood(support, await support.anna.album([b"picture"] * 10, "Вот что привезли"))
    assert len([message for message in support.shown() if message.media]) == 10


async def test_a_flood_of_edits_is_a_few_messages_to_the_group(support: SupportHarness) -> None:
    before = await begin(support)
    first = await support.anna.say("вариант")
    await support.deliver(first)
    assert first.message is not None
    for number in range(20):
        await support.deliver(await support.anna.edit(first.message, f"вариант {number}."))
    await support.pass_on_digests()
    assert len(support.shown()) - before == 6
    assert all(f"вариант {number}." in words_in_group(support) for number in range(20))


async def test_a_reply_to_an_edit_that_was_collected_reaches_the_customer(support: SupportHarness) -> None:
    await begin(support, forum=False)
    said = [await support.anna.say(f"слово {number}") for number in range(5)]
    await support.deliver(*said)
    assert said[0].message is not None
    await support.deliver(await support.anna.edit(said[0].message, "слово, но другое"))
    await support.pass_on_digests()
    edited = support.shown()[-1]
    assert edited.text == "✏️ Анна:\nслово, но другое"
    await support.deliver(await support.vera.say("Поняли", to=support.group, reply_to=edited))
    assert support.heard()[-1] == "Поняли"


async def test_a_flood_while_there_is_no_group_is_a_few_messages_once_one_is_chosen(
    support: SupportHarness,
) -> None:
    group = await support.reload(forum=True)
    await support.harness.database.write(settings.store_setting, SUPPORT_CHAT, {})
    await support.harness.contexts.reload(support.harness.database)
    await support.complain(STORY)
    await flood(support, [await support.anna.say(f"слово-{number}.") for number in range(100)])
    await support.choose(group)
    await support.announce()
    await support.pass_on_digests()
    assert len(support.shown()) <= GROUP_MESSAGES
    assert [words_in_group(support).count(f"слово-{number}.") for number in range(100)] == [1] * 100


async def test_a_flood_before_the_complaint_is_finished_is_a_few_messages_to_the_group(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.deliver(await support.anna.say("/complain"))
    await flood(support, [await support.anna.photo(b"picture", f"вид {number}.") for number in range(60)])
    await support.deliver(await support.anna.tap(await support.anna.sees("О чём речь?"), "🚚 Доставка"))
    await support.deliver(await support.anna.say(STORY))
    await support.pass_on_digests()
    assert 0 < len(support.shown()) <= GROUP_MESSAGES
    assert all(f"вид {number}." in words_in_group(support) for number in range(60))


async def test_the_words_of_a_case_wait_together_while_the_group_takes_nothing(
    support: SupportHarness,
) -> None:
    """Not much is written a minute, but the group is closed for an hour."""
    await begin(support)
    support.harness.parts.limiter.park(support.group.id, support.harness.fake_clock.clock.monotonic() + 3600)
    for number in range(40):
        support.harness.fake_clock.move(minutes=1)
        await support.hand_over(await support.anna.say(f"слово-{number}."))
    await support.harness.parts.digests.run_once()
    waiting = [row for row in await support.outbox() if row["state"] == "ready"]
    assert len(waiting) <= 8


async def test_an_agent_who_pastes_a_hundred_lines_is_heard_in_order(support: SupportHarness) -> None:
    await begin(support)
    [topic] = support.group.topics.values()
    lines = [f"строка {number}" for number in range(100)]
    await support.deliver(*[await support.vera.say(line, to=support.group, topic=topic) for line in lines])
    assert support.heard()[-100:] == lines


async def test_another_customer_waits_for_a_few_messages_of_the_flooder_only(
    support: SupportHarness,
) -> None:
    await begin(support)
    flooded = [await support.anna.say(f"слово {number}") for number in range(200)]
    other = support.zoya
    calm = [await other.start(), await other.say("/complain"), await other.say("Доставка")]
    await support.deliver(*flooded, *calm, await other.say("Привезли чужое"))
    rows = [row for row in await support.outbox() if row["chat_id"] == support.group.id]
    [theirs] = [
        at
        for at, row in enumerate(rows)
        if "Привезли чужое" in json.loads(row["body"] or "{}").get("text", "")
    ]
    assert theirs <= 15


async def test_a_file_that_the_group_does_not_take_holds_up_no_words_that_were_collected(
    support: SupportHarness,
) -> None:
    await begin(support)
    no_voices = "Bad Request: not enough rights to send voice messages to the chat"
    support.telegram.faults.add(Fault.REFUSE, "sendVoice", chat_id=support.group.id, description=no_voices)
    await support.deliver(await support.anna.voice(b"voice"))
    async with asyncio.timeout(PATIENCE_S):
        await flood(support, [await support.anna.say(f"слово-{number}-конец") for number in range(20)])
    text = words_in_group(support)
    assert all(f"слово-{number}-конец" in text for number in range(20))

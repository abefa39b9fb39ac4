"""Reactions of either side stand on the other's copy, and are no messages: the clock does not notice them."""

import pytest

from playground import Message, Person, Update
from storage import tables
from tests.handlers.cases.test_case_conversation import topic_of
from tests.handlers.support.test_reply_edits import last
from tests.handlers.support.test_undo import BOTH, begin, place, say
from tests.handlers.support_harness import SupportHarness


async def react(support: SupportHarness, person: Person, message: Message, *emoji: str) -> None:
    update = await person.react(message, *emoji)
    assert update is not None
    await support.deliver(update)


async def told_by_anna(support: SupportHarness, words: str) -> tuple[Message, Message]:
    """What she wrote, and what the group shows of it."""
    update = await support.anna.say(words)
    await support.deliver(update)
    assert update.message is not None
    return update.message, next(one for one in reversed(support.shown()) if words in one.text)


@BOTH
async def test_what_a_customer_feels_stands_on_the_message_of_whoever_answered(
    support: SupportHarness, kind: dict[str, bool]
) -> None:
    await begin(support, kind)
    sent = await say(support, "Везём")
    case, said = await support.case(1), len(support.said())
    for emoji, shown in (
        (("❤",), "❤"),
        (("5368", "🔥"), "🔥"),
        (("5368",), "👌"),
        (("👎",), "👎"),
        ((), "👌"),
    ):
        await react(support, support.anna, last(support), *emoji)
        assert sent.reaction == shown, emoji
    assert (await support.case(1), len(support.said())) == (case, said)


@BOTH
async def test_what_staff_feel_stands_on_the_customers_own_message(
    support: SupportHarness, kind: dict[str, bool]
) -> None:
    await begin(support, kind)
    own, shown = await told_by_anna(support, "Где торт?")
    case, heard = await support.case(1), len(support.heard())
    for emoji, there in ((("🙏",), "🙏"), (("5368",), None), (("👍",), "👍"), ((), None)):
        await react(support, support.vera, shown, *emoji)
        assert own.reaction == there, emoji
    await react(support, support.zoya, shown, "💩")
    assert own.reaction is None
    assert (await support.case(1), len(support.heard())) == (case, heard)
    assert case.first_reply_at is None
    await say(support, "/about Вера")
    await react(support, support.vera, shown, "💩")
    assert own.reaction is None, "the case is about her"


async def test_reactions_to_an_album_stand_on_its_first_picture(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    sent = await support.vera.album([b"a", b"b", b"c"], "Чеки", to=support.group, topic=place(support))
    await support.deliver(*sent)
    await react(support, support.anna, support.anna.chat.messages[-1], "❤")
    assert [one.message.reaction for one in sent if one.message] == ["❤", None, None]
    theirs = await support.anna.album([b"d", b"e"], "Торт")
    await support.deliver(*theirs)
    copies = [one for one in support.shown() if one.media]
    assert [one.album is not None for one in copies] == [True, True]
    await react(support, support.vera, copies[1], "😱")
    assert [one.message.reaction for one in theirs if one.message] == ["😱", None]


async def test_reactions_to_anything_else_change_nothing(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    sent = await say(support, "Везём")
    own, _ = await told_by_anna(support, "Где торт?")
    calls = len(support.telegram.calls.log)
    greeting = support.anna.chat.messages[1]
    for person, message in (
        (support.anna, own),
        (support.anna, greeting),
        (support.vera, support.card()),
        (support.vera, sent),
    ):
        await react(support, person, message, "❤")
    assert len(support.telegram.calls.log) == calls
    assert [row["state"] for row in await support.harness.rows(tables.inbox)].count("poison") == 0


@pytest.mark.parametrize("spoilt", ["anonymous", "odd"])
async def test_a_reaction_that_cannot_be_read_is_passed_over(support: SupportHarness, spoilt: str) -> None:
    await begin(support, {"forum": True})
    own, shown = await told_by_anna(support, "Где торт?")
    update = await support.vera.react(shown, "❤")
    assert isinstance(update, Update)
    payload = update.payload["message_reaction"]
    assert isinstance(payload, dict)
    if spoilt == "anonymous":
        payload["actor_chat"] = payload.pop("user") and support.group.json()
    else:
        payload["new_reaction"] = [{"type": "hologram"}, {"type": "emoji"}, 7]
        payload.pop("old_reaction")
    await support.deliver(update)
    assert own.reaction is None
    assert topic_of(support, 1)

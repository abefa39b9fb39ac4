"""What staff edit of an answer is edited at the customer's; marks tell that both arrived."""

from dataclasses import replace

from playground import Fault, Message
from storage import tables
from tests.handlers.cases.test_case_conversation import in_topic, topic_of
from tests.handlers.support.test_undo import begin, place, say
from tests.handlers.support_harness import SupportHarness


def last(support: SupportHarness) -> Message:
    return [message for message in support.anna.chat.messages if message.from_bot][-1]


async def edit(support: SupportHarness, message: Message, words: str) -> None:
    await support.deliver(await support.vera.edit(message, words))


async def test_an_edit_reaches_the_customer_and_says_nothing_but_a_mark(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    sent = await say(support, "Везём завтр")
    copy, said = last(support), len(support.said())
    case = await support.case(1)
    assert (copy.text, sent.reaction) == ("Везём завтр", "👌")
    for words in ("Везём завтра", "Везём завтра <утром>"):
        await edit(support, sent, words)
        assert (copy.text, last(support), sent.reaction) == (words, copy, "✍")
    assert len(support.said()) == said
    assert await support.case(1) == case
    [row] = await support.harness.rows(tables.messages)
    assert row["words"] == "Везём завтра <утром>"


async def test_the_line_that_names_the_case_stays_and_captions_are_edited_too(
    support: SupportHarness,
) -> None:
    await begin(support, {"forum": True})
    await support.complain("И торт не тот")
    update = await support.vera.say("Везём", to=support.group, topic=topic_of(support, 1))
    await support.deliver(update)
    assert last(support).text == "По обращению 1:\nВезём"
    assert update.message is not None
    for words in ("Уже везём", "Уже привезли"):
        await edit(support, update.message, words)
        assert last(support).text == f"По обращению 1:\n{words}"
    album = await support.vera.album([b"a", b"b"], "Вот чек", to=support.group, topic=topic_of(support, 1))
    await support.deliver(*album)
    first = album[0].message
    assert first is not None
    await edit(support, first, "Вот чеки")
    assert [one.text for one in support.anna.chat.messages[-2:]] == ["Вот чеки", ""]
    assert first.reaction == "✍"


async def test_an_edit_before_it_arrived_arrives_with_it(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    anna = support.anna.id
    support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, "sendMessage", chat_id=anna, retry_after=2, times=1)
    update = await support.vera.say("Везём завтр", to=support.group, topic=place(support))
    await support.hand_over(update)
    assert update.message is not None
    await edit(support, update.message, "Везём завтра")
    assert (last(support).text, update.message.reaction) == ("Везём завтра", "✍")


async def test_what_does_not_reach_the_customer_is_told(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    sent = await say(support, "Везём")
    for words in ("//Везём, но не говорите", "Везём //не сразу", "/close", "close"):
        await edit(support, sent, words)
        answer = support.shown()[-1]
        assert (answer.text.partition(":")[0], answer.reply_to) == ("Правка клиенту не ушла", sent)
        assert last(support).text == "Везём"
    said = len(support.said())
    await edit(support, sent, "Везём")
    assert len(support.said()) == said
    anna = support.anna.id
    refused = "Bad Request: MESSAGE_TOO_LONG"
    support.telegram.faults.add(Fault.REFUSE, "editMessageText", chat_id=anna, description=refused)
    await edit(support, sent, "Уже везём")
    assert "Правка до клиента не дошла" in support.said()[-1]
    assert support.shown()[-1].reply_to == sent
    [row] = await support.harness.rows(tables.messages)
    assert row["words"] == "Везём"


async def test_a_corrected_answer_that_the_customer_deleted_arrives_anew(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    sent = await say(support, "Везём завтр")
    last(support).deleted = True
    await edit(support, sent, "Везём завтра")
    assert last(support).text == "Везём завтра"


async def test_a_mark_that_cannot_be_set_costs_nothing(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    support.telegram.faults.add(
        Fault.REFUSE, "setMessageReaction", description="Bad Request: REACTION_INVALID"
    )
    sent = await say(support, "Везём")
    assert (last(support).text, sent.reaction) == ("Везём", None)
    rows = [row for row in await support.outbox() if row["method"] == "setMessageReaction"]
    assert [(row["state"], row["tries"]) for row in rows] == [("dead", 0)]
    assert not [one for one in support.said() if one.startswith("⚠️")]
    await in_topic(support, 1, "Уже у вас")
    assert last(support).text == "Уже у вас"


async def test_an_edit_into_another_meaning_starts_and_stops_the_clock(support: SupportHarness) -> None:
    await begin(support, {"forum": True})
    sent, told = await say(support, "Хорошо"), await support.case(1)
    assert (told.status, told.first_reply_at) == ("taken", None)
    support.harness.fake_clock.move(minutes=5)
    await edit(support, sent, "Хорошо, привезём завтра")
    answered = await support.case(1)
    assert (answered.status, answered.awaiting_since) == ("answered", None)
    assert answered.first_reply_at == support.harness.fake_clock.now
    [row] = await support.harness.rows(tables.messages)
    assert row["delivered_at"] == answered.first_reply_at, "a recount from the messages agrees"
    support.harness.fake_clock.move(minutes=5)
    await edit(support, sent, "👍")
    assert last(support).text == "👍"
    assert await support.case(1) == replace(told, last_reply_at=None)
    assert "✋" in topic_of(support, 1).name

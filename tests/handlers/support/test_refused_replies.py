"""What staff wrote and Telegram refuses is told to its writer; only what was sent counts as an answer."""

from datetime import timedelta

import pytest

from playground import Fault, Message, Topic
from storage import tables
from surveys.cases.lifecycle import Status
from tests.handlers.support_harness import SupportHarness

FORUM, PLAIN = {"forum": True}, {"supergroup": True}
BOTH = pytest.mark.parametrize("kind", [FORUM, PLAIN], ids=["forum", "plain"])
STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"
DATA = b"some bytes"
VOICE = "Bad Request: VOICE_MESSAGES_FORBIDDEN"


def refuse(
    support: SupportHarness, method: str, description: str, code: int = 400, nth: int | None = None
) -> None:
    chat_id = support.anna.id
    support.telegram.faults.add(
        Fault.REFUSE, method, chat_id=chat_id, description=description, code=code, nth=nth
    )


def topic(support: SupportHarness) -> Topic | None:
    return next(iter(support.group.topics.values()), None)


async def opened(support: SupportHarness, kind: dict[str, bool]) -> None:
    await support.reload(**kind)
    await support.complain(STORY)


async def say(support: SupportHarness, text: str) -> None:
    place = topic(support)
    reply_to = None if place else support.card()
    await support.deliver(await support.vera.say(text, to=support.group, topic=place, reply_to=reply_to))


async def speak(support: SupportHarness) -> None:
    place = topic(support)
    reply_to = None if place else support.card()
    await support.deliver(await support.vera.voice(DATA, to=support.group, topic=place, reply_to=reply_to))


def warnings(support: SupportHarness) -> list[Message]:
    return [message for message in support.shown() if message.text.startswith("⚠️")]


def written(support: SupportHarness) -> Message:
    """What staff wrote last."""
    return [message for message in support.group.messages if not message.from_bot][-1]


async def is_unanswered(support: SupportHarness) -> None:
    case = await support.case(1)
    assert (case.status, case.holder_telegram_id) == (Status.TAKEN, support.vera.id)
    assert case.first_reply_at is None
    assert case.last_reply_at is None
    assert "✋ В работе: Вера" in support.card().text


@BOTH
async def test_a_voice_that_the_customer_does_not_accept_is_told_to_its_agent_and_is_no_answer(
    support: SupportHarness, kind: dict[str, bool]
) -> None:
    await opened(support, kind)
    refuse(support, "sendVoice", VOICE)
    await speak(support)
    [warning] = warnings(support)
    assert "голосовые" in warning.text
    assert "текстом" in warning.text
    assert warning.reply_to is written(support)
    assert warning.thread_id == written(support).thread_id
    await is_unanswered(support)
    await support.deliver(await support.vera.say("/case 1"))
    assert "не доставлено" in support.vera.chat.messages[-1].text
    await say(support, "Тогда напишу: вернём деньги")
    assert support.heard()[-1] == "Тогда напишу: вернём деньги"
    answered = await support.case(1)
    assert (answered.status, answered.first_reply_at) == (Status.ANSWERED, support.harness.fake_clock.now)
    assert "💬 Ответ дан: Вера" in support.card().text


@pytest.mark.parametrize(
    ("kind", "description", "hint"),
    [
        (FORUM, "Bad Request: CHAT_RESTRICTED", "CHAT_RESTRICTED"),
        (PLAIN, "Bad Request: message is too long", "короче"),
        (FORUM, "Bad Request: can't parse message entities", "entities"),
    ],
)
async def test_words_that_telegram_refuses_are_told_to_their_agent_and_are_no_answer(
    support: SupportHarness, kind: dict[str, bool], description: str, hint: str
) -> None:
    await opened(support, kind)
    refuse(support, "sendMessage", description)
    await say(support, "Вернём деньги")
    [warning] = warnings(support)
    assert hint in warning.text
    assert warning.reply_to is written(support)
    await is_unanswered(support)


@pytest.mark.parametrize(
    "description",
    ["Bad Request: wrong file identifier/HTTP URL specified", "Request Entity Too Large"],
)
async def test_a_file_that_telegram_refuses_is_told_to_its_agent(
    support: SupportHarness, description: str
) -> None:
    await opened(support, FORUM)
    refuse(support, "sendDocument", description, code=413 if "Entity" in description else 400)
    await support.deliver(await support.vera.document(DATA, to=support.group, topic=topic(support)))
    [warning] = warnings(support)
    assert "файл" in warning.text
    assert warning.reply_to is written(support)
    await is_unanswered(support)


async def test_of_an_album_the_picture_that_did_not_arrive_is_named_and_the_rest_is_an_answer(
    support: SupportHarness,
) -> None:
    await opened(support, FORUM)
    refuse(support, "sendMediaGroup", "Bad Request: PHOTO_INVALID_DIMENSIONS")
    refuse(support, "sendPhoto", "Bad Request: PHOTO_INVALID_DIMENSIONS", nth=2)
    album = await support.vera.album([DATA, DATA + b"2", DATA + b"3"], "Накладные", to=support.group)
    for update in album:
        message = update.payload["message"]
        assert isinstance(message, dict)
        place = topic(support)
        assert place is not None
        message |= {"message_thread_id": place.id, "is_topic_message": True}
    await support.deliver(*album)
    [warning] = warnings(support)
    pictures = [message for message in support.group.messages if message.media]
    assert warning.reply_to is pictures[1]
    assert (await support.case(1)).status is Status.ANSWERED


async def test_a_long_answer_that_is_refused_is_told_once(support: SupportHarness) -> None:
    await opened(support, FORUM)
    refuse(support, "sendMessage", "Bad Request: CHAT_RESTRICTED")
    await say(support, "😀 " * 2047)
    assert len(warnings(support)) == 1


async def test_an_answer_to_whoever_blocked_the_bot_unseen_is_told_to_its_agent_at_once(
    support: SupportHarness,
) -> None:
    await opened(support, FORUM)
    support.anna.blocked = True  # which the bot has not been told of
    await say(support, "Ответ в пустоту")
    [warning] = warnings(support)
    assert "закрыл чат с ботом" in warning.text
    assert warning.reply_to is written(support)
    await support.look_for_undelivered()
    assert len(warnings(support)) == 1
    await is_unanswered(support)


async def test_an_answer_to_a_deleted_account_is_told_to_its_agent_even_if_the_case_was_closed_at_once(
    support: SupportHarness,
) -> None:
    await opened(support, FORUM)
    refuse(support, "sendMessage", "Forbidden: user is deactivated", code=403)
    answering = await support.vera.say("Всё решили", to=support.group, topic=topic(support))
    closing = await support.vera.say("/close other", to=support.group, topic=topic(support))
    await support.deliver(answering, closing)
    assert [warning for warning in warnings(support) if warning.reply_to is not None]
    closed = await support.case(1)
    assert (closed.status, closed.first_reply_at) == (Status.CLOSED, None)


async def test_the_first_reply_is_counted_from_when_it_was_sent(support: SupportHarness) -> None:
    await opened(support, FORUM)
    fault = support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, chat_id=support.anna.id, retry_after=600)
    answering = await support.vera.say("Едем к вам", to=support.group, topic=topic(support))
    await support.receive(answering)
    await support.telegram.calls.made.until(lambda: fault.hits > 0, 20)
    waiting = await support.case(1)
    assert (waiting.status, waiting.first_reply_at) == (Status.TAKEN, None)
    support.telegram.faults.clear()
    written_at = support.harness.fake_clock.now
    support.harness.fake_clock.move(minutes=11)
    support.harness.sender.offer([])
    await support.settled()
    answered = await support.case(1)
    assert answered.status is Status.ANSWERED
    assert answered.first_reply_at == answered.last_reply_at == written_at + timedelta(minutes=11)
    [reply] = [row for row in await support.harness.rows(tables.messages) if row["staff_telegram_id"]]
    assert reply["delivered_at"] == answered.first_reply_at


async def test_a_customer_who_writes_before_the_answer_is_noted_as_sent_still_waits_for_us(
    support: SupportHarness,
) -> None:
    await opened(support, FORUM)
    answering = await support.vera.say("Разбираемся", to=support.group, topic=topic(support))
    adding = await support.anna.say("Ещё и чек не отдали")
    await support.deliver(answering, adding)
    case = await support.case(1)
    assert case.first_reply_at is not None
    assert case.status is Status.TAKEN
    assert "✋ В работе: Вера" in support.card().text


async def test_an_answer_that_arrives_after_the_case_was_closed_leaves_it_closed_and_counts(
    support: SupportHarness,
) -> None:
    await opened(support, FORUM)
    answering = await support.vera.say("Всё решили", to=support.group, topic=topic(support))
    closing = await support.vera.say("/close other", to=support.group, topic=topic(support))
    await support.deliver(answering, closing)
    closed = await support.case(1)
    assert closed.status is Status.CLOSED
    assert closed.first_reply_at is not None
    assert "✅ Закрыто" in support.card().text

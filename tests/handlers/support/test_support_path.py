"""A complaint from its opening to its end, through the real worker and sender, in both kinds of group."""

import pytest

from handlers.shared.content import Content
from playground import Message, Topic
from storage import tables
from surveys.questions.message_kind import MessageKind
from surveys.questions.scaled_score import stored_score
from tests.handlers.support_harness import SupportHarness

FORUM, PLAIN = {"forum": True}, {"supergroup": True}
BOTH = pytest.mark.parametrize("kind", [FORUM, PLAIN], ids=["forum", "plain"])
STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"


def topic_of(support: SupportHarness) -> Topic | None:
    """The topic of the only case; None where a message stands for it."""
    return next(iter(support.group.topics.values()), None)


async def in_case(support: SupportHarness, text: str, by: str = "vera") -> None:
    """Somebody writes in the topic, or in reply to the card."""
    person, topic = getattr(support, by), topic_of(support)
    reply_to = None if topic else support.card()
    await support.deliver(await person.say(text, to=support.group, topic=topic, reply_to=reply_to))


def last(support: SupportHarness) -> Message:
    return support.shown()[-1]


@BOTH
async def test_a_complaint_reaches_the_group_and_comes_back(
    support: SupportHarness, kind: dict[str, bool]
) -> None:
    await support.reload(**kind)
    await support.complain(STORY, touchpoint="delivery", score=stored_score("score", 3))
    assert "⚪ #1 · 🚚 Доставка\n" in support.card().text
    await support.analyze_sentiment()
    case = await support.case(1)
    assert case.sentiment is not None
    assert case.sentiment < 0
    card = support.card().text
    for part in (
        "🔴 #1 · 🚚 Доставка",
        "негативный тон",
        "При доставке",
        "Оценка: 3 из 10",
        "Клиент: Анна",
        "раньше: 0",
    ):
        assert part in card
    assert f"💬 Анна:\n{STORY}" in support.said()
    assert "номер 1" in support.heard()[-1]

    await in_case(support, "/take")
    assert "✋ В работе: Вера" in support.card().text
    assert "уже в работе" in support.heard()[-1]

    await in_case(support, "Здравствуйте! Привезём новую <сегодня>.")
    assert support.heard()[-1] == "Здравствуйте! Привезём новую <сегодня>."
    assert "💬 Ответ дан: Вера" in support.card().text

    await support.write(Content(MessageKind.TEXT, "Спасибо, во сколько"))
    assert support.said()[-1] == "💬 Анна:\nСпасибо, во сколько"
    assert "✋ В работе: Вера" in support.card().text

    await support.write(Content(MessageKind.EDITED, "Спасибо, во сколько?"), edited=True)
    assert support.said()[-1] == "✏️ Анна:\nСпасибо, во сколько?"

    await in_case(support, "/close Подвела доставка")
    assert "✅ Закрыто: Подвела доставка" in support.card().text
    assert support.card().buttons == []
    assert "закрыли обращение 1" in support.heard()[-1]
    topic = topic_of(support)
    assert topic is None or topic.closed
    ended = await support.case(1)
    assert (ended.status, ended.cause, ended.holder_telegram_id) == ("closed", "delivery", support.vera.id)
    assert ended.first_reply_at == ended.last_reply_at == ended.solved_at == ended.closed_at

    await support.write(Content(MessageKind.TEXT, "Опять не привезли"))
    assert "Снова открыли" in support.heard()[-1]
    assert (await support.case(1)).reopened == 1
    assert topic is None or not topic.closed
    assert "✋ В работе: Вера" in support.card().text
    assert len(support.group.topics) == (1 if topic else 0)
    assert {row["state"] for row in await support.outbox()} == {"sent"}
    words = [(row["staff_telegram_id"], row["words"]) for row in await support.harness.rows(tables.messages)]
    assert words == [
        (support.vera.id, "Здравствуйте! Привезём новую <сегодня>."),
        (None, "Спасибо, во сколько"),
        (None, "Спасибо, во сколько?"),
        (None, "Опять не привезли"),
    ]


async def test_a_complaint_that_was_told_in_the_chat_reaches_staff_and_their_answer_its_author(
    support: SupportHarness,
) -> None:
    group = await support.reload(forum=True)
    anna = support.anna
    await support.deliver(await anna.say("/complain"))
    await support.deliver(await anna.tap(await anna.sees("О чём речь?"), "🚚 Доставка"))
    await support.deliver(await anna.photo(b"picture", "Вот такая коробка, ужас"))
    [topic] = group.topics.values()
    assert topic.name == "#1 🆕 · 🚚 Доставка · Анна"
    [photo] = [message for message in support.shown() if message.media]
    assert photo.text == "💬 Анна:\nВот такая коробка, ужас"
    assert photo.thread_id == topic.id
    await support.analyze_sentiment()
    assert "🔴" in support.card().text
    assert "При доставке" in support.card().text  # the category says so
    await support.deliver(await support.vera.say("Меняем!", to=group, topic=topic))
    await support.deliver(await anna.say("Спасибо", reply_to=await anna.sees("Меняем!")))
    assert support.said()[-1] == "💬 Анна:\nСпасибо"
    assert [case["number"] for case in await support.all_cases()] == [1]
    assert {row["state"] for row in await support.outbox()} == {"sent"}

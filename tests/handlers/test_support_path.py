"""A complaint from its opening to its end, through the real worker and sender, in both kinds of group."""

import pytest

from handlers.customer.content import Content
from playground import Message, Topic
from storage import tables
from tests.handlers.counter import Counter

FORUM, PLAIN = {"forum": True}, {"supergroup": True}
BOTH = pytest.mark.parametrize("kind", [FORUM, PLAIN], ids=["forum", "plain"])
STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"


def topic_of(counter: Counter) -> Topic | None:
    """The topic of the only case; None where a message stands for it."""
    return next(iter(counter.group.topics.values()), None)


async def in_case(counter: Counter, text: str, by: str = "vera") -> None:
    """Somebody writes in the topic, or in reply to the card."""
    person, topic = getattr(counter, by), topic_of(counter)
    reply_to = None if topic else counter.card()
    await counter.deliver(await person.say(text, to=counter.group, topic=topic, reply_to=reply_to))


def last(counter: Counter) -> Message:
    return counter.shown()[-1]


@BOTH
async def test_a_complaint_reaches_the_group_and_comes_back(counter: Counter, kind: dict[str, bool]) -> None:
    await counter.furnish(**kind)
    case = await counter.complain(STORY, touchpoint="delivery", score=3)
    assert case.tone is not None
    assert case.tone < 0
    card = counter.card().text
    for part in (
        "🔴 #1 · 🚚 Доставка",
        "негативный тон",
        "При доставке",
        "Оценка: 3",
        "Клиент: Анна",
        "раньше: 0",
    ):
        assert part in card
    assert f"💬 Анна:\n{STORY}" in counter.said()
    assert "номер 1" in counter.heard()[-1]

    await in_case(counter, "/take")
    assert "✋ В работе: Вера" in counter.card().text
    assert "уже в работе" in counter.heard()[-1]

    await in_case(counter, "Здравствуйте! Привезём новую <сегодня>.")
    assert counter.heard()[-1] == "Здравствуйте! Привезём новую <сегодня>."
    assert "💬 Ответ дан: Вера" in counter.card().text

    await counter.write(Content("text", "Спасибо, жду"))
    assert counter.said()[-1] == "💬 Анна:\nСпасибо, жду"
    assert "✋ В работе: Вера" in counter.card().text

    await counter.write(Content("edited", "Спасибо, жду!"), edited=True)
    assert counter.said()[-1] == "✏️ Анна:\nСпасибо, жду!"

    await in_case(counter, "/close Подвела доставка")
    assert "✅ Закрыто: Подвела доставка" in counter.card().text
    assert counter.card().buttons == []
    assert "закрыли обращение 1" in counter.heard()[-1]
    topic = topic_of(counter)
    assert topic is None or topic.closed
    ended = await counter.case(1)
    assert (ended.status, ended.cause, ended.holder_telegram_id) == ("closed", "delivery", counter.vera.id)
    assert ended.first_reply_at == ended.last_reply_at == ended.solved_at == ended.closed_at

    await counter.write(Content("text", "Опять не привезли"))
    assert "Снова открыли" in counter.heard()[-1]
    assert (await counter.case(1)).reopened == 1
    assert topic is None or not topic.closed
    assert "✋ В работе: Вера" in counter.card().text
    assert len(counter.group.topics) == (1 if topic else 0)
    assert {row["state"] for row in await counter.outbox()} == {"sent"}
    words = [(row["staff_telegram_id"], row["words"]) for row in await counter.office.rows(tables.messages)]
    assert words == [
        (counter.vera.id, "Здравствуйте! Привезём новую <сегодня>."),
        (None, "Спасибо, жду"),
        (None, "Спасибо, жду!"),
        (None, "Опять не привезли"),
    ]


async def test_a_complaint_that_was_told_in_the_chat_reaches_staff_and_their_answer_its_author(
    counter: Counter,
) -> None:
    group = await counter.furnish(forum=True)
    anna = counter.anna
    await counter.deliver(await anna.say("/complain"))
    await counter.deliver(await anna.tap(await anna.sees("О чём речь?"), "🚚 Доставка"))
    await counter.deliver(await anna.photo(b"picture", "Вот такая коробка, ужас"))
    [topic] = group.topics.values()
    assert topic.name == "#1 · 🚚 Доставка · Анна"
    [photo] = [message for message in counter.shown() if message.media]
    assert photo.text == "💬 Анна:\nВот такая коробка, ужас"
    assert photo.thread_id == topic.id
    assert "🔴" in counter.card().text
    await counter.deliver(await anna.tap(anna.chat.messages[-1], "При доставке"))
    assert "При доставке" in counter.card().text
    await counter.deliver(await counter.vera.say("Меняем!", to=group, topic=topic))
    await counter.deliver(await anna.say("Спасибо", reply_to=await anna.sees("Меняем!")))
    assert counter.said()[-1] == "💬 Анна:\nСпасибо"
    assert [case["number"] for case in await counter.all_cases()] == [1]
    assert {row["state"] for row in await counter.outbox()} == {"sent"}

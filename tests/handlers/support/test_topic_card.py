"""The title of a topic and the card in it tell how things stand, in moments and links where programs can."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, update

from playground import Fault, Message
from storage import tables
from storage.rows import Order
from surveys.cases.case_clock import ServiceLimits
from tests.handlers.cases.test_case_conversation import in_topic, told, topic_of
from tests.handlers.support.test_customer_card import known
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа"


async def begin(support: SupportHarness, **kind: bool) -> None:
    await support.reload(**kind)
    contexts = support.harness.contexts
    limits = ServiceLimits(first_reply=timedelta(hours=2), solution=timedelta(hours=8))
    contexts.current = replace(contexts.current, service_limits=limits)


def calls(support: SupportHarness, method: str) -> int:
    return sum(call.method == method for call in support.telegram.calls.log)


def entities(support: SupportHarness, kind: str) -> dict[str, Any]:
    """Words of the card that are of that kind, with what stands behind them."""
    card = first_card(support)
    text, given = card.text.encode("utf-16-le"), list[Any](card.entities)
    found = [one for one in given if one["type"] == kind]
    return {
        text[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"): one
        for one in found
    }  # fmt: skip


def first_card(support: SupportHarness) -> Message:
    return next(message for message in support.shown() if "Клиент:" in message.text)


async def test_the_title_tells_how_far_a_case_is_and_who_has_it(support: SupportHarness) -> None:
    await begin(support, forum=True)
    await support.complain(STORY)
    titles = [topic_of(support, 1).name]
    for words in ("/take", "Здравствуйте, уже везём"):
        await in_topic(support, 1, words)
        titles.append(topic_of(support, 1).name)
    await support.deliver(await support.anna.say("Так и не привезли"))
    await in_topic(support, 1, "/take", by=support.boris)
    titles.append(topic_of(support, 1).name)
    await in_topic(support, 1, "/close delivery", by=support.boris)
    titles.append(topic_of(support, 1).name)
    assert titles == [
        f"#1 {state} · 🚚 Доставка · Анна" for state in ("🆕", "✋ Вера", "💬 Вера", "✋ Борис", "✅ Борис")
    ]


async def test_titles_that_wait_become_one_edit_and_nobody_waits_for_it(support: SupportHarness) -> None:
    await begin(support, forum=True)
    await support.complain(STORY)
    fault = support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, "editForumTopic", retry_after=1, times=1)
    before = calls(support, "editForumTopic")
    for words in ("/take", "Уже везём", "/close delivery"):
        await in_topic(support, 1, words)
    assert fault.hits == 1
    assert topic_of(support, 1).name == "#1 ✅ Вера · 🚚 Доставка · Анна"
    assert calls(support, "editForumTopic") - before <= 4
    assert "закрыли обращение 1" in support.heard()[-1]


async def test_an_answer_changes_the_title_once_whatever_became_of_it(support: SupportHarness) -> None:
    await begin(support, forum=True)
    await support.complain(STORY)
    before = calls(support, "editForumTopic")
    await in_topic(support, 1, "Уже везём")
    assert topic_of(support, 1).name == "#1 💬 Вера · 🚚 Доставка · Анна"
    assert calls(support, "editForumTopic") == before + 1
    await support.complain(STORY)
    anna, no = support.anna.id, "Bad Request: no"
    support.telegram.faults.add(Fault.REFUSE, "sendMessage", chat_id=anna, description=no)
    await in_topic(support, 2, "Уже везём")
    assert topic_of(support, 2).name == "#2 ✋ Вера · 🚚 Доставка · Анна"
    support.telegram.faults.clear()
    await support.complain(STORY)
    await in_topic(support, 3, "Спасибо!")
    assert topic_of(support, 3).name == "#3 ✋ Вера · 🚚 Доставка · Анна"


async def test_a_topic_that_is_made_again_gets_the_title_of_today(support: SupportHarness) -> None:
    await begin(support, forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "/take")
    support.group.delete_topic(topic_of(support, 1))
    await support.deliver(await support.anna.say("Где мой торт?"))
    [there] = [one for one in support.group.topics.values() if not one.deleted]
    assert there.name == "#1 ✋ Вера · 🚚 Доставка · Анна"


async def test_a_message_that_stands_for_a_topic_is_renamed_and_in_plain_groups_it_stays(
    support: SupportHarness,
) -> None:
    await begin(support, forum=True)
    support.group.can_manage_topics = False
    await support.complain(STORY)
    [stands_for] = [one for one in support.shown() if one.text.startswith("#1 🆕")]
    await support.deliver(await support.vera.say("/take", to=support.group, reply_to=stands_for))
    assert stands_for.text == "#1 ✋ Вера · 🚚 Доставка · Анна"
    await begin(support)
    await support.complain(STORY)
    [stands_for] = [one for one in support.shown() if one.text.startswith("#2 · ")]
    await support.deliver(await support.vera.say("/take", to=support.group, reply_to=stands_for))
    assert (stands_for.text, stands_for.edited) == ("#2 · 🚚 Доставка · Анна", None)


async def test_the_card_tells_of_the_customer_what_staff_ask_for_first(support: SupportHarness) -> None:
    await begin(support, forum=True, supergroup=True)
    anna = await known(support)
    await told(support, "/rate", "9")
    support.harness.fake_clock.move(days=30)
    await told(support, "/rate", "2", "Курьер хамил")
    [about] = [row["conversation_id"] for row in await support.harness.rows(tables.cases)]
    order = Order(501, anna, support.harness.fake_clock.now, "A.17")
    await support.harness.database.write(_ordered, order, about)
    support.harness.fake_clock.move(minutes=5)
    await support.complain(STORY, touchpoint="delivery")
    await in_topic(support, 1, "/take")
    card = first_card(support)
    for line in (
        "Оценка: 2 из 10",
        "Оценки раньше: 9/10 (15.10.26)",
        "Заказ: A.17",
        f"Номера для /customer: 1001 · {support.anna.id}",
        "Ещё открыты: #2",
        "Открыто: 14.11 12:00",
        "Ответить до: 14.11 14:00",
        "Решить до: 14.11 20:00",
    ):
        assert line in card.text.splitlines(), (line, card.text)
    opened = support.harness.fake_clock.now - timedelta(minutes=5)
    moments = entities(support, "date_time")
    assert moments["14.11 12:00"]["unix_time"] == int(opened.timestamp())
    assert moments["14.11 14:00"]["unix_time"] == int((opened + timedelta(hours=2)).timestamp())
    other = topic_of(support, 2)
    link = f"https://t.me/c/{-1_000_000_000_000 - support.group.id}/{other.id}"
    assert entities(support, "text_link")["#2"]["url"] == link
    assert set(entities(support, "code")) == {"A.17", "1001", str(support.anna.id)}
    assert [(one.text, one.style) for one in card.buttons] == [("✅ Закрыть", "success")]


async def test_a_server_that_knows_no_moments_shows_the_card_in_plain_words(support: SupportHarness) -> None:
    await begin(support, forum=True)
    words = "Bad Request: can't parse MessageEntity: Unsupported type specified"
    support.telegram.faults.add(
        Fault.REFUSE, "sendMessage", chat_id=support.group.id, nth=1, description=words
    )
    await support.complain(STORY)
    assert "Открыто: 15.10 12:00" in support.card().text
    assert entities(support, "date_time") == {}
    assert [one.text for one in support.card().buttons] == ["✋ Взять", "✅ Закрыть"]


def _ordered(connection: Connection, order: Order, conversation_id: int) -> None:
    connection.execute(
        insert(tables.orders).values(
            id=order.id,
            customer_id=order.customer_id,
            ordered_at=order.ordered_at,
            external_id=order.external_id,
        )
    )
    about = tables.conversations.c.id == conversation_id
    connection.execute(update(tables.conversations).where(about).values(order_id=order.id))

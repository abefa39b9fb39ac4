"""The support chat comes late, moves, loses its topics or may have none: complaints arrive all the same."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from handlers.shared.content import Content
from playground import Group, Message
from storage.cases import cases
from storage.cases.cases import CaseChanges
from storage.states import OutboxState
from surveys.cases.lifecycle import Status
from surveys.questions.message_kind import MessageKind
from tests.handlers.customer.stray_input import says
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"

HOSTILE = {
    "markup": "a < b && c > d <b>x</b> *y* _z_ `q` [w](tg://user?id=1)",
    "half a tag": "<b",
    "mentions": "@all @boris /close@otklik_bot /take tg://user?id=500000004",
    "turned around": "\u202eтекст наоборот\u202c \u2066изоляция \u200f",
    "unclosed": "\u2067\u202d\u202b начало без конца",
    "emoji": "😡" * 4096,
    "no space": "а" * 4096,
    "marks": "z" + "\u0301" * 4095,
    "lines": "\n".join("x" * 10 for _ in range(372)),
    "nothing to see": "\u200b\u3164\u200b",
    "control": "\x00\x07\x1b[31m красный",
    "links": "https://example.com t.me/otklik?start=inv_x",
    "commands in lines": "/close\n/take\n//note",
    "placeholders": "{ $name } {0} %s {number}",
}


@pytest.mark.parametrize("forum", [True, False], ids=["forum", "plain"])
async def test_hostile_complaints_arrive_readable_and_do_nothing(
    support: SupportHarness, forum: bool
) -> None:
    await support.reload(forum=forum, supergroup=True)
    for number, words in enumerate(HOSTILE.values(), start=1):
        await support.complain(
            words,
            Content(MessageKind.DOCUMENT, words, None),
            category=words[:32].strip("\0\a"),
            touchpoint="<i>@all",
        )
        await support.write(Content(MessageKind.TEXT, words))
        assert number == len(await support.all_cases())
        case = await support.case(number)
        assert case.status == "open"
        closed: CaseChanges = {"status": Status.CLOSED, "closed_at": support.harness.fake_clock.now}
        await support.harness.database.write(cases.change, case.id, closed)  # three may be open at once
    assert {row["state"] for row in await support.outbox()} == {OutboxState.SENT}
    for message in support.shown():
        assert not [one for one in message.entities if _does_something(message, one)], message.text
        assert not set("\u202e\u202d\u202b\u2067\u200f\x00") & set(message.text)
    shown = "\n".join(support.said())
    assert "".join(text for text in support.said() if "#" not in text).count("😡") == 3 * 4096
    for word in ("a < b && c > d", "*y* _z_ `q`", "текст наоборот", "{ $name } {0} %s {number}"):
        assert word in shown
    bodies = [json.loads(row["body"] or "{}") for row in await support.outbox()]
    assert not [body for body in bodies if "parse_mode" in body]


def _does_something(message: Message, entity: Mapping[str, Any]) -> bool:
    """Whether it is none of the harmless kinds and none that only a card of ours has."""
    if entity["type"] == "bot_command":
        said = message.text.encode("utf-16-le")[2 * entity["offset"] :][: 2 * entity["length"]]
        return said.decode("utf-16-le") != "/customer"
    return entity["type"] not in ("url", "hashtag", "email", "code", "date_time")


async def test_a_hostile_name_reads_as_a_name(support: SupportHarness) -> None:
    support.anna.name = "<b>@all\u202e\nhttps://example.com/" + "я" * 200
    await support.reload(forum=True)
    await support.complain(STORY)
    [topic] = support.group.topics.values()
    assert len(topic.name) <= 128
    assert topic.name.startswith("#1 🆕 · 🚚 Доставка · <b>@\u2060all https:\u2060//example\u2060.com/яя")
    assert "Клиент: <b>@\u2060all" in support.card().text
    previews = [json.loads(row["body"] or "{}").get("link_preview_options") for row in await support.outbox()]
    assert {"is_disabled": True} in previews


async def test_a_deleted_topic_is_made_again_with_its_card(support: SupportHarness) -> None:
    forum = await support.reload(forum=True)
    await support.complain(STORY)
    forum.delete_topic(next(iter(forum.topics.values())))
    await support.write(Content(MessageKind.TEXT, "Вы здесь?"))
    new = max(forum.topics)
    assert [m.text for m in support.shown() if m.thread_id == new] == ["💬 Анна:\nВы здесь?"]
    await support.deliver(await support.vera.say("/take", to=forum, topic=forum.topics[new]))
    assert (await support.case(1)).holder_telegram_id == support.vera.id
    assert "✋ В работе: Вера" in support.card().text
    assert support.card().thread_id == new


async def test_without_the_right_to_make_topics_a_message_stands_for_one(support: SupportHarness) -> None:
    forum = await support.reload(forum=True, topics=False)
    await support.complain(STORY)
    title = next(message for message in support.shown() if message.text.startswith("#1 🆕 ·"))
    story = next(message for message in support.shown() if STORY in message.text)
    assert story.reply_to is title
    await support.deliver(await support.vera.say("Разбираемся", to=forum, reply_to=story))
    assert "Разбираемся" in support.heard()
    await support.deliver(await support.vera.say("/close other", to=forum, reply_to=title))
    assert (await support.case(1)).status == "closed"
    assert {row["state"] for row in await support.outbox()} == {OutboxState.SENT}


async def test_a_reply_to_whatever_belongs_to_the_case_is_an_answer(support: SupportHarness) -> None:
    group = await support.reload(supergroup=True)
    await support.complain(STORY)
    await support.complain("Второе")
    for position, message in enumerate([m for m in support.shown() if "#1 " in m.text or STORY in m.text]):
        await support.deliver(await support.vera.say(f"ответ {position}", to=group, reply_to=message))
    mine = next(message for message in group.messages if message.text == "ответ 0")
    await support.deliver(await support.oleg.say("и я отвечу", to=group, reply_to=mine))
    await support.confirm_reply(support.oleg)
    assert support.heard()[-1] == "и я отвечу"
    assert (await support.case(1)).status == "answered"
    assert (await support.case(2)).status == "open"


async def test_a_reply_to_a_copy_that_a_crash_left_behind_reaches_nobody_and_is_told(
    support: SupportHarness,
) -> None:
    """It was sent, and the process ended before it was written down where: it is sent once more."""
    group = await support.reload()
    support.harness.contexts.introduce("otklik_playground_bot")
    await support.complain(STORY)
    shown, heard = support.shown()[-1], support.heard()
    copy = support.telegram.post(group, support.telegram.bot_user, shown.content, reply_to=shown.reply_to)
    said = [await support.vera.say(text, to=group, reply_to=copy) for text in ("Разбираемся", "Уже едет")]
    await support.deliver(*said)
    assert support.heard() == heard
    told = [one for one in support.shown() if one.text == says("support-unknown-message")("ru")]
    assert [one.reply_to for one in told] == [one.message for one in said], "each of them was meant"
    await support.deliver(await support.vera.say("Разбираемся", to=group, reply_to=shown))
    assert support.heard()[-1] == "Разбираемся"


async def test_a_group_that_becomes_a_supergroup_keeps_its_cases(support: SupportHarness) -> None:
    group = await support.reload()
    await support.complain(STORY)
    support.group = group.upgrade()
    moves = [update for update in support.telegram.updates.log[-2:] if update.kind == "message"]
    await support.deliver(*moves)
    await support.write(Content(MessageKind.TEXT, "Вы переехали?"))
    asked = support.shown()[-1]
    assert asked.text == "💬 Анна:\nВы переехали?"
    await support.deliver(await support.vera.say("Да!", to=support.group, reply_to=asked))
    assert support.heard()[-1] == "Да!"
    await support.complain("Ещё одна")
    assert support.said()[-1] == "💬 Анна:\nЕщё одна"
    assert {case["chat_id"] for case in await support.all_cases()} == {support.group.id}


async def test_owners_hear_of_a_case_while_there_is_no_group_and_the_group_of_all_that_is_open(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    support.harness.contexts.current = support.context_without_support()
    await support.complain(STORY)
    await support.complain("Закрытое")
    notices = [message.text for message in support.boris.chat.messages if STORY in message.text]
    assert len(notices) == 1
    assert "Группы поддержки пока нет" in notices[0]
    assert not [m for m in support.vera.chat.messages if STORY in m.text]
    assert support.said() == []
    await support.choose(support.group)
    await support.write(Content(MessageKind.TEXT, "Дополняю"))
    await support.announce()
    assert [topic.name for topic in support.group.topics.values()] == [
        "#1 🆕 · 🚚 Доставка · Анна",
        "#2 🆕 · 🚚 Доставка · Анна",
    ]
    assert [text for text in support.said() if text.startswith("💬")] == [
        f"💬 Анна:\n{STORY}",
        "💬 Анна:\nЗакрытое",
        "💬 Анна:\nДополняю",
    ]
    n = len(support.said())
    await support.announce()
    assert len(support.said()) == n


async def test_another_support_group_gets_the_open_cases_and_all_that_follows(
    support: SupportHarness,
) -> None:
    old = await support.reload(forum=True)
    await support.complain(STORY)
    new = support.telegram.group("Новая", forum=True, members=[support.boris, support.vera])
    await support.choose(new)
    await support.announce()
    before = len(old.messages)
    await support.write(Content(MessageKind.TEXT, "Вы где?"))
    support.group = new
    assert support.said()[-1] == "💬 Анна:\nВы где?"
    await support.deliver(await support.vera.say("Здесь", to=new, topic=next(iter(new.topics.values()))))
    assert support.heard()[-1] == "Здесь"
    assert "💬 Ответ дан: Вера" in support.card().text
    assert len(old.messages) == before


async def test_what_was_lost_while_the_bot_was_out_of_its_group_is_shown_when_it_returns(
    support: SupportHarness,
) -> None:
    group = await support.reload(forum=True)
    await support.complain("Дошло")
    group.kick_bot()
    await support.complain("Не дошло")
    group.add_bot()
    await support.announce()
    support.harness.fake_clock.move(minutes=1)
    await support.settled()
    assert [text for text in support.said() if text.startswith("💬")] == [
        "💬 Анна:\nДошло",
        "💬 Анна:\nНе дошло",
    ]
    assert len(group.topics) == 2


async def test_cases_are_listed_with_their_tone_by_how_long_customers_wait(support: SupportHarness) -> None:
    group = await support.reload(forum=True)
    await support.deliver(await support.vera.say("/cases", to=group))
    assert "Открытых обращений нет" in support.said()[-1]
    await support.complain("Спасибо большое, всё отлично и вкусно")
    support.harness.fake_clock.move(hours=3)
    await support.complain(None, Content(MessageKind.VOICE, None, None))
    await support.complain(STORY)
    await support.analyze_sentiment()
    support.harness.fake_clock.move(minutes=5)
    await support.deliver(await support.vera.say("/cases", to=group))
    listed = support.said()[-1]
    assert listed.startswith("Открытые обращения: 3")
    assert [line for line in listed.splitlines() if "#" in line] == [
        "🟢 #1 · 🚚 Доставка · позитивный тон",
        "⚪ #2 · 🚚 Доставка · без слов",
        "🔴 #3 · 🚚 Доставка · негативный тон",
    ]
    assert "Анна · ждёт 3 ч · 🆕" in listed
    assert "Анна · ждёт 5 мин · 🆕" in listed


async def test_a_case_is_shown_with_its_history_in_the_group_and_in_private(support: SupportHarness) -> None:
    group = await support.reload(forum=True)
    await support.complain(STORY)
    topic = next(iter(group.topics.values()))
    await support.deliver(await support.vera.say("Привезём новую", to=group, topic=topic))
    await support.write(Content(MessageKind.PHOTO, "вот она", "file"))
    await support.deliver(await support.vera.say("/case 1", to=group))
    shown = support.said()[-1]
    for part in ("#1 · 🚚 Доставка", f"💬 Анна:\n{STORY}", "↩️ Вера:\nПривезём новую", "[фото] вот она"):
        assert part in shown
    await support.deliver(await support.vera.say("/case #1"))
    assert "↩️ Вера:\nПривезём новую" in support.vera.chat.messages[-1].text
    for asked, answer in (
        ("/case", "Напишите номер"),
        ("/case 9", "Такого обращения нет"),
        ("/case ١", "номер"),
    ):
        await support.deliver(await support.vera.say(asked))
        assert answer in support.vera.chat.messages[-1].text
    await support.deliver(await support.anna.say("/case 1"), await support.zoya.say("/cases"))
    for person in (support.anna, support.zoya):
        assert "/help" in person.chat.messages[-1].text


async def test_acting_elsewhere_is_told_where_to_act(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    other: Group = support.telegram.group("Другая", forum=True, members=[support.vera, support.zoya])
    await support.deliver(await support.vera.say("/close other"), await support.vera.say("/take", to=other))
    await support.deliver(await support.zoya.say("/cases", to=other))
    assert "работает в группе поддержки" in support.vera.chat.messages[-1].text
    [answer] = [message.text for message in other.messages if message.from_bot and not message.service]
    assert "работает в группе поддержки" in answer
    assert (await support.case(1)).status == "open"

"""The support chat comes late, moves, loses its topics or may have none: complaints arrive all the same."""

import json

import pytest

from handlers.customer.content import Content
from playground import Group
from storage import outbox
from tests.handlers.counter import Counter

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
async def test_hostile_complaints_arrive_readable_and_do_nothing(counter: Counter, forum: bool) -> None:
    await counter.furnish(forum=forum, supergroup=True)
    for number, words in enumerate(HOSTILE.values(), start=1):
        await counter.complain(
            words, Content("document", words, None), category=words[:32].strip("\0\a"), touchpoint="<i>@all"
        )
        await counter.write(Content("text", words))
        assert number == len(await counter.all_cases())
    assert {row["state"] for row in await counter.outbox()} == {outbox.SENT}
    for message in counter.shown():
        kinds = {entity["type"] for entity in message.entities}
        assert kinds <= {"url", "hashtag", "email"}, message.text
        assert not set("\u202e\u202d\u202b\u2067\u200f\x00") & set(message.text)
    shown = "\n".join(counter.said())
    assert "".join(text for text in counter.said() if "#" not in text).count("😡") == 3 * 4096
    for word in ("a < b && c > d", "*y* _z_ `q`", "текст наоборот", "{ $name } {0} %s {number}"):
        assert word in shown
    bodies = [json.loads(row["body"] or "{}") for row in await counter.outbox()]
    assert not [body for body in bodies if "parse_mode" in body]
    assert {case["status"] for case in await counter.all_cases()} == {"open"}


async def test_a_hostile_name_reads_as_a_name(counter: Counter) -> None:
    counter.anna.name = "<b>@all\u202e\nhttps://example.com/" + "я" * 200
    await counter.furnish(forum=True)
    await counter.complain(STORY)
    [topic] = counter.group.topics.values()
    assert len(topic.name) <= 128
    assert topic.name.startswith("#1 · 🚚 Доставка · <b>@\u2060all https://example.com/яя")
    assert "Клиент: <b>@\u2060all" in counter.card().text
    previews = [json.loads(row["body"] or "{}").get("link_preview_options") for row in await counter.outbox()]
    assert {"is_disabled": True} in previews


async def test_a_deleted_topic_is_made_again_with_its_card(counter: Counter) -> None:
    forum = await counter.furnish(forum=True)
    await counter.complain(STORY)
    forum.delete_topic(next(iter(forum.topics.values())))
    await counter.write(Content("text", "Вы здесь?"))
    new = max(forum.topics)
    assert [m.text for m in counter.shown() if m.thread_id == new] == ["💬 Анна:\nВы здесь?"]
    await counter.deliver(await counter.vera.say("/take", to=forum, topic=forum.topics[new]))
    assert (await counter.case(1)).holder_telegram_id == counter.vera.id
    assert "✋ В работе: Вера" in counter.card().text
    assert counter.card().thread_id == new


async def test_without_the_right_to_make_topics_a_message_stands_for_one(counter: Counter) -> None:
    forum = await counter.furnish(forum=True, topics=False)
    await counter.complain(STORY)
    title = next(message for message in counter.shown() if message.text.startswith("#1 ·"))
    story = next(message for message in counter.shown() if STORY in message.text)
    assert story.reply_to is title
    await counter.deliver(await counter.vera.say("Разбираемся", to=forum, reply_to=story))
    assert "Разбираемся" in counter.heard()
    await counter.deliver(await counter.vera.say("/close other", to=forum, reply_to=title))
    assert (await counter.case(1)).status == "closed"
    assert {row["state"] for row in await counter.outbox()} == {outbox.SENT}


async def test_a_reply_to_whatever_belongs_to_the_case_is_an_answer(counter: Counter) -> None:
    group = await counter.furnish(supergroup=True)
    await counter.complain(STORY)
    await counter.complain("Второе")
    for position, message in enumerate([m for m in counter.shown() if "#1 " in m.text or STORY in m.text]):
        await counter.deliver(await counter.vera.say(f"ответ {position}", to=group, reply_to=message))
    mine = next(message for message in group.messages if message.text == "ответ 0")
    await counter.deliver(await counter.oleg.say("и я отвечу", to=group, reply_to=mine))
    assert counter.heard()[-1] == "и я отвечу"
    assert (await counter.case(1)).status == "answered"
    assert (await counter.case(2)).status == "open"


async def test_a_group_that_becomes_a_supergroup_keeps_its_cases(counter: Counter) -> None:
    group = await counter.furnish()
    await counter.complain(STORY)
    counter.group = group.upgrade()
    moves = [update for update in counter.telegram.updates.log[-2:] if update.kind == "message"]
    await counter.deliver(*moves)
    await counter.write(Content("text", "Вы переехали?"))
    asked = counter.shown()[-1]
    assert asked.text == "💬 Анна:\nВы переехали?"
    await counter.deliver(await counter.vera.say("Да!", to=counter.group, reply_to=asked))
    assert counter.heard()[-1] == "Да!"
    await counter.complain("Ещё одна")
    assert counter.said()[-1] == "💬 Анна:\nЕщё одна"
    assert {case["chat_id"] for case in await counter.all_cases()} == {counter.group.id}


async def test_owners_hear_of_a_case_while_there_is_no_group_and_the_group_of_all_that_is_open(
    counter: Counter,
) -> None:
    await counter.furnish(forum=True)
    counter.office.premises.house = counter.house_without_support()
    await counter.complain(STORY)
    await counter.complain("Закрытое")
    notices = [message.text for message in counter.boris.chat.messages if STORY in message.text]
    assert len(notices) == 1
    assert "Группы поддержки пока нет" in notices[0]
    assert not [m for m in counter.vera.chat.messages if STORY in m.text]
    assert counter.said() == []
    await counter.choose(counter.group)
    await counter.write(Content("text", "Дополняю"))
    await counter.announce()
    assert [topic.name for topic in counter.group.topics.values()] == [
        "#1 · 🚚 Доставка · Анна",
        "#2 · 🚚 Доставка · Анна",
    ]
    assert [text for text in counter.said() if text.startswith("💬")] == [
        f"💬 Анна:\n{STORY}",
        "💬 Анна:\nЗакрытое",
        "💬 Анна:\nДополняю",
    ]
    n = len(counter.said())
    await counter.announce()
    assert len(counter.said()) == n


async def test_another_support_group_gets_the_open_cases_and_all_that_follows(counter: Counter) -> None:
    old = await counter.furnish(forum=True)
    await counter.complain(STORY)
    new = counter.telegram.group("Новая", forum=True, members=[counter.boris, counter.vera])
    await counter.choose(new)
    await counter.announce()
    before = len(old.messages)
    await counter.write(Content("text", "Вы где?"))
    counter.group = new
    assert counter.said()[-1] == "💬 Анна:\nВы где?"
    await counter.deliver(await counter.vera.say("Здесь", to=new, topic=next(iter(new.topics.values()))))
    assert counter.heard()[-1] == "Здесь"
    assert "💬 Ответ дан: Вера" in counter.card().text
    assert len(old.messages) == before


async def test_what_was_lost_while_the_bot_was_out_of_its_group_is_shown_when_it_returns(
    counter: Counter,
) -> None:
    group = await counter.furnish(forum=True)
    await counter.complain("Дошло")
    group.kick_bot()
    await counter.complain("Не дошло")
    group.add_bot()
    await counter.announce()
    assert [text for text in counter.said() if text.startswith("💬")] == [
        "💬 Анна:\nДошло",
        "💬 Анна:\nНе дошло",
    ]
    assert len(group.topics) == 2


async def test_cases_are_listed_by_tone_and_age(counter: Counter) -> None:
    group = await counter.furnish(forum=True)
    await counter.deliver(await counter.vera.say("/cases", to=group))
    assert "Открытых обращений нет" in counter.said()[-1]
    await counter.complain("Спасибо большое, всё отлично и вкусно")
    counter.office.hands.move(hours=3)
    await counter.complain(None, Content("voice", None, None))
    await counter.complain(STORY)
    counter.office.hands.move(minutes=5)
    await counter.deliver(await counter.vera.say("/cases", to=group))
    listed = counter.said()[-1]
    assert listed.startswith("Открытые обращения: 3")
    assert [line for line in listed.splitlines() if "#" in line] == [
        "🔴 #3 · 🚚 Доставка · негативный тон",
        "⚪ #2 · 🚚 Доставка · без слов",
        "🟢 #1 · 🚚 Доставка · позитивный тон",
    ]
    assert "Анна · 3 ч · 🆕" in listed
    assert "Анна · 5 мин · 🆕" in listed


async def test_a_case_is_shown_with_its_history_in_the_group_and_in_private(counter: Counter) -> None:
    group = await counter.furnish(forum=True)
    await counter.complain(STORY)
    topic = next(iter(group.topics.values()))
    await counter.deliver(await counter.vera.say("Привезём новую", to=group, topic=topic))
    await counter.write(Content("photo", "вот она", "file"))
    await counter.deliver(await counter.vera.say("/case 1", to=group))
    shown = counter.said()[-1]
    for part in ("#1 · 🚚 Доставка", f"💬 Анна:\n{STORY}", "↩️ Вера:\nПривезём новую", "[фото] вот она"):
        assert part in shown
    await counter.deliver(await counter.vera.say("/case #1"))
    assert "↩️ Вера:\nПривезём новую" in counter.vera.chat.messages[-1].text
    for asked, answer in (
        ("/case", "Напишите номер"),
        ("/case 9", "Такого обращения нет"),
        ("/case ١", "номер"),
    ):
        await counter.deliver(await counter.vera.say(asked))
        assert answer in counter.vera.chat.messages[-1].text
    await counter.deliver(await counter.anna.say("/case 1"), await counter.zoya.say("/cases"))
    for person in (counter.anna, counter.zoya):
        assert "/help" in person.chat.messages[-1].text


async def test_acting_elsewhere_is_told_where_to_act(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await counter.complain(STORY)
    other: Group = counter.telegram.group("Другая", forum=True, members=[counter.vera, counter.zoya])
    await counter.deliver(await counter.vera.say("/close other"), await counter.vera.say("/take", to=other))
    await counter.deliver(await counter.zoya.say("/cases", to=other))
    assert "работает в группе поддержки" in counter.vera.chat.messages[-1].text
    [answer] = [message.text for message in other.messages if message.from_bot and not message.service]
    assert "работает в группе поддержки" in answer
    assert (await counter.case(1)).status == "open"

"""What staff, strangers and slips of the pen bring about in a case's topic."""

import pytest

from handlers.customer.content import Content
from playground import Group, Message, Person, Topic, Update
from playground.shapes import Json
from storage import tables
from surveys.roles import Role
from tests.handlers.counter import Counter

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"
DATA = b"some bytes"


@pytest.fixture
async def forum(counter: Counter) -> Group:
    """With a topic for the one complaint that there is."""
    group = await counter.furnish(forum=True)
    await counter.complain(STORY)
    return group


def topic(counter: Counter) -> Topic:
    return next(iter(counter.group.topics.values()))


def heard_from_staff(counter: Counter) -> list[str]:
    """What the customer has heard that is no step of ours."""
    return [text for text in counter.heard() if "обращение" not in text]


def mine(counter: Counter, text: str) -> Message:
    """What somebody in the group has written."""
    return next(message for message in counter.group.messages if message.text == text)


def content_of(update: Update) -> dict[str, Json]:
    """The message of an update, to be changed before it is delivered."""
    message = update.payload["message"]
    assert isinstance(message, dict)
    return message


async def say(counter: Counter, person: Person, text: str) -> None:
    await counter.deliver(await person.say(text, to=counter.group, topic=topic(counter)))


async def test_whoever_is_first_takes_the_case_when_two_press_at_once(counter: Counter, forum: Group) -> None:
    card = counter.card()
    await counter.deliver(await counter.vera.tap(card, "✋ Взять"), await counter.oleg.tap(card, "✋ Взять"))
    assert (await counter.case(1)).holder_telegram_id == counter.vera.id
    assert "✋ В работе: Вера" in counter.card().text
    assert [text for text in counter.heard() if "уже в работе" in text] == [counter.heard()[-1]]
    await counter.toasted(counter.vera, "✋ В работе: Вера")
    await counter.toasted(counter.oleg, "взял ваш коллега")


async def test_a_case_that_is_closed_while_its_customer_writes_ends_as_the_letters_came(
    counter: Counter, forum: Group
) -> None:
    closing = await counter.vera.say("/close other", to=forum, topic=topic(counter))
    adding = await counter.anna.say("И чек не отдали")
    await counter.deliver(closing, adding)
    assert "💬 Анна:\nИ чек не отдали" in counter.said()
    again = await counter.case(1)
    assert (again.status, again.reopened) == ("taken", 1)
    assert not topic(counter).closed

    adding = await counter.anna.say("И не извинились")
    closing = await counter.vera.say("/close other", to=forum, topic=topic(counter))
    await counter.deliver(adding, closing)
    assert "💬 Анна:\nИ не извинились" in counter.said()
    assert (await counter.case(1)).status == "closed"
    assert topic(counter).closed


async def test_what_the_customer_writes_long_after_the_end_is_a_new_matter(
    counter: Counter, forum: Group
) -> None:
    await say(counter, counter.vera, "/close other")
    n = len(counter.said())
    counter.office.hands.move(days=8)
    await counter.deliver(await counter.anna.say("Здравствуйте, это снова я"))
    assert (await counter.case(1)).status == "closed"
    assert len(counter.said()) == n
    kept = await counter.office.rows(tables.messages)
    assert [(row["words"], row["case_id"]) for row in kept] == [("Здравствуйте, это снова я", None)]


async def test_an_album_of_staff_arrives_picture_by_picture(counter: Counter, forum: Group) -> None:
    album = await counter.vera.album([DATA, DATA + b"2"], "Накладные", to=forum)
    for update in album:
        content_of(update).update(message_thread_id=topic(counter).id, is_topic_message=True)
    await counter.deliver(*album)
    sent = [message.text for message in counter.anna.chat.messages if message.from_bot and message.media]
    assert sent == ["Накладные", ""]


async def test_a_cause_is_chosen_by_a_button_and_everybody_is_authorised_again(
    counter: Counter, forum: Group
) -> None:
    await counter.deliver(await counter.vera.tap(counter.card(), "✅ Закрыть"))
    question = counter.shown()[-1]
    assert question.text == "По какой причине закрываем?"
    await counter.deliver(await counter.zoya.tap(question, "Брак товара"))
    await counter.toasted(counter.zoya, "только сотрудники")
    assert (await counter.case(1)).status == "open"
    await counter.deliver(await counter.vera.tap(question, "← Не закрывать"))
    assert question.text == "Обращение остаётся открытым."
    await say(counter, counter.vera, "/close")
    question = counter.shown()[-1]
    await counter.deliver(await counter.vera.tap(question, "Брак товара"))
    assert (await counter.case(1)).cause == "defect"
    assert (question.text, question.buttons) == ("✅ Закрыто: Брак товара", [])
    assert topic(counter).closed


@pytest.mark.parametrize(
    "data", ["case:take:1", "case:close:1", "case:cause:1:defect", "case:back:1", "case:take:99", "case:x"]
)
async def test_forged_buttons_do_nothing_for_customers_and_strangers(
    counter: Counter, forum: Group, data: str
) -> None:
    greeting = next(message for message in counter.anna.chat.messages if message.from_bot)
    await counter.deliver(
        await counter.anna.forge(greeting, data), await counter.zoya.forge(counter.card(), data)
    )
    assert (await counter.case(1)).status == "open"
    await counter.toasted(counter.anna, "только сотрудники")
    await counter.toasted(counter.zoya, "только сотрудники")


@pytest.mark.parametrize("data", ["case:take:99", "case:x", "case:", "case:take:²", "case:cause:1:"])
async def test_a_button_of_no_case_changes_nothing(counter: Counter, forum: Group, data: str) -> None:
    await counter.deliver(await counter.vera.forge(counter.card(), data))
    await counter.toasted(counter.vera, "")
    assert (await counter.case(1)).status == "open"


async def test_support_does_not_take_over_and_an_owner_does(counter: Counter, forum: Group) -> None:
    await say(counter, counter.vera, "/take")
    await say(counter, counter.vera, "/take")
    assert counter.said()[-1] == "Это обращение уже у вас."
    for attempt in ("/take", "/close defect"):
        await say(counter, counter.oleg, attempt)
        assert "взял ваш коллега" in counter.said()[-1]
    await say(counter, counter.boris, "/take")
    assert (await counter.case(1)).holder_telegram_id == counter.boris.id
    await say(counter, counter.boris, "/close ерунда")
    assert "Такой причины нет" in counter.said()[-1]
    await counter.deliver(await counter.boris.tap(counter.shown()[-1], "Другое"))
    await say(counter, counter.boris, "ещё слово")
    assert "уже закрыто" in counter.said()[-1]
    assert heard_from_staff(counter) == []


async def test_notes_slips_and_talk_elsewhere_stay_inside(counter: Counter, forum: Group) -> None:
    for text in ("//note он уже звонил", "// сам виноват", "/clsoe", "/take@another_bot", "/nps"):
        await say(counter, counter.vera, text)
    await counter.deliver(await counter.vera.say("в общий чат", to=forum))
    await counter.deliver(await counter.vera.photo(DATA, "// для своих", to=forum, topic=topic(counter)))
    await counter.deliver(await counter.vera.say("/take", to=forum))
    assert "Не вижу, о каком обращении речь" in counter.said()[-1]
    assert heard_from_staff(counter) == []
    assert len([text for text in counter.said() if "Такой команды здесь нет" in text]) == 2
    assert await counter.office.rows(tables.messages) == []
    assert (await counter.case(1)).status == "open"


async def test_a_stranger_in_the_group_is_told_once_and_reaches_nobody(
    counter: Counter, forum: Group
) -> None:
    for text in ("Я тут тоже работаю", "Правда", "/take", "/close other", "/cases", "/case 1", "//note"):
        await say(counter, counter.zoya, text)
    assert heard_from_staff(counter) == []
    assert len([text for text in counter.said() if "вас пока нет среди сотрудников" in text]) == 1
    assert len(counter.said()) == 3
    await counter.enroll(counter.zoya, Role.SUPPORT)
    await counter.deliver(await counter.zoya.start())
    await say(counter, counter.zoya, "Теперь могу")
    assert heard_from_staff(counter) == ["Теперь могу"]


async def test_who_writes_in_the_name_of_the_chat_has_no_rights(counter: Counter, forum: Group) -> None:
    for text in ("Ответ от имени группы", "/take"):
        update = await counter.boris.say(text, to=forum, topic=topic(counter))
        message = content_of(update)
        message["sender_chat"] = forum.json()
        message["from"] = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
        await counter.deliver(update)
    assert heard_from_staff(counter) == []
    assert (await counter.case(1)).status == "open"
    assert [text for text in counter.said() if "анонимно" in text] == [counter.said()[-1]]


async def test_what_is_forwarded_stays_inside_even_a_command(counter: Counter, forum: Group) -> None:
    for text in ("/close other", "Внутренняя переписка"):
        await say(counter, counter.zoya, text)
        forwarded = await counter.vera.forward(mine(counter, text), to=forum)
        content_of(forwarded).update(message_thread_id=topic(counter).id, is_topic_message=True)
        await counter.deliver(forwarded)
        assert "Пересланное клиенту не отправляю" in counter.said()[-1]
    assert heard_from_staff(counter) == []
    assert (await counter.case(1)).status == "open"


async def test_an_edit_is_told_only_where_the_customer_has_the_first_text(
    counter: Counter, forum: Group
) -> None:
    await say(counter, counter.vera, "Привезём завтра")
    await counter.deliver(await counter.vera.edit(mine(counter, "Привезём завтра"), "Привезём сегодня"))
    assert "останется" in counter.said()[-1]
    assert heard_from_staff(counter) == ["Привезём завтра"]
    n = len(counter.said())
    await say(counter, counter.vera, "//note")
    await counter.deliver(await counter.vera.edit(mine(counter, "//note"), "//другое"))
    assert len(counter.said()) == n


async def test_files_of_staff_reach_the_customer_in_their_kind(counter: Counter, forum: Group) -> None:
    here = topic(counter)
    await counter.deliver(await counter.vera.photo(DATA, "Вот накладная", to=forum, topic=here))
    await counter.deliver(await counter.vera.voice(DATA, to=forum, topic=here))
    await counter.deliver(await counter.vera.video(DATA, to=forum, topic=here))
    await counter.deliver(await counter.vera.document(DATA, "акт.pdf", to=forum, topic=here))
    await counter.deliver(await counter.vera.sticker(DATA, to=forum, topic=here))
    sent = [m for m in counter.anna.chat.messages if m.from_bot and m.media]
    kinds = ["photo", "voice", "video", "document", "sticker"]
    assert [message.media.kind for message in sent if message.media] == kinds
    assert [message.text for message in sent] == ["Вот накладная", "", "", "", ""]


async def test_the_customers_files_reach_staff_in_their_kind(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await counter.deliver(await counter.anna.photo(DATA), await counter.anna.voice(DATA))
    files = {m.media.kind: m.media.file.id for m in counter.anna.chat.messages if m.media}
    await counter.complain(
        None, Content("photo", "<b>@boris</b>", files["photo"]), Content("voice", None, files["voice"])
    )
    seen = [(message.media.kind, message.text) for message in counter.shown() if message.media]
    assert seen == [("photo", "💬 Анна:\n<b>@\u2060boris</b>"), ("voice", "💬 Анна")]


async def test_what_cannot_be_passed_on_is_said(counter: Counter, forum: Group) -> None:
    update = await counter.vera.say("x", to=forum, topic=topic(counter))
    message = content_of(update)
    del message["text"]
    message["dice"] = {"emoji": "🎲", "value": 3}
    await counter.deliver(update)
    assert "Такое клиенту не передать" in counter.said()[-1]
    assert heard_from_staff(counter) == []


async def test_staff_hear_that_a_customer_who_left_the_chat_is_out_of_reach(
    counter: Counter, forum: Group
) -> None:
    counter.anna.block()
    await counter.deliver(counter.telegram.updates.log[-1])
    await say(counter, counter.vera, "Ответ")
    assert "⚠️ Не дошло" in counter.said()[-1]
    assert (await counter.case(1)).first_reply_at is None


async def test_staff_hear_of_a_message_that_was_lost_to_a_block_once_each_time(
    counter: Counter, forum: Group
) -> None:
    async def notices() -> int:
        await counter.look_for_undelivered()
        return len([text for text in counter.said() if "закрыл чат с ботом: последние" in text])

    assert await notices() == 0
    counter.anna.blocked = True  # which the bot has not been told of
    await say(counter, counter.vera, "Ответ в пустоту")
    assert await notices() == 1
    assert await notices() == 1
    counter.office.hands.move(days=1)
    await counter.deliver(await counter.anna.start())
    assert await notices() == 1
    counter.anna.block()
    await counter.deliver(counter.telegram.updates.log[-1])
    assert await notices() == 2
    assert counter.shown()[-1].thread_id == topic(counter).id

"""What staff, strangers and slips of the pen bring about in a case's topic."""

from dataclasses import replace

import pytest

from handlers.shared.content import Content
from playground import Group, Message, Person, Topic, Update
from playground.shapes import Json
from storage import tables
from surveys.questions.message_kind import MessageKind
from surveys.roles import Role
from tests.handlers.support_harness import SupportHarness
from tests.words import interface

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"
DATA = b"some bytes"


@pytest.fixture
async def forum(support: SupportHarness) -> Group:
    """With a topic for the one complaint that there is."""
    group = await support.reload(forum=True)
    await support.complain(STORY)
    return group


def topic(support: SupportHarness) -> Topic:
    return next(iter(support.group.topics.values()))


def heard_from_staff(support: SupportHarness) -> list[str]:
    """What the customer has heard that is no step of ours."""
    return [text for text in support.heard() if "обращение" not in text]


def mine(support: SupportHarness, text: str) -> Message:
    """What somebody in the group has written."""
    return next(message for message in support.group.messages if message.text == text)


def content_of(update: Update) -> dict[str, Json]:
    """The message of an update, to be changed before it is delivered."""
    message = update.payload["message"]
    assert isinstance(message, dict)
    return message


async def say(support: SupportHarness, person: Person, text: str) -> None:
    await support.deliver(await person.say(text, to=support.group, topic=topic(support)))


async def test_whoever_is_first_takes_the_case_when_two_press_at_once(
    support: SupportHarness, forum: Group
) -> None:
    card = support.card()
    await support.deliver(await support.vera.tap(card, "✋ Взять"), await support.oleg.tap(card, "✋ Взять"))
    assert (await support.case(1)).holder_telegram_id == support.vera.id
    assert "✋ В работе: Вера" in support.card().text
    assert [text for text in support.heard() if "уже в работе" in text] == [support.heard()[-1]]
    await support.toasted(support.vera, "✋ В работе: Вера")
    await support.toasted(support.oleg, interface("refused-taken-by-other", name="Вера"))


async def test_a_case_that_is_closed_while_its_customer_writes_ends_as_the_letters_came(
    support: SupportHarness, forum: Group
) -> None:
    closing = await support.vera.say("/close other", to=forum, topic=topic(support))
    adding = await support.anna.say("И чек не отдали")
    await support.deliver(closing, adding)
    assert "💬 Анна:\nИ чек не отдали" in support.said()
    again = await support.case(1)
    assert (again.status, again.reopened) == ("taken", 1)
    assert not topic(support).closed

    adding = await support.anna.say("И не извинились")
    closing = await support.vera.say("/close other", to=forum, topic=topic(support))
    await support.deliver(adding, closing)
    assert "💬 Анна:\nИ не извинились" in support.said()
    assert interface("refused-unread-words") in support.said(), "nobody was shown them when it was written"
    assert (await support.case(1)).status == "taken"
    await say(support, support.vera, "/close other")
    assert (await support.case(1)).status == "closed"
    assert topic(support).closed


async def test_what_the_customer_writes_long_after_the_end_is_a_new_matter(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, "/close other")
    support.harness.fake_clock.move(days=8)
    await support.deliver(await support.anna.say("Здравствуйте, это снова я"))
    assert (await support.case(1)).status == "closed"
    anew = await support.case(2)
    assert (anew.words, anew.earlier_number) == ("Здравствуйте, это снова я", 1)


async def test_an_album_of_staff_arrives_picture_by_picture(support: SupportHarness, forum: Group) -> None:
    album = await support.vera.album([DATA, DATA + b"2"], "Накладные", to=forum)
    for update in album:
        content_of(update).update(message_thread_id=topic(support).id, is_topic_message=True)
    await support.deliver(*album)
    sent = [message.text for message in support.anna.chat.messages if message.from_bot and message.media]
    assert sent == ["Накладные", ""]


async def test_a_cause_is_chosen_by_a_button_and_everybody_is_authorised_again(
    support: SupportHarness, forum: Group
) -> None:
    await support.deliver(await support.vera.tap(support.card(), "✅ Закрыть"))
    question = support.shown()[-1]
    assert question.text == "Что было причиной?"
    await support.deliver(await support.zoya.tap(question, "Брак товара"))
    await support.toasted(support.zoya, "только сотрудники")
    assert (await support.case(1)).status == "open"
    await support.deliver(await support.vera.tap(question, "← Не закрывать"))
    assert question.text == "Обращение остаётся открытым."
    await say(support, support.vera, "/close")
    question = support.shown()[-1]
    await support.deliver(await support.vera.tap(question, "Брак товара"))
    assert question.text == interface("close-which-remedy", number="1", cause="Брак товара")
    assert (await support.case(1)).closed_at is None
    await support.deliver(await support.vera.forge(question, "case:done:1:defect:000000"))
    assert question.text == interface("close-which-remedy", number="1", cause="Брак товара")
    assert (await support.case(1)).closed_at is None, "that remedy is no longer in the file"
    await support.deliver(await support.zoya.tap(question, "Вернули деньги"))
    assert (await support.case(1)).closed_at is None
    await support.deliver(await support.vera.tap(question, "Вернули деньги"))
    closed = await support.case(1)
    assert (closed.cause, closed.remedy) == ("defect", "refund")
    assert (question.text, question.buttons) == (
        interface("case-closed-by", cause="Брак товара · Вернули деньги", name="Вера"),
        [],
    )
    assert "✅ Закрыто: Брак товара · Вернули деньги" in support.card().text
    assert topic(support).closed
    await support.deliver(await support.anna.say("Деньги не пришли"))
    again = await support.case(1)
    assert (again.cause, again.remedy) == (None, None)


async def test_a_company_without_remedies_closes_with_the_cause_alone(
    support: SupportHarness, forum: Group
) -> None:
    contexts = support.harness.contexts
    contexts.current = replace(
        contexts.current, support_texts=replace(contexts.current.support_texts, remedies=())
    )
    await say(support, support.vera, "/close")
    await support.deliver(await support.vera.tap(support.shown()[-1], "Брак товара"))
    closed = await support.case(1)
    assert (closed.cause, closed.remedy) == ("defect", None)


@pytest.mark.parametrize(
    "data",
    [
        "case:take:1",
        "case:close:1",
        "case:cause:1:defect",
        "case:done:1:defect:000000",
        "case:back:1",
        "case:take:99",
        "case:x",
    ],
)
async def test_forged_buttons_do_nothing_for_customers_and_strangers(
    support: SupportHarness, forum: Group, data: str
) -> None:
    greeting = next(message for message in support.anna.chat.messages if message.from_bot)
    await support.deliver(
        await support.anna.forge(greeting, data), await support.zoya.forge(support.card(), data)
    )
    assert (await support.case(1)).status == "open"
    await support.toasted(support.anna, "только сотрудники")
    await support.toasted(support.zoya, "только сотрудники")


@pytest.mark.parametrize("data", ["case:take:99", "case:x", "case:", "case:take:²", "case:cause:1:"])
async def test_a_button_of_no_case_changes_nothing(support: SupportHarness, forum: Group, data: str) -> None:
    await support.deliver(await support.vera.forge(support.card(), data))
    await support.toasted(support.vera, "")
    assert (await support.case(1)).status == "open"


async def test_support_does_not_take_over_and_an_owner_does(support: SupportHarness, forum: Group) -> None:
    await say(support, support.vera, "/take")
    await say(support, support.vera, "/take")
    assert support.said()[-1] == "Это обращение уже у вас."
    for attempt in ("/take", "/close defect"):
        await say(support, support.oleg, attempt)
        assert support.said()[-1] == interface("refused-taken-by-other", name="Вера")
    await say(support, support.boris, "/take")
    assert (await support.case(1)).holder_telegram_id == support.boris.id
    await say(support, support.boris, "/close ерунда")
    assert "Такой причины нет" in support.said()[-1]
    for pressed in ("Другое", "Объяснили"):
        await support.deliver(await support.boris.tap(support.shown()[-1], pressed))
    await say(support, support.boris, "ещё слово")
    assert "уже закрыто" in support.said()[-1]
    assert heard_from_staff(support) == []


async def test_notes_slips_and_talk_elsewhere_stay_inside(support: SupportHarness, forum: Group) -> None:
    for text in ("//note он уже звонил", "// сам виноват", "/clsoe", "/take@another_bot", "/nps"):
        await say(support, support.vera, text)
    await support.deliver(await support.vera.say("в общий чат", to=forum))
    await support.deliver(await support.vera.photo(DATA, "// для своих", to=forum, topic=topic(support)))
    await support.deliver(await support.vera.say("/take", to=forum))
    assert "Не вижу, о каком обращении речь" in support.said()[-1]
    assert heard_from_staff(support) == []
    assert len([text for text in support.said() if "Такой команды здесь нет" in text]) == 2
    assert await support.harness.rows(tables.messages) == []
    assert (await support.case(1)).status == "open"


async def test_a_stranger_in_the_group_is_told_once_and_reaches_nobody(
    support: SupportHarness, forum: Group
) -> None:
    for text in ("Я тут тоже работаю", "Правда", "/take", "/close other", "/cases", "/case 1", "//note"):
        await say(support, support.zoya, text)
    assert heard_from_staff(support) == []
    assert len([text for text in support.said() if "вас пока нет среди сотрудников" in text]) == 1
    assert len(support.said()) == 3
    await support.enroll(support.zoya, Role.SUPPORT)
    await support.deliver(await support.zoya.start())
    await say(support, support.zoya, "Теперь могу")
    assert heard_from_staff(support) == ["Теперь могу"]


async def test_who_writes_in_the_name_of_the_chat_has_no_rights(
    support: SupportHarness, forum: Group
) -> None:
    for text in ("Ответ от имени группы", "/take"):
        update = await support.boris.say(text, to=forum, topic=topic(support))
        message = content_of(update)
        message["sender_chat"] = forum.json()
        message["from"] = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
        await support.deliver(update)
    assert heard_from_staff(support) == []
    assert (await support.case(1)).status == "open"
    assert [text for text in support.said() if "анонимно" in text] == [support.said()[-1]]


async def test_what_is_forwarded_stays_inside_even_a_command(support: SupportHarness, forum: Group) -> None:
    for text in ("/close other", "Внутренняя переписка"):
        await say(support, support.zoya, text)
        forwarded = await support.vera.forward(mine(support, text), to=forum)
        content_of(forwarded).update(message_thread_id=topic(support).id, is_topic_message=True)
        await support.deliver(forwarded)
        assert "Пересланное клиенту не отправляю" in support.said()[-1]
    assert heard_from_staff(support) == []
    assert (await support.case(1)).status == "open"


async def test_an_edit_of_an_answer_reaches_the_customer_and_one_of_a_note_stays_inside(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, "Привезём завтра")
    n = len(support.said())
    await support.deliver(await support.vera.edit(mine(support, "Привезём завтра"), "Привезём сегодня"))
    assert heard_from_staff(support) == ["Привезём сегодня"]
    await say(support, support.vera, "//note")
    await support.deliver(await support.vera.edit(mine(support, "//note"), "//другое"))
    assert heard_from_staff(support) == ["Привезём сегодня"]
    assert len(support.said()) == n


async def test_files_of_staff_reach_the_customer_in_their_kind(support: SupportHarness, forum: Group) -> None:
    here = topic(support)
    await support.deliver(await support.vera.photo(DATA, "Вот накладная", to=forum, topic=here))
    await support.deliver(await support.vera.voice(DATA, to=forum, topic=here))
    await support.deliver(await support.vera.video(DATA, to=forum, topic=here))
    await support.deliver(await support.vera.document(DATA, "акт.pdf", to=forum, topic=here))
    await support.deliver(await support.vera.sticker(DATA, to=forum, topic=here))
    sent = [m for m in support.anna.chat.messages if m.from_bot and m.media]
    kinds = ["photo", "voice", "video", "document", "sticker"]
    assert [message.media.kind for message in sent if message.media] == kinds
    assert [message.text for message in sent] == ["Вот накладная", "", "", "", ""]


async def test_the_customers_files_reach_staff_in_their_kind(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.deliver(await support.anna.photo(DATA), await support.anna.voice(DATA))
    files = {m.media.kind: m.media.file.id for m in support.anna.chat.messages if m.media}
    await support.complain(
        None,
        Content(MessageKind.PHOTO, "<b>@boris</b>", files["photo"]),
        Content(MessageKind.VOICE, None, files["voice"]),
    )
    seen = [(message.media.kind, message.text) for message in support.shown() if message.media]
    assert seen == [("photo", "💬 Анна:\n<b>@\u2060boris</b>"), ("voice", "💬 Анна")]


async def test_what_cannot_be_passed_on_is_said(support: SupportHarness, forum: Group) -> None:
    update = await support.vera.say("x", to=forum, topic=topic(support))
    message = content_of(update)
    del message["text"]
    message["dice"] = {"emoji": "🎲", "value": 3}
    await support.deliver(update)
    assert "Такое клиенту не передать" in support.said()[-1]
    assert heard_from_staff(support) == []


async def test_staff_hear_that_a_customer_who_left_the_chat_is_out_of_reach(
    support: SupportHarness, forum: Group
) -> None:
    support.anna.block()
    await support.deliver(support.telegram.updates.log[-1])
    await say(support, support.vera, "Ответ")
    assert "⚠️ Не дошло" in support.said()[-1]
    assert (await support.case(1)).first_reply_at is None


async def test_staff_hear_of_a_message_that_was_lost_to_a_block_once_each_time(
    support: SupportHarness, forum: Group
) -> None:
    async def notices() -> int:
        await support.look_for_undelivered()
        return len([text for text in support.said() if "закрыл чат с ботом: последние" in text])

    assert await notices() == 0
    support.anna.blocked = True  # which the bot has not been told of
    await say(support, support.vera, "Ответ в пустоту")
    assert await notices() == 1
    assert await notices() == 1
    support.harness.fake_clock.move(days=1)
    await support.deliver(await support.anna.start())
    assert await notices() == 1
    support.anna.block()
    await support.deliver(support.telegram.updates.log[-1])
    assert await notices() == 2
    assert support.shown()[-1].thread_id == topic(support).id


async def test_a_location_that_moves_is_told_once_to_reach_nobody(
    support: SupportHarness, forum: Group
) -> None:
    place = await support.vera.say("Еду", to=forum, topic=topic(support))
    content = content_of(place)
    content["location"] = {"latitude": 55.75, "longitude": 37.61, "live_period": 3600}
    del content["text"]
    await support.deliver(place)
    said = support.said()
    assert said[-1] == interface("support-not-passed")
    moved = await support.vera.edit(mine(support, "Еду"), "Ещё еду")
    edit = moved.payload["edited_message"]
    assert isinstance(edit, dict)
    del edit["text"]
    edit["location"] = {"latitude": 55.8, "longitude": 37.61, "live_period": 3600}
    await support.deliver(moved)
    assert support.said() == said

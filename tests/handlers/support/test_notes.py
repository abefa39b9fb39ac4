"""What is meant for colleagues never reaches the customer, wherever its mark stands."""

from typing import Any

import pytest

from playground import Group, Message, Person, Topic, Update
from storage import tables
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"
DATA = b"some bytes"


@pytest.fixture(params=["forum", "plain"])
async def group(support: SupportHarness, request: pytest.FixtureRequest) -> Group:
    """With one complaint, in a topic of its own or as messages that reply to each other."""
    found = await support.reload(forum=request.param == "forum")
    await support.complain(STORY)
    return found


def place(support: SupportHarness) -> Topic | None:
    return next(iter(support.group.topics.values()), None)


async def write(
    support: SupportHarness, person: Person, text: str, reply_to: Message | None = None
) -> Update:
    """In the topic of the case; in a plain group in reply to something of the case."""
    topic = place(support)
    reply_to = reply_to if reply_to or topic else support.card()
    return await person.say(text, to=support.group, topic=topic, reply_to=reply_to)


async def say(support: SupportHarness, person: Person, text: str, reply_to: Message | None = None) -> Message:
    update = await write(support, person, text, reply_to)
    await support.deliver(update)
    assert update.message is not None
    return update.message


def heard(support: SupportHarness) -> list[str]:
    return [text for text in support.heard() if "обращение" not in text]


def warned(support: SupportHarness, text_id: str) -> bool:
    app = support.harness.contexts.current
    return app.texts.text(app.language, text_id) in support.said()


NOTES = (
    "//скан чека",
    "  //скан чека",
    "\n\n// скан чека",
    "\u200b//скан чека",
    "\ufeff\u2060/\u200b/скан чека",
    "／／скан чека",
    "/ / скан чека",
    "⁄⁄скан чека",
    "∕/ скан чека",
    "\u202e//скан чека",
    "///скан чека",
)


@pytest.mark.parametrize("text", NOTES)
async def test_a_note_stays_inside_however_its_mark_was_typed(
    support: SupportHarness, group: Group, text: str
) -> None:
    before = support.said()
    await say(support, support.vera, text)
    assert heard(support) == []
    assert support.said() == before
    assert await support.harness.rows(tables.messages) == []


@pytest.mark.parametrize(
    "text",
    [
        "Вернём деньги сегодня //клиентка скандальная",
        "Вернём деньги\n//клиентка скандальная",
        "Вернём деньги.//клиентка скандальная",
        "Вернём деньги ／／ скандальная",
        "https://shop.example/1 //скандальная",
    ],
)
async def test_a_message_with_a_note_in_it_is_not_sent_and_its_writer_is_told(
    support: SupportHarness, group: Group, text: str
) -> None:
    await say(support, support.vera, text)
    assert heard(support) == []
    assert warned(support, "support-note-inside")


@pytest.mark.parametrize(
    "text",
    ["Оформите тут: https://shop.example//return", "24/7 и и/или", "http://a.example/x", "(https://a.ru)"],
)
async def test_an_address_is_no_note(support: SupportHarness, group: Group, text: str) -> None:
    await say(support, support.vera, text)
    assert heard(support) == [text]


async def test_a_caption_with_a_note_keeps_its_picture_inside(support: SupportHarness, group: Group) -> None:
    topic = place(support)
    for caption in (" //для своих", "Чек //для своих"):
        photo = await support.vera.photo(
            DATA, caption, to=group, topic=topic, reply_to=None if topic else support.card()
        )
        await support.deliver(photo)
    assert not [message for message in support.anna.chat.messages if message.media]


async def test_a_reply_to_a_note_stays_inside_and_so_does_a_reply_to_that(
    support: SupportHarness, group: Group
) -> None:
    note = await say(support, support.vera, "//клиентка скандальная")
    first = await say(support, support.oleg, "согласен, третий раз уже", note)
    second = await say(support, support.vera, "не отвечай ей", first)
    await say(support, support.vera, "и ещё: пусть ждёт", second)
    await say(support, support.vera, "сама себе", note)
    assert heard(support) == []


async def test_what_stays_inside_of_a_case_has_a_mark_that_says_so(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    note = await say(support, support.vera, "//клиентка скандальная")
    reply = await say(support, support.oleg, "согласен", note)
    sent = await say(support, support.vera, "Вернём деньги")
    stranger = await say(support, support.zoya, "//а я кто?")
    assert [one.reaction for one in (note, reply, sent, stranger)] == ["🙊", "🙊", "👌", None]
    talk = await support.vera.say("//обед в два", to=support.group)
    await support.deliver(talk)
    assert talk.message is not None
    assert talk.message.reaction is None, "nothing outside of cases goes to anybody"


async def test_a_reply_stays_inside_after_the_note_lost_its_mark(
    support: SupportHarness, group: Group
) -> None:
    note = await say(support, support.vera, "//клиентка скандальная")
    await support.deliver(await support.vera.edit(note, "клиентка скандальная"))
    await say(support, support.oleg, "согласен", note)
    assert heard(support) == []


async def test_a_reply_to_what_a_colleague_wrote_to_the_customer_goes_on_to_them(
    support: SupportHarness, group: Group
) -> None:
    sent = await say(support, support.vera, "Вернём деньги завтра")
    await say(support, support.oleg, "До обеда", sent)
    await support.confirm_reply(support.oleg)
    assert heard(support) == ["Вернём деньги завтра", "До обеда"]


async def test_a_reply_to_own_words_to_the_customer_goes_on_to_them(
    support: SupportHarness, group: Group
) -> None:
    sent = await say(support, support.vera, "Вернём деньги завтра")
    await say(support, support.vera, "До обеда", sent)
    assert heard(support) == ["Вернём деньги завтра", "До обеда"]


async def test_a_reply_to_who_is_not_enrolled_stays_inside(support: SupportHarness, group: Group) -> None:
    strange = await say(support, support.zoya, "Она вечно жалуется")
    await say(support, support.vera, "Точно", strange)
    assert heard(support) == []


async def test_what_is_written_in_a_topic_without_a_reply_goes_to_the_customer(
    support: SupportHarness,
) -> None:
    """Telegram says of it that it replies to the message that made the topic."""
    forum = await support.reload(forum=True)
    await support.complain(STORY)
    topic = place(support)
    assert topic is not None
    update = await support.vera.say("Вернём деньги", to=forum, topic=topic)
    payload: Any = update.payload["message"]
    made = {"message_id": topic.id, "chat": forum.json(), "date": 1, "from": payload["from"]}
    made |= {"message_thread_id": topic.id, "is_topic_message": True}
    made |= {"forum_topic_created": {"name": "x", "icon_color": 1}}
    payload["reply_to_message"] = made
    await support.deliver(update)
    assert heard(support) == ["Вернём деньги"]


async def test_a_reply_to_a_list_of_ours_in_general_stays_inside(support: SupportHarness) -> None:
    forum = await support.reload(forum=True)
    await support.complain(STORY)
    await support.deliver(await support.vera.say("/cases", to=forum))
    listed = support.shown()[-1]
    assert listed.thread_id is None
    await support.deliver(await support.vera.say("скандальная", to=forum, reply_to=listed))
    await support.deliver(await support.vera.say("/case 1", to=forum))
    await support.deliver(await support.vera.say("скандальная", to=forum, reply_to=support.shown()[-1]))
    assert heard(support) == []


async def test_a_reply_to_another_bot_or_to_a_history_in_the_topic_stays_inside_and_is_told(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await say(support, support.vera, "/case 1")
    await say(support, support.oleg, "скандальная", support.shown()[-1])
    assert warned(support, "support-elsewhere")
    before = len(support.said())
    strange = await say(support, support.zoya, "Клиент из CRM: должник")
    strange.sender = {**strange.sender, "is_bot": True}
    await say(support, support.vera, "ну и тип", strange)
    assert heard(support) == []
    assert len(support.said()) > before


async def test_what_answers_a_message_of_another_chat_stays_inside(
    support: SupportHarness, group: Group
) -> None:
    update = await write(support, support.vera, "Вот это она и писала")
    payload: Any = update.payload["message"]
    payload["external_reply"] = {"origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Кто-то"}}
    payload["quote"] = {"text": "скандальная", "position": 0}
    await support.deliver(update)
    assert heard(support) == []
    assert warned(support, "support-forward")


async def test_what_is_quoted_of_a_colleague_is_not_shown_to_the_customer(
    support: SupportHarness, group: Group
) -> None:
    update = await write(support, support.vera, "Вернём деньги", support.card())
    payload: Any = update.payload["message"]
    payload["quote"] = {"text": "Клиент: Анна", "position": 0}
    await support.deliver(update)
    assert heard(support) == ["Вернём деньги"]


async def test_an_edit_of_a_note_stays_inside_and_an_edit_from_or_into_one_is_told(
    support: SupportHarness, group: Group
) -> None:
    note = await say(support, support.vera, "//заметка")
    before = support.said()
    await support.deliver(await support.vera.edit(note, "//другая заметка"))
    assert support.said() == before
    await support.deliver(await support.vera.edit(note, "уже не заметка"))
    assert warned(support, "support-edited-unsent")
    assert heard(support) == []
    sent = await say(support, support.vera, "Вернём деньги")
    await support.deliver(await support.vera.edit(sent, "//Вернём деньги"))
    assert warned(support, "edit-inside")
    assert heard(support) == ["Вернём деньги"]


async def test_a_hidden_address_of_staff_reaches_the_customer_written_out(
    support: SupportHarness, group: Group
) -> None:
    update = await write(support, support.vera, "😀 Оформите возврат здесь")
    payload: Any = update.payload["message"]
    payload["entities"] = [{"type": "text_link", "offset": 20, "length": 5, "url": "https://shop.example/r"}]
    await support.deliver(update)
    assert heard(support) == ["😀 Оформите возврат здесь (https://shop.example/r)"]

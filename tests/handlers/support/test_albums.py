"""An album is one message, in whatever parts it arrives, and its note is a note for all of it."""

from typing import Any

import pytest

from playground import Fault, Group, Message, Person, Topic, Update
from storage import tables
from surveys.cases.lifecycle import Status
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"
PICTURES = [b"one", b"two", b"three"]


@pytest.fixture(params=["forum", "plain"])
async def group(support: SupportHarness, request: pytest.FixtureRequest) -> Group:
    found = await support.reload(forum=request.param == "forum")
    await support.complain(STORY)
    return found


def place(support: SupportHarness) -> Topic | None:
    return next(iter(support.group.topics.values()), None)


async def album_of(
    support: SupportHarness, person: Person, caption: str, *, caption_on: int = 0, n: int = 3
) -> list[Update]:
    """Pictures of staff in the case; the caption on any of them."""
    topic = place(support)
    updates = await person.album(
        (PICTURES * 4)[:n], to=support.group, topic=topic, reply_to=None if topic else support.card()
    )
    payload: Any = updates[caption_on].payload["message"]
    payload["caption"] = caption
    return updates


def received(support: SupportHarness) -> list[Message]:
    """The pictures that the customer got."""
    return [message for message in support.anna.chat.messages if message.from_bot and message.media]


def shown(support: SupportHarness) -> list[Message]:
    """The pictures that the group shows of the customer."""
    return [message for message in support.shown() if message.media]


def datas(messages: list[Message]) -> list[bytes]:
    return [message.media.file.data for message in messages if message.media]


async def in_parts(support: SupportHarness, updates: list[Update], size: int) -> None:
    """Handed over a few at a time, as by a webhook."""
    for start in range(0, len(updates), size):
        await support.receive(*updates[start : start + size])
    await support.settled()


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("caption_on", [0, 1, 2])
async def test_of_an_album_with_a_note_nothing_goes_out(
    support: SupportHarness, group: Group, caption_on: int, size: int
) -> None:
    await in_parts(support, await album_of(support, support.vera, "//скан чека", caption_on=caption_on), size)
    assert received(support) == []
    assert await support.harness.rows(tables.messages) == []


@pytest.mark.parametrize("caption", ["Чек //не показывать", " ／／скан", "\u200b//скан"])
async def test_other_marks_of_a_note_hold_an_album_too(
    support: SupportHarness, group: Group, caption: str
) -> None:
    await in_parts(support, await album_of(support, support.vera, caption, caption_on=2), 1)
    assert received(support) == []


async def test_a_late_picture_of_an_album_with_a_note_stays_inside_too(
    support: SupportHarness, group: Group
) -> None:
    *first, late = await album_of(support, support.vera, "//скан чека")
    await support.deliver(*first)
    support.harness.fake_clock.move(minutes=3)
    await support.deliver(late)
    assert received(support) == []


async def test_an_album_in_reply_to_a_note_stays_inside(support: SupportHarness, group: Group) -> None:
    topic = place(support)
    note = await support.vera.say(
        "//нужны сканы", to=group, topic=topic, reply_to=None if topic else support.card()
    )
    await support.deliver(note)
    await in_parts(
        support, await support.oleg.album(PICTURES, "вот", to=group, topic=topic, reply_to=note.message), 1
    )
    assert received(support) == []


@pytest.mark.parametrize("size", [1, 3])
async def test_an_album_of_staff_arrives_as_one_in_its_order_with_its_caption_once(
    support: SupportHarness, group: Group, size: int
) -> None:
    await in_parts(support, await album_of(support, support.vera, "Накладные", caption_on=1), size)
    got = received(support)
    assert datas(got) == PICTURES
    assert [message.text for message in got] == ["Накладные", "", ""]
    assert len({message.album for message in got}) == 1
    assert got[0].album is not None
    assert (await support.case(1)).status is Status.ANSWERED
    await support.deliver(await support.vera.say("/case 1"))
    app = support.harness.contexts.current
    assert app.texts.text("ru", "case-undelivered") not in support.vera.chat.messages[-1].text


async def test_words_before_and_after_an_album_keep_their_places(
    support: SupportHarness, group: Group
) -> None:
    topic = place(support)

    async def say(text: str) -> Update:
        return await support.vera.say(text, to=group, topic=topic, reply_to=None if topic else support.card())

    before = await say("Сейчас пришлю")
    album = await album_of(support, support.vera, "Накладные")
    after = await say("Всё")
    await in_parts(support, [before, *album, after], 2)
    texts = [message.text for message in support.anna.chat.messages if message.from_bot][-5:]
    assert texts == ["Сейчас пришлю", "Накладные", "", "", "Всё"]


async def test_the_caption_of_an_album_is_edited_wherever_it_was_written(
    support: SupportHarness, group: Group
) -> None:
    album = await album_of(support, support.vera, "Накладные")
    await support.deliver(*album)
    assert album[2].message is not None
    await support.deliver(await support.vera.edit(album[2].message, "другая подпись"))
    assert [one.text for one in received(support)] == ["другая подпись", "", ""]


@pytest.mark.parametrize("size", [1, 2, 3])
async def test_an_album_of_a_customer_is_shown_whole_in_order_with_its_caption_once(
    support: SupportHarness, group: Group, size: int
) -> None:
    album = await support.anna.album(PICTURES, "Вот что привезли")
    await in_parts(support, album, size)
    seen = shown(support)
    assert datas(seen) == PICTURES
    assert [message.text for message in seen] == ["💬 Анна:\nВот что привезли", "", ""]
    assert len({message.album for message in seen}) == 1
    assert seen[0].album is not None
    kept = await support.harness.rows(tables.messages)
    assert [row["words"] for row in kept] == ["Вот что привезли", None, None]
    assert len(await support.harness.rows(tables.files)) == 3
    assert len([text for text in support.heard() if "Передали сотруднику" in text]) == 1


async def test_an_answer_to_any_picture_of_a_customers_album_reaches_them(
    support: SupportHarness, group: Group
) -> None:
    await support.deliver(*await support.anna.album(PICTURES, "Вот что привезли"))
    for number, picture in enumerate(shown(support)):
        update = await support.vera.say(f"ответ {number}", to=group, topic=place(support), reply_to=picture)
        await support.deliver(update)
    assert support.heard()[-3:] == ["ответ 0", "ответ 1", "ответ 2"]


async def test_albums_of_two_customers_do_not_mix(support: SupportHarness, group: Group) -> None:
    other = support.telegram.person("Ольга")
    await support.deliver(await other.start())
    hers = await support.anna.album(PICTURES[:2], "Анны")
    others = await other.album(PICTURES[1:], "Ольги")
    payloads: Any = [update.payload["message"] for update in others]
    for payload in payloads:
        payload["media_group_id"] = hers[0].payload["message"]["media_group_id"]  # type: ignore[index,call-overload]
    await support.deliver(hers[0], others[0], hers[1], others[1])
    assert datas(shown(support)) == PICTURES[:2]


async def test_two_albums_one_after_the_other_are_two(support: SupportHarness, group: Group) -> None:
    first, second = await support.anna.album(PICTURES, "Раз"), await support.anna.album(PICTURES, "Два")
    await in_parts(support, [*first, *second], 2)
    assert [message.text for message in shown(support)] == ["💬 Анна:\nРаз", "", "", "💬 Анна:\nДва", "", ""]
    assert len({message.album for message in shown(support)}) == 2


async def test_an_album_that_telegram_refuses_is_sent_picture_by_picture(
    support: SupportHarness, group: Group
) -> None:
    support.telegram.faults.add(
        Fault.REFUSE,
        "sendMediaGroup",
        chat_id=support.anna.id,
        description="Bad Request: MEDIA_INVALID",
        code=400,
    )
    await support.deliver(*await album_of(support, support.vera, "Накладные"))
    assert datas(received(support)) == PICTURES
    assert [message.text for message in received(support)] == ["Накладные", "", ""]
    assert (await support.case(1)).status is Status.ANSWERED


async def test_documents_stay_together_and_a_voice_message_goes_by_itself(
    support: SupportHarness, group: Group
) -> None:
    topic = place(support)
    reply_to = None if topic else support.card()
    album = support.telegram.new_album()
    updates = [
        await support.vera.document(b"a", "a.pdf", "Акты", to=group, topic=topic, reply_to=reply_to),
        await support.vera.document(b"b", "b.pdf", to=group, topic=topic, reply_to=reply_to),
        await support.vera.voice(b"c", to=group, topic=topic, reply_to=reply_to),
    ]
    for update in updates:
        payload: Any = update.payload["message"]
        payload["media_group_id"] = album
    await support.deliver(*updates)
    got = received(support)
    assert datas(got) == [b"a", b"b", b"c"]
    assert [message.album is not None for message in got] == [True, True, False]

"""Files both ways."""

import json
import struct

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto

from playground import Person, Playground
from tests.playground.conftest import Api

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 320, 200) + b"\x00" * 16
JPEG = (
    b"\xff\xd8" + b"\xff\xe0\x00\x04ab" + b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 30, 40) + b"\x00" * 9
)


async def test_what_a_person_sends_can_be_downloaded(bot: Bot, anna: Person) -> None:
    await anna.photo(PNG, "the box was open")
    await anna.voice(b"OggS voice")
    await anna.document(b"a;b", "list.csv", mime="text/csv")
    _, photo, voice, document = [update.message for update in await bot.get_updates()]
    assert photo is not None
    assert photo.photo is not None
    assert photo.caption == "the box was open"
    assert (photo.photo[-1].width, photo.photo[-1].height) == (320, 200)
    assert voice is not None
    assert voice.voice is not None
    assert document is not None
    assert document.document is not None
    assert document.document.file_name == "list.csv"
    for file_id, data in (
        (photo.photo[-1].file_id, PNG),
        (voice.voice.file_id, b"OggS voice"),
        (document.document.file_id, b"a;b"),
    ):
        downloaded = await bot.download(file_id)
        assert downloaded is not None
        assert downloaded.read() == data


async def test_every_kind_is_uploaded_and_sent_again_by_its_id(bot: Bot, anna: Person) -> None:
    file = BufferedInputFile(PNG, "picture.png")
    photo = await bot.send_photo(anna.id, file, caption="<b>fig</b>", parse_mode="HTML")
    document = await bot.send_document(anna.id, file)
    voice = await bot.send_voice(anna.id, file)
    video = await bot.send_video(anna.id, file)
    sticker = await bot.send_sticker(anna.id, file)
    assert photo.photo
    assert photo.caption_entities
    assert document.document
    assert voice.voice
    assert video.video
    assert sticker.sticker
    await bot.send_photo(anna.id, photo.photo[-1].file_id)
    await bot.send_document(anna.id, document.document.file_id)
    shown = [message.media for message in anna.chat.messages[1:]]
    assert [media.kind for media in shown if media] == [
        "photo", "document", "voice", "video", "sticker", "photo", "document",
    ]  # fmt: skip
    assert all(media.file.data == PNG for media in shown if media)


async def test_an_album_arrives_as_one_group(bot: Bot, anna: Person) -> None:
    media = [InputMediaPhoto(media=BufferedInputFile(PNG, f"{n}.png"), caption=f"n{n}") for n in range(2)]
    sent = await bot.send_media_group(anna.id, list(media))
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.text for message in anna.chat.messages[1:]] == ["n0", "n1"]


async def test_the_picture_of_a_message_can_be_exchanged(bot: Bot, anna: Person) -> None:
    sent = await bot.send_photo(anna.id, BufferedInputFile(PNG, "a.png"), caption="before")
    replacement = InputMediaDocument(media=BufferedInputFile(b"x,y", "b.csv"), caption="after")
    await bot.edit_message_media(replacement, chat_id=anna.id, message_id=sent.message_id)
    shown = await anna.sees("after")
    assert shown.media is not None
    assert (shown.media.kind, shown.media.file.name) == ("document", "b.csv")
    await bot.edit_message_caption(chat_id=anna.id, message_id=sent.message_id, caption="at last")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=anna.id, message_id=sent.message_id)


async def test_a_named_attachment_in_a_form(
    session: aiohttp.ClientSession, telegram: Playground, anna: Person
) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(anna.id))
    form.add_field("media", json.dumps([{"type": "photo", "media": "attach://one", "caption": "hi"}]))
    form.add_field("one", JPEG, filename="one.jpg", content_type="image/jpeg")
    url = f"{telegram.url}/bot{telegram.token}/sendMediaGroup"
    async with session.post(url, data=form) as answer:
        assert answer.status == 200, await answer.text()
    media = (await anna.sees("hi")).media
    assert media is not None
    assert media.description == [{**media.file.json(), "width": 40, "height": 30}]


@pytest.mark.parametrize(
    ("method", "fields", "sentence"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "AgAC-unknown"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "https://example.org/a.jpg"}, "failed to get HTTP URL content"),
        ("sendMediaGroup", {"media": []}, "there are no messages to send"),
        ("getFile", {"file_id": "nothing"}, "invalid file_id"),
    ],
)
async def test_files_that_are_not_there(
    api: Api, anna: Person, method: str, fields: dict[str, str], sentence: str
) -> None:
    assert await api.refusal(method, chat_id=anna.id, **fields) == f"400 Bad Request: {sentence}"


async def test_captions_end_at_1024(bot: Bot, anna: Person) -> None:
    file = BufferedInputFile(PNG, "a.png")
    assert await bot.send_photo(anna.id, file, caption="x" * 1024)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(anna.id, file, caption="x" * 1025)


async def test_a_file_over_20_mb_cannot_be_downloaded(bot: Bot, anna: Person) -> None:
    await anna.video(bytes(20 * 1024 * 1024 + 1))
    video = (await bot.get_updates())[-1].message
    assert video is not None
    assert video.video is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(video.video.file_id)


async def test_an_upload_over_50_mb_is_refused(bot: Bot, anna: Person) -> None:
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(anna.id, BufferedInputFile(bytes(52 * 1024 * 1024), "big.bin"))


async def test_a_failing_download_can_be_scripted(
    session: aiohttp.ClientSession, telegram: Playground, anna: Person
) -> None:
    await anna.photo(PNG)
    media = anna.chat.messages[-1].media
    assert media is not None
    url = f"{telegram.url}/file/bot{telegram.token}/{media.file.path}"
    telegram.faults.add("html_502", "file", times=1)
    async with session.get(url) as answer:
        assert answer.status == 502
    async with session.get(url) as answer:
        assert await answer.read() == PNG

"""What a person may do through the phone's HTTP face, by the last part of its address."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playground.chats import Chat, Topic
from playground.messages import Message
from playground.params import Params, Upload
from playground.people import Person
from playground.updates import Update


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happens, and the messages that it is about."""

    chat: Chat
    topic: Topic | None
    message: Message | None
    reply_to: Message | None

    def about(self) -> Message:
        if self.message is None:
            raise LookupError("there is no such message")
        return self.message


Verb = Callable[[Person, Params, Place], Awaitable[Update | None]]


async def _start(person: Person, fields: Params, place: Place) -> Update:
    return await person.start(fields.text("payload"))


async def _say(person: Person, fields: Params, place: Place) -> Update:
    text = fields.text("text")
    return await person.say(text, to=place.chat, topic=place.topic, reply_to=place.reply_to)


async def _tap(person: Person, fields: Params, place: Place) -> Update:
    return await person.tap(place.about(), fields.text("button"))


async def _edit(person: Person, fields: Params, place: Place) -> Update:
    return await person.edit(place.about(), fields.text("text"))


async def _react(person: Person, fields: Params, place: Place) -> Update | None:
    emoji = fields.text("emoji")
    return await person.react(place.about(), *([emoji] if emoji else []))


async def _forward(person: Person, fields: Params, place: Place) -> Update:
    return await person.forward(place.about())


async def _photo(person: Person, fields: Params, place: Place) -> Update:
    file = _file(fields)
    caption = fields.text("caption")
    return await person.photo(file.data, caption, to=place.chat, topic=place.topic, reply_to=place.reply_to)


async def _voice(person: Person, fields: Params, place: Place) -> Update:
    file = _file(fields)
    return await person.voice(
        file.data, mime=file.mime, to=place.chat, topic=place.topic, reply_to=place.reply_to
    )


async def _video(person: Person, fields: Params, place: Place) -> Update:
    file = _file(fields)
    return await person.video(file.data, fields.text("caption"), to=place.chat, topic=place.topic)


async def _sticker(person: Person, fields: Params, place: Place) -> Update:
    return await person.sticker(_file(fields).data, to=place.chat, topic=place.topic)


async def _document(person: Person, fields: Params, place: Place) -> Update:
    file, caption = _file(fields), fields.text("caption")
    return await person.document(
        file.data,
        file.name,
        caption,
        mime=file.mime,
        to=place.chat,
        topic=place.topic,
        reply_to=place.reply_to,
    )


async def _share_contact(person: Person, fields: Params, place: Place) -> Update:
    return await person.share_contact()


async def _block(person: Person, fields: Params, place: Place) -> None:
    person.block()


async def _unblock(person: Person, fields: Params, place: Place) -> None:
    person.unblock()


def _file(fields: Params) -> Upload:
    if "file" not in fields.uploads:
        raise LookupError("the form has no field named file")
    return fields.uploads["file"]


VERBS: dict[str, Verb] = {
    "start": _start,
    "say": _say,
    "press": _say,
    "tap": _tap,
    "edit": _edit,
    "react": _react,
    "forward": _forward,
    "photo": _photo,
    "voice": _voice,
    "video": _video,
    "sticker": _sticker,
    "document": _document,
    "share_contact": _share_contact,
    "block": _block,
    "unblock": _unblock,
}

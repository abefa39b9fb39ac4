"""A person with a phone: what people do in Telegram, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack

from playground.chats import Chat, Group, PrivateChat, Topic
from playground.entities import found_by_telegram
from playground.files import described
from playground.messages import Content, Media, Message, MessageDetails
from playground.params import Upload
from playground.shapes import Json, JsonObject, without_none
from playground.updates import TAP_SECONDS, Update

if TYPE_CHECKING:
    from playground.state import Telegram

Looks = Callable[[Message], bool]


class Where(TypedDict, total=False):
    """Where a person writes; by default in the chat with the bot."""

    to: Chat | None
    topic: Topic | None
    reply_to: Message | None
    quote: str | None
    """The part of the text of that message which is replied to."""


@dataclass(frozen=True, slots=True)
class Toast:
    text: str
    alert: bool


class Person:
    """Verbs return the update that the bot will be told of."""

    def __init__(
        self, telegram: Telegram, person_id: int, name: str, language: str, username: str | None
    ) -> None:
        self.telegram = telegram
        self.id = person_id
        self.name = name
        self.language = language
        self.username = username
        self.phone = f"7916{person_id % 10_000_000:07}"  # as Telegram writes it, without a plus
        self.started = False
        self.blocked = False
        self.toasts: list[Toast] = []
        self.chat = PrivateChat(telegram, self, telegram.private_ids)

    def json(self) -> JsonObject:
        return without_none(
            id=self.id,
            is_bot=False,
            first_name=self.name,
            username=self.username,
            language_code=self.language,
        )

    async def start(self, payload: str = "") -> Update:
        """Opens the bot by its link. A person who had blocked the bot unblocks it by this."""
        self.unblock()
        return await self.say(f"/start {payload}".strip())

    async def say(self, text: str, **where: Unpack[Where]) -> Update:
        return self._post_in(where, Content(found_by_telegram(text)))

    async def photo(self, data: bytes, caption: str = "", **where: Unpack[Where]) -> Update:
        return self._send_file("photo", Upload("photo.jpg", data, "image/jpeg"), caption, where)

    async def voice(self, data: bytes, *, mime: str = "audio/ogg", **where: Unpack[Where]) -> Update:
        return self._send_file("voice", Upload("voice.oga", data, mime), "", where)

    async def video(self, data: bytes, caption: str = "", **where: Unpack[Where]) -> Update:
        return self._send_file("video", Upload("video.mp4", data, "video/mp4"), caption, where)

    async def sticker(self, data: bytes, **where: Unpack[Where]) -> Update:
        return self._send_file("sticker", Upload("sticker.webp", data, "image/webp"), "", where)

    async def document(
        self,
        data: bytes,
        name: str = "file.bin",
        caption: str = "",
        *,
        mime: str = "application/octet-stream",
        **where: Unpack[Where],
    ) -> Update:
        return self._send_file("document", Upload(name, data, mime), caption, where)

    async def album(self, photos: list[bytes], caption: str = "", **where: Unpack[Where]) -> list[Update]:
        """Several photos sent together: one update each, the caption on the first."""
        album = self.telegram.new_album()
        updates = []
        for position, data in enumerate(photos):
            upload = Upload("photo.jpg", data, "image/jpeg")
            media = self.telegram.files.describe("photo", upload)
            content = Content(found_by_telegram(caption if position == 0 else ""), media)
            updates.append(self._post_in(where, content, album=album))
        return updates

    async def edit(self, message: Message, text: str) -> Update:
        """Changes the person's own message."""
        message.edit(Content(found_by_telegram(text), message.media), self.telegram.clock.now())
        message.chat.announce("edited", message)
        return self.telegram.tell("edited_message", message)

    async def react(self, message: Message, *emoji: str) -> Update | None:
        """Changes the person's reactions to these, digits being the id of an emoji of somebody's own.

        In a group the bot hears of it as an administrator; None where it does not.
        """
        message = message.chat.first_of_album(message)
        old = message.reactions.pop(self.id, [])
        new: list[JsonObject] = [
            {"type": "custom_emoji", "custom_emoji_id": one}
            if one.isdecimal()
            else {"type": "emoji", "emoji": one}
            for one in emoji
        ]
        if new:
            message.reactions[self.id] = new
        message.chat.announce("reaction", message)
        return self.telegram.tell_reaction(self, message, old, new)

    async def forward(
        self, message: Message, *, to: Chat | None = None, topic: Topic | None = None
    ) -> Update:
        origin: dict[str, Json] = {"type": "user", "sender_user": message.sender, "date": message.date}
        thread_id = topic.id if topic else None
        return self._post(message.content, to, thread_id=thread_id, origin=origin)

    async def tap(self, message: Message, button: str) -> Update:
        """Taps an inline button by its text or callback data. Raises LookupError if it is not there."""
        found = message.button(button)
        if found.data is None:
            raise LookupError(f"button {found.text!r} opens something; the bot is not told")
        return self._tap(message, found.data)

    async def forge(self, message: Message, data: str) -> Update:
        """A tap with data of the person's own making: Telegram does not check it."""
        return self._tap(message, data)

    async def press(self, text: str) -> Update:
        """Presses a button of the reply keyboard, which is the same as saying its text."""
        return await self.say(text)

    async def share_contact(self, of: Person | None = None, **where: Unpack[Where]) -> Update:
        """Sends a contact, as a button of the reply keyboard does that asks for it: the person's own."""
        owner = of or self
        contact: JsonObject = {"phone_number": owner.phone, "first_name": owner.name, "user_id": owner.id}
        return self._post_in(where, Content(contact=contact))

    def block(self) -> None:
        if not self.blocked:
            self.blocked = True
            self.telegram.change_bot_status(self.chat, "kicked", by=self)

    def unblock(self) -> None:
        if self.blocked:
            self.blocked = False
            self.telegram.change_bot_status(self.chat, "member", by=self)

    async def sees(
        self,
        looks: Looks | str,
        *,
        within: float = 5.0,
        chat: Chat | None = None,
        after: Message | None = None,
    ) -> Message:
        """The newest message of the bot that looks so (or contains the text), now or soon.

        Waits `within` seconds; raises AssertionError with what the chat shows instead.
        """
        place = chat or self.chat
        fits: Looks = (lambda message: looks in message.text) if isinstance(looks, str) else looks
        oldest = after.id if after else 0

        def newest() -> Message | None:
            seen = (m for m in reversed(place.messages) if m.from_bot and m.id > oldest and fits(m))
            return next(seen, None)

        await place.changed.until(lambda: newest() is not None, within)
        found = newest()
        if found is None:
            shown = [message.text for message in place.messages[-5:]]
            raise AssertionError(f"{self.name} did not see it within {within} s; the chat ends with {shown}")
        return found

    def answered(self, message: Message, data: str, toast: Toast) -> None:
        """The bot answered a tap: the button stops spinning, a text pops up."""
        self.toasts.append(toast)
        self.chat.changed.ring()
        feed = self.telegram.feed
        feed.publish("answered", message.chat, message, data, person=self)
        if toast.text:
            kind = "alert" if toast.alert else "toast"
            feed.publish(kind, message.chat, note=toast.text, person=self)

    def _send_file(self, kind: str, upload: Upload, caption: str, where: Where) -> Update:
        media: Media = described(self.telegram.files.add(kind, upload))
        return self._post_in(where, Content(found_by_telegram(caption), media))

    def _post_in(self, where: Where, content: Content, *, album: str | None = None) -> Update:
        topic, reply_to = where.get("topic"), where.get("reply_to")
        details: MessageDetails = {
            "thread_id": topic.id if topic else None,
            "reply_to": reply_to,
            "quote": where.get("quote"),
            "album": album,
        }
        return self._post(content, where.get("to"), **details)

    def _post(self, content: Content, to: Chat | None = None, **details: Unpack[MessageDetails]) -> Update:
        chat = to or self.chat
        if chat is self.chat:
            if self.blocked:
                raise RuntimeError(f"{self.name} has blocked the bot and cannot write to it")
            self.started = True
        elif not isinstance(chat, Group) or self.id not in chat.members:
            raise RuntimeError(f"{self.name} is not in that chat")
        message = self.telegram.post(chat, self.json(), content, **details)
        chat.acted()
        return self.telegram.tell("message", message)

    def _tap(self, message: Message, data: str) -> Update:
        message.chat.acted()
        tap_id = self.telegram.new_tap(self, message, data)
        payload: dict[str, Json] = {
            "id": tap_id,
            "from": self.json(),
            "message": message.json(),
            "chat_instance": str(abs(hash((self.telegram.bot_id, message.chat.id)))),
            "data": data,
        }
        queue = f"tap {self.id}"
        added = self.telegram.updates.add
        update = added("callback_query", payload, queue, lives=TAP_SECONDS, message=message)
        self.telegram.feed.publish("tapped", message.chat, message, data, person=self)
        return update

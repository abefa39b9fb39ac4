"""One message of a chat, as phones show it and as the bot receives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from playground.entities import FormattedText
from playground.keyboards import Button, inline_rows
from playground.shapes import Json, JsonObject, without_none

if TYPE_CHECKING:
    from playground.chats import Chat
    from playground.files import StoredFile


NO_TEXT = FormattedText()


class MessageDetails(TypedDict, total=False):
    """What a message may have beside its content."""

    markup: JsonObject | None
    thread_id: int | None
    reply_to: Message | None
    quote: str | None
    origin: JsonObject | None
    album: str | None


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, voice, document...: its kind, the JSON under that key, and the bytes."""

    kind: str
    description: JsonObject | list[JsonObject]
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Content:
    """The text (a caption when there is media), the media itself, and a contact that was shared."""

    text: FormattedText = NO_TEXT
    media: Media | None = None
    contact: JsonObject | None = None

    def json(self) -> dict[str, Json]:
        fields: dict[str, Json] = {}
        if self.media:
            fields[self.media.kind] = self.media.description
        if self.contact:
            fields["contact"] = self.contact
        prefix = "caption_" if self.media else ""
        if self.text.text:
            fields["caption" if self.media else "text"] = self.text.text
        if self.text.entities:
            fields[prefix + "entities"] = list(self.text.entities)
        return fields


@dataclass(slots=True, eq=False)
class Message:
    chat: Chat
    id: int
    sender: JsonObject
    date: int
    content: Content = Content()
    markup: JsonObject | None = None
    thread_id: int | None = None
    reply_to: Message | None = None
    quote: str | None = None  # the part of that message which is replied to
    service: JsonObject | None = None  # {"forum_topic_created": {...}} and the like
    origin: JsonObject | None = None  # of a forwarded message
    album: str | None = None
    edited: int | None = None
    deleted: bool = False
    reaction: str | None = None  # the bot's
    reactions: dict[int, list[JsonObject]] = field(default_factory=dict)  # those of people, by their ids
    received: bool = False  # the bot has confirmed it, which a phone shows by a second tick
    versions: list[Content] = field(default_factory=list)  # what it showed before each edit

    @property
    def from_bot(self) -> bool:
        return self.sender["is_bot"] is True

    @property
    def text(self) -> str:
        """The text, or the caption."""
        return self.content.text.text

    @property
    def entities(self) -> tuple[JsonObject, ...]:
        return self.content.text.entities

    @property
    def media(self) -> Media | None:
        return self.content.media

    @property
    def rows(self) -> list[list[Button]]:
        """The inline keyboard that stands under the message."""
        return inline_rows(self.markup)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    def button(self, wanted: str) -> Button:
        """By its text or its callback data. Raises LookupError, naming what is there."""
        for button in self.buttons:
            if wanted in (button.text, button.data):
                return button
        raise LookupError(f"no button {wanted!r} under message {self.id}, only {self.buttons}")

    def edit(self, content: Content, now: float) -> None:
        self.versions.append(self.content)
        self.content = content
        self.edited = int(now)

    def json(self, *, with_reply: bool = True) -> dict[str, Json]:
        fields = without_none(
            message_id=self.id,
            **{"from": self.sender},
            chat=self.chat.json(),
            date=self.date,
            edit_date=self.edited,
            media_group_id=self.album,
            forward_origin=self.origin,
        )
        if self.thread_id is not None:
            fields |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if with_reply and self.reply_to is not None:
            fields["reply_to_message"] = self.reply_to.json(with_reply=False)
            if self.quote is not None:
                fields["quote"] = {"text": self.quote, "position": self.reply_to.text.index(self.quote)}
        fields |= self.content.json()
        fields |= self.service or {}
        if self.markup is not None:
            fields["reply_markup"] = self.markup
        return fields

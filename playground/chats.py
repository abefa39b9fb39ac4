"""Chats as the server keeps them: what each phone shows is read from here."""

from __future__ import annotations

import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.bell import Bell
from playground.errors import bad_request, forbidden
from playground.messages import Message
from playground.shapes import Json, JsonObject, without_none

if TYPE_CHECKING:
    from playground.people import Person
    from playground.state import Telegram

TOPIC_COLOR = 0x6FB9F0


@dataclass(slots=True, eq=False)
class Topic:
    id: int
    name: str
    icon_color: int = TOPIC_COLOR
    closed: bool = False
    deleted: bool = False

    def json(self) -> JsonObject:
        return {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}


class Chat(ABC):
    """A place with messages. Ids of messages grow per `ids`, which private chats share."""

    kind = "private"

    def __init__(self, telegram: Telegram, chat_id: int, ids: Iterator[int]) -> None:
        self.telegram = telegram
        self.id = chat_id
        self.history: dict[int, Message] = {}  # deleted messages included
        self.topics: dict[int, Topic] = {}
        self.reply_keyboard: JsonObject | None = None
        self.changed = Bell()
        self.acted_at = float("-inf")  # monotonic: when a person last wrote or tapped here
        self._ids = ids

    @property
    def messages(self) -> list[Message]:
        """What the chat shows now, oldest first."""
        return [message for message in self.history.values() if not message.deleted]

    @abstractmethod
    def json(self) -> JsonObject: ...

    @abstractmethod
    def refuse_if_closed(self) -> None:
        """Raises Refusal when the bot may not write here."""

    def topic(self, thread_id: int | None) -> Topic | None:
        """The topic of a call. Raises Refusal for one that is not there."""
        if thread_id is None:
            return None
        topic = self.topics.get(thread_id)
        if topic is None or topic.deleted:
            raise bad_request("message thread not found")
        return topic

    def shown(self, message_id: int | None) -> Message | None:
        message = self.history.get(message_id or 0)
        return None if message is None or message.deleted else message

    def first_of_album(self, message: Message) -> Message:
        """Where reactions to a message stand: of an album on the first that is there."""
        album = (one for one in self.messages if one.album is not None and one.album == message.album)
        return next(album, message)

    def next_id(self) -> int:
        return next(self._ids)

    def put(self, message: Message) -> Message:
        self.history[message.id] = message
        self.announce("message", message)
        return message

    def announce(self, what: str, message: Message) -> None:
        self.changed.ring()
        self.telegram.feed.publish(what, self, message)

    def acted(self) -> None:
        self.acted_at = time.monotonic()


class PrivateChat(Chat):
    def __init__(self, telegram: Telegram, person: Person, ids: Iterator[int]) -> None:
        super().__init__(telegram, person.id, ids)
        self.person = person

    def open_topic(self, name: str) -> Topic:
        """A topic of the person's own, as bots with topics in private chats have them."""
        topic = Topic(self.next_id(), name)
        self.topics[topic.id] = topic
        return topic

    def json(self) -> JsonObject:
        names = without_none(first_name=self.person.name, username=self.person.username)
        return {"id": self.id, **names, "type": "private"}

    def refuse_if_closed(self) -> None:
        if not self.person.started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.person.blocked:
            raise forbidden("bot was blocked by the user")


class Group(Chat):
    """A group or a supergroup. `upgrade()` answers the supergroup that takes its place."""

    def __init__(self, telegram: Telegram, chat_id: int, title: str, ids: Iterator[int]) -> None:
        super().__init__(telegram, chat_id, ids)
        self.title = title
        self.kind = "supergroup" if chat_id < -1_000_000_000_000 else "group"
        self.forum = False
        self.members: dict[int, tuple[Person, str]] = {}  # with status: creator, administrator or member
        self.gone: dict[int, str] = {}  # left or kicked
        self.bot_status = "administrator"
        self.can_manage_topics = True
        self.migrated_to: Group | None = None

    def json(self) -> JsonObject:
        return {
            "id": self.id,
            "title": self.title,
            "type": self.kind,
            **({"is_forum": True} if self.forum else {}),
        }

    @property
    def bot_is_admin(self) -> bool:
        return self.bot_status == "administrator"

    def refuse_if_closed(self) -> None:
        if self.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated_to.id
            )
        if self.bot_status in ("kicked", "left"):
            raise forbidden(f"bot was kicked from the {self.kind} chat")

    def create_topic(self, name: str, creator: JsonObject, icon_color: int = TOPIC_COLOR) -> Topic:
        service: dict[str, Json] = {"forum_topic_created": {"name": name, "icon_color": icon_color}}
        by_person = creator["is_bot"] is False
        message = self.telegram.service(self, creator, service, opens_thread=True, tell_bot=by_person)
        topic = self.topics[message.id] = Topic(message.id, name, icon_color)
        return topic

    def delete_topic(self, topic: Topic) -> None:
        topic.deleted = True
        for message in self.messages:
            if message.thread_id == topic.id:
                message.deleted = True
                self.announce("deleted", message)

    def join(self, person: Person, status: str = "member") -> None:
        """Somebody comes; who was here before comes back, of which an administrator hears."""
        was = self.gone.pop(person.id, None)
        self.members[person.id] = (person, status)
        if was is not None:
            self.telegram.tell_member(self, person, was, status)

    def leave(self, person: Person) -> None:
        self._part(person, "left")

    def kick(self, person: Person) -> None:
        self._part(person, "kicked")

    def _part(self, person: Person, status: str) -> None:
        _, was = self.members.pop(person.id)
        self.gone[person.id] = status
        self.telegram.tell_member(self, person, was, status)

    def kick_bot(self) -> None:
        self.telegram.change_bot_status(self, "kicked")

    def add_bot(self, status: str = "administrator") -> None:
        self.telegram.change_bot_status(self, status)

    def upgrade(self) -> Group:
        """Turns a basic group into a supergroup; the old id answers with where it went."""
        if self.kind != "group":
            raise ValueError("only a basic group can be upgraded")
        successor = self.telegram.new_group(self.title, supergroup=True)
        successor.members = dict(self.members)
        successor.bot_status = self.bot_status
        creator = next((person.json() for person, _ in self.members.values()), self.telegram.bot_user)
        self.telegram.service(self, creator, {"migrate_to_chat_id": successor.id}, tell_bot=True)
        self.telegram.service(successor, creator, {"migrate_from_chat_id": self.id}, tell_bot=True)
        self.migrated_to = successor
        return successor


def message_ids() -> Iterator[int]:
    return itertools.count(1)

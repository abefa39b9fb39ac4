"""Telegram as the server knows it: people, chats, files, updates. No HTTP here."""

from __future__ import annotations

import random
import string
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Unpack

from playground.calls import Calls
from playground.chats import Chat, Group, PrivateChat, message_ids
from playground.clock import Clock
from playground.commands import Commands
from playground.faults import Faults
from playground.feed import Feed
from playground.files import Files
from playground.limiter import Limiter
from playground.messages import Content, Message, MessageDetails
from playground.people import Person
from playground.shapes import Json, JsonObject
from playground.updates import Update, Updates
from playground.webhook import Webhook

TOKEN_ALPHABET = string.ascii_letters + string.digits + "_-"


@dataclass(slots=True)
class Tap:
    person: Person
    created: float
    answered: bool = False


class Telegram:
    def __init__(
        self, *, limits: bool = True, seed: int = 0, speed: float = 1.0, token: str | None = None
    ) -> None:
        self.random = random.Random(seed)
        self.clock = Clock(speed)
        self.token = token or f"{self.random.randrange(10**8, 10**9)}:AA{self._word(33)}"
        self.bot_id = int(self.token.partition(":")[0])
        self.bot_user: JsonObject = {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": "Otklik",
            "username": "otklik_playground_bot",
        }
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.private_ids = message_ids()
        self.updates = Updates(self.clock, random.Random(seed + 1))
        self.files = Files(random.Random(seed + 2))
        self.faults = Faults(random.Random(seed + 3))
        self.limiter = Limiter(enabled=limits)
        self.calls = Calls()
        self.feed = Feed()
        self.commands = Commands()
        self.taps: dict[str, Tap] = {}
        self.webhook: Webhook | None = None

    def person(
        self, name: str, *, language: str = "ru", username: str | None = None, started: bool = False
    ) -> Person:
        """`started` is for somebody who met the bot long ago: it may write, and hears of no /start."""
        person_id = 500_000_001 + len(self.people)
        person = self.people[person_id] = Person(self, person_id, name, language, username)
        person.started = started
        self.feed.publish("people", person.chat)
        return person

    def group(
        self,
        title: str,
        *,
        forum: bool = False,
        supergroup: bool = False,
        members: Iterable[Person] = (),
        bot_status: str = "administrator",
        can_manage_topics: bool = True,
    ) -> Group:
        """A group with the bot in it; a forum is always a supergroup. The first member is its creator."""
        group = self.new_group(title, supergroup=supergroup or forum)
        group.forum = forum
        group.can_manage_topics = can_manage_topics
        for position, person in enumerate(members):
            group.join(person, "member" if position else "creator")
        group.bot_status = "left"
        self.change_bot_status(group, bot_status)
        return group

    def new_group(self, title: str, *, supergroup: bool) -> Group:
        number = 4_000_000_001 + len(self.groups)
        chat_id = -1_000_000_000_000 - number if supergroup else -number
        ids = message_ids() if supergroup else self.private_ids
        group = self.groups[chat_id] = Group(self, chat_id, title, ids)
        self.feed.publish("people", group)
        return group

    def chat(self, chat_id: int) -> Chat | None:
        person = self.people.get(chat_id)
        return person.chat if person else self.groups.get(chat_id)

    def post(
        self, chat: Chat, sender: JsonObject, content: Content, **details: Unpack[MessageDetails]
    ) -> Message:
        return chat.put(Message(chat, chat.next_id(), sender, int(self.clock.now()), content, **details))

    def service(
        self,
        chat: Chat,
        sender: JsonObject,
        service: JsonObject,
        *,
        thread_id: int | None = None,
        opens_thread: bool = False,
        tell_bot: bool = False,
    ) -> Message:
        message = Message(chat, chat.next_id(), sender, int(self.clock.now()), service=service)
        message.thread_id = message.id if opens_thread else thread_id
        chat.put(message)
        if tell_bot:
            self.tell("message", message)
        return message

    def tell(self, kind: str, message: Message) -> Update:
        """Queues an update about a message, unless the bot's privacy mode hides it."""
        update_queue = f"chat {message.chat.id}"
        if isinstance(message.chat, Group) and not _bot_may_read(message.chat, message):
            return self.updates.hidden(kind, {kind: message.json()}, update_queue, message)
        return self.updates.add(kind, message.json(), update_queue, message=message)

    def change_bot_status(self, chat: Chat, status: str, *, by: Person | None = None) -> None:
        old = "member"
        if isinstance(chat, Group):
            old, chat.bot_status = chat.bot_status, status
            by = by or next((person for person, _ in chat.members.values()), None)
        elif isinstance(chat, PrivateChat):
            old = "member" if status == "kicked" else "kicked"
        payload: dict[str, Json] = {
            "chat": chat.json(),
            "from": by.json() if by else self.bot_user,
            "date": int(self.clock.now()),
            "old_chat_member": self.bot_member(chat, old),
            "new_chat_member": self.bot_member(chat, status),
        }
        self.updates.add("my_chat_member", payload, f"status {chat.id}")
        self.feed.publish("people", chat)

    def menu(self, chat: Chat, language: str) -> list[JsonObject]:
        """The commands that a phone offers in this chat."""
        return self.commands.shown_to(chat.id, private=isinstance(chat, PrivateChat), language=language)

    def bot_member(self, chat: Chat, status: str) -> JsonObject:
        topics = isinstance(chat, Group) and chat.can_manage_topics
        return member_json(self.bot_user, status, can_manage_topics=topics)

    def set_webhook(self, webhook: Webhook | None) -> None:
        self.webhook = webhook
        self.updates.added.ring()  # a waiting getUpdates learns that it may not go on

    def new_tap(self, person: Person) -> str:
        tap_id = str(self.random.randrange(10**17, 10**18))
        self.taps[tap_id] = Tap(person, self.clock.now())
        return tap_id

    def new_album(self) -> str:
        return str(self.random.randrange(10**16, 10**17))

    def _word(self, length: int) -> str:
        return "".join(self.random.choices(TOKEN_ALPHABET, k=length))


def member_json(user: JsonObject, status: str, *, can_manage_topics: bool = False) -> JsonObject:
    """A ChatMember with every field that its status requires."""
    if status == "creator":
        return {"status": status, "user": user, "is_anonymous": False}
    if status == "kicked":
        return {"status": status, "user": user, "until_date": 0}
    if status != "administrator":
        return {"status": status, "user": user}
    granted = "can_manage_chat can_delete_messages can_invite_users can_restrict_members can_pin_messages"
    withheld = (
        "can_be_edited is_anonymous can_manage_video_chats can_promote_members can_change_info "
        "can_post_stories can_edit_stories can_delete_stories can_send_welcome_messages"
    )
    rights = dict.fromkeys(granted.split(), True) | dict.fromkeys(withheld.split(), False)
    return {"status": status, "user": user, **rights, "can_manage_topics": can_manage_topics}


def _bot_may_read(group: Group, message: Message) -> bool:
    """Privacy mode: an ordinary member sees commands, replies to itself, mentions and service messages."""
    if group.bot_status in ("kicked", "left"):
        return False
    if group.bot_status == "administrator" or message.service is not None:
        return True
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    name = f"@{group.telegram.bot_user['username']}"
    return bool(message.content.text.quoted("bot_command")) or name in message.content.text.quoted("mention")

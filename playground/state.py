"""Telegram as the server knows it: people, chats, files, updates. No HTTP here."""

from __future__ import annotations

import random
import string
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Unpack

from playground.calls import Calls
from playground.chats import Chat, Group, PrivateChat, message_ids
from playground.clock import Clock
from playground.commands import Commands
from playground.faults import Fault, Faults, Rule
from playground.feed import Feed
from playground.files import Files
from playground.limiter import Limiter
from playground.members import bot_may_read, member_json
from playground.messages import Content, Message, MessageDetails
from playground.people import Person
from playground.shapes import Json, JsonObject
from playground.stage import Stage, StripItem
from playground.updates import Update, Updates
from playground.webhook import Webhook

_HOUR = timedelta(hours=1)

OnTime = Callable[[timedelta], Awaitable[None]]
TOKEN_ALPHABET = string.ascii_letters + string.digits + "_-"


@dataclass(slots=True)
class Tap:
    person: Person
    message: Message
    data: str
    created: float
    answered: bool = False


class Telegram:
    def __init__(
        self,
        *,
        limits: bool = True,
        seed: int = 0,
        speed: float = 1.0,
        token: str | None = None,
        on_time: OnTime | None = None,
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
        self.updates = Updates(self.clock, random.Random(seed + 1), self._received)
        self.files = Files(random.Random(seed + 2))
        self.faults = Faults(random.Random(seed + 3))
        self.limiter = Limiter(enabled=limits)
        self.calls = Calls()
        self.feed = Feed()
        self.commands = Commands()
        self.descriptions: dict[tuple[str, str], str] = {}  # by field and language
        self.taps: dict[str, Tap] = {}
        self.webhook: Webhook | None = None
        self.on_time = on_time  # tells the bot that the page's button has moved the clock
        self.cast = Stage()
        self.strip: tuple[StripItem, ...] | None = None  # nobody shows one

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

    def stage(
        self,
        customers: Sequence[Person] = (),
        groups: Sequence[Group] = (),
        staff: Sequence[Person] = (),
        managers: Sequence[Person] = (),
    ) -> None:
        """Gives the page its three phones. Without it everybody is a customer and every group is shown."""
        self.cast = Stage(customers, groups, staff, managers)
        self.feed.publish("people")

    def show_strip(self, items: Iterable[StripItem]) -> None:
        """What is on its way between the phones and the bot; cheap when nothing has changed."""
        strip = tuple(items)
        if strip != self.strip:
            self.strip = strip
            self.feed.publish("strip")

    @property
    def network_fails(self) -> bool:
        return self.faults.outage is not None

    def cut_network(self) -> None:
        """Until `mend_network` no call of the bot gets through, nor does a waiting one come back."""
        self.faults.outage = Rule(Fault.RESET_BEFORE)
        self.updates.added.ring()
        self.feed.publish("network")

    def mend_network(self) -> None:
        self.faults.outage = None
        self.updates.added.ring()
        self.feed.publish("network")

    async def pass_time(self, passed: timedelta) -> None:
        """Moves the clock and tells the bot, which knows nothing of the playground's clock.

        An hour at most at a time: at a stroke a day would begin and end in the same quiet hours, and what the
        bot says in between would bear the date of its end.
        """
        while passed > timedelta():
            step = min(passed, _HOUR)
            passed -= step
            self.clock.advance(step.total_seconds())
            self.feed.publish("time")
            if self.on_time is not None:
                await self.on_time(step)

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
        if isinstance(message.chat, Group) and not bot_may_read(message.chat, message):
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

    def tell_member(self, group: Group, person: Person, old: str, status: str) -> None:
        """A bot hears of others while it is an administrator, and only if it asked for such updates."""
        if not group.bot_is_admin:
            return
        payload: dict[str, Json] = {
            "chat": group.json(),
            "from": person.json(),
            "date": int(self.clock.now()),
            "old_chat_member": member_json(person.json(), old),
            "new_chat_member": member_json(person.json(), status),
        }
        self.updates.add("chat_member", payload, f"members {group.id}")

    def tell_reaction(
        self, person: Person, message: Message, old: list[JsonObject], new: list[JsonObject]
    ) -> Update | None:
        """A bot hears of them in private, and as an administrator in groups, if it asked for such updates."""
        chat = message.chat
        if isinstance(chat, Group) and not chat.bot_is_admin:
            return None
        payload: dict[str, Json] = {
            "chat": chat.json(),
            "message_id": message.id,
            "user": person.json(),
            "date": int(self.clock.now()),
            "old_reaction": list(old),
            "new_reaction": list(new),
        }
        return self.updates.add("message_reaction", payload, f"reactions {chat.id}")

    def menu(self, chat: Chat, person: Person) -> list[JsonObject]:
        """The commands that the person's phone offers in this chat."""
        if isinstance(chat, Group):
            _, status = chat.members.get(person.id, (person, "left"))
            return self.commands.in_group(chat.id, person.id, status, person.language)
        return self.commands.in_private(chat.id, person.language)

    def bot_member(self, chat: Chat, status: str) -> JsonObject:
        topics = isinstance(chat, Group) and chat.can_manage_topics
        return member_json(self.bot_user, status, can_manage_topics=topics)

    def set_webhook(self, webhook: Webhook | None) -> None:
        self.webhook = webhook
        self.updates.added.ring()  # a waiting getUpdates learns that it may not go on

    def new_tap(self, person: Person, message: Message, data: str) -> str:
        tap_id = str(self.random.randrange(10**17, 10**18))
        self.taps[tap_id] = Tap(person, message, data, self.clock.now())
        return tap_id

    def new_album(self) -> str:
        return str(self.random.randrange(10**16, 10**17))

    def _received(self, message: Message) -> None:
        """Also for taps, whose message is the bot's own: the page counts what Telegram still holds."""
        message.received = message.received or not message.from_bot
        self.feed.publish("received", message.chat, message)

    def _word(self, length: int) -> str:
        return "".join(self.random.choices(TOKEN_ALPHABET, k=length))

"""Who wrote or pressed, where, and what it changed: the two sides of the access table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from sqlalchemy import Connection, select

from handlers.router import dispatcher
from handlers.shared.app_context import SUPPORT_CHAT
from handlers.shared.filters import Button
from storage import installation, tables
from storage.cases import counters
from storage.effects import Effects, flush
from storage.people import settings, staff
from storage.rows import Case, Installation, Place, Staff
from storage.states import CopySign
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.roles import Role
from tests.groups import FORUM
from tests.harness import Harness, SentCall, app_context
from tests.updates import ANNA, BORIS, GROUP, ZOYA, Person, Raw, message, said, sent, tapped, update

_DESK = int(FORUM["id"])
TOPIC = 77
CARD = 78
PLACES_OF_CASES = {"topic:1": (TOPIC, None), "card:1": (None, CARD)}

LENA = Person(500_000_401, "Лена", "ru")
VERA = Person(500_000_402, "Вера", "ru")
KLIM = Person(500_000_403, "Клим", "ru")


class Who(StrEnum):
    STRANGER = "stranger"
    CUSTOMER = "customer"
    REMOVED = "removed"
    SUPPORT = "support"
    MANAGER = "manager"
    OWNER = "owner"


PEOPLE: Mapping[Who, Person] = {
    Who.STRANGER: ZOYA,
    Who.CUSTOMER: ANNA,
    Who.REMOVED: KLIM,
    Who.SUPPORT: VERA,
    Who.MANAGER: LENA,
    Who.OWNER: BORIS,
}
"""Those who may do nothing come first: what they try must find everything as it was."""

EVERYONE = frozenset(Who)
TEAM = frozenset({Who.SUPPORT, Who.MANAGER, Who.OWNER})
NUMBERS = frozenset({Who.MANAGER, Who.OWNER})
OWNERS = frozenset({Who.OWNER})
NOBODY: frozenset[Who] = frozenset()


class Where(StrEnum):
    PRIVATE = "private"
    GROUP = "some group"
    TOPIC = "topic of a case"
    ANONYMOUS = "anonymous administrator"
    CHANNEL_POST = "channel post"
    LINKED = "post of the linked channel"
    FORWARDED = "forwarded"
    FORWARDED_TOPIC = "forwarded into a topic"


_CHANNEL = {"id": -1_001_000_000_888, "type": "channel", "title": "Новости"}
_IN_TOPIC = {"chat": FORUM, "message_thread_id": TOPIC, "is_topic_message": True}
_ORIGIN = {"type": "user", "sender_user": BORIS.user, "date": 1_790_000_000}


_AROUND: Mapping[Where, Raw] = {
    Where.PRIVATE: {},
    Where.GROUP: {"chat": GROUP},
    Where.TOPIC: _IN_TOPIC,
    Where.ANONYMOUS: _IN_TOPIC | {"sender_chat": FORUM},
    Where.LINKED: _IN_TOPIC | {"sender_chat": _CHANNEL, "is_automatic_forward": True},
    Where.FORWARDED: {"forward_origin": _ORIGIN},
    Where.FORWARDED_TOPIC: _IN_TOPIC | {"forward_origin": _ORIGIN},
}


def spoken(person: Person, text: str, where: Where) -> Raw:
    """The text as a command in that place."""
    if where is Where.CHANNEL_POST:
        post = message(person, text=text, chat=_CHANNEL, sender_chat=_CHANNEL)
        return update(channel_post={name: value for name, value in post.items() if name != "from"})
    return said(person, text, **_AROUND[where])


def pressed(person: Person, data: str, where: Where) -> Raw:
    """A button under a message in that place; whoever forwards a message takes no button along."""
    under = {"message_id": CARD, "date": 1_790_000_000, "text": "…", "chat": person.chat}
    return tapped(person, data, message=under | _AROUND[where])


async def reload(harness: Harness) -> None:
    """Everybody in their role, and a case with its topic in the support chat."""
    known = [sent(person, text="привет") for who, person in PEOPLE.items() if who is not Who.STRANGER]
    await harness.deliver(*known)
    anna = next(row for row in await harness.customers() if row["telegram_id"] == ANNA.id)
    now = harness.fake_clock.now

    def work(connection: Connection) -> None:
        for person, role in ((VERA, Role.SUPPORT), (LENA, Role.MANAGER), (KLIM, Role.MANAGER)):
            staff.enroll(connection, Staff(person.id, role, now, person.name))
        staff.revoke(connection, KLIM.id, now)
        settings.store_setting(connection, SUPPORT_CHAT, {"id": _DESK, "is_forum": True})
        settings.store_setting(connection, f"group:{_DESK}", _GROUP_IS_READY)
        for person in PEOPLE.values():
            settings.store_setting(connection, f"setup:{person.id}", _SETTING_UP)
        held = CopySign.RESTORED
        installation.store(connection, Installation("one", held_at=now, held_why=held, told_at=now))
        effects = Effects()
        case = Case(
            harness.ids.next(),
            1,
            anna["id"],
            CaseSource.COMPLAINT,
            Status.OPEN,
            now.date(),
            now,
            chat_id=_DESK,
        )
        effects.add(case)
        counters.skip(connection, counters.CASES, 1)
        for name, (thread, message_id) in PLACES_OF_CASES.items():
            effects.add(Place(name, _DESK, thread, message_id, filled_at=now))
        flush(connection, [effects])

    await harness.database.write(work)
    await harness.contexts.reload(harness.database)
    await harness.told()


_GROUP_IS_READY = {"title": "Поддержка", "is_forum": True, "is_administrator": True, "manages_topics": True}

_SETTING_UP = {"step": "language", "asked_at": "2026-10-15T09:00:00+00:00", "language": "ru", "name": "…"}
"""Everybody is in the middle of it, so that only the right to it makes a difference."""

_WATCHED = (
    *(tables.cases, tables.staff, tables.invitations, tables.settings, tables.plans, tables.consents),
    *(tables.churn_sessions, tables.conversations, tables.answers, tables.counters, tables.jobs),
    tables.installation,
)


@dataclass(frozen=True)
class Outcome:
    """What letters changed and said."""

    told: list[SentCall]
    has_changed: bool

    @property
    def words(self) -> set[str]:
        return {str(one.body.get("text", one.body.get("caption", one.method))) for one in self.told}

    def is_nothing(self, refusals: frozenset[str] = frozenset()) -> bool:
        return not self.has_changed and self.words <= refusals


async def outcome(harness: Harness, *arrived: Raw) -> Outcome:
    before = await harness.database.read(_books)
    told = await harness.deliver(*arrived)
    after = await harness.database.read(_books)
    # Whoever speaks to us in private becomes a customer: what was not there before is no change.
    return Outcome(told, any(after.get(key) != value for key, value in before.items()))


def _books(connection: Connection) -> dict[str, Any]:
    """Everything that a command or a button may change, by table and, of people, one by one."""
    books: dict[str, Any] = {
        table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
        for table in _WATCHED
    }
    for row in connection.execute(select(tables.customers)):
        books[f"customer {row.id}"] = tuple(row)
    return books


def routers(of: Router | None = None) -> Iterator[Router]:
    router = of or dispatcher()
    yield router
    for inner in router.sub_routers:
        yield from routers(inner)


def commands() -> set[str]:
    """Every command that some handler listens to."""
    return {
        str(name)
        for router in routers()
        for handler in router.observers["message"].handlers
        for found in handler.filters or ()
        if isinstance(found.callback, Command)
        for name in found.callback.commands
    }


def buttons() -> set[str]:
    """The first word of the data of every button that some handler listens to."""
    return {
        found.callback.word
        for router in routers()
        for handler in router.observers["callback_query"].handlers
        for found in handler.filters or ()
        if isinstance(found.callback, Button)
    }


def text(name: str, **values: str) -> str:
    return app_context().texts.text("ru", name, **values)

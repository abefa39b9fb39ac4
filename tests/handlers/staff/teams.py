"""A team in a harness: who is enrolled, fresh links, and what stands in the tables."""

import re
from collections.abc import Mapping
from typing import Any

from storage import tables
from storage.people import staff
from storage.rows import Staff
from surveys.roles import Role
from tests.harness import Harness
from tests.updates import BORIS, Person, said, tapped

LENA = Person(500_000_401, "Лена", "ru")
VERA = Person(500_000_402, "Вера", "ru")
OLEG = Person(500_000_403, "Олег", "ru")
INGA = Person(500_000_404, "Инга", "ru")


async def meet(harness: Harness, *people: Person) -> None:
    """They have spoken to the bot."""
    await harness.deliver(*(said(person, "/privacy") for person in people))


async def enroll(harness: Harness, person: Person, role: Role) -> None:
    """Known to the bot and of the team, without a link."""
    await meet(harness, person)
    member = Staff(person.id, role, harness.fake_clock.now, person.name, BORIS.id)
    await harness.database.write(staff.enroll, member)


async def fresh_link(harness: Harness, inviter: Person, role: Role) -> str:
    """The payload of a fresh link, as the inviter gets it."""
    told = await harness.deliver(tapped(inviter, f"invite:{role}"))
    [found] = [
        match for one in told if not one.is_menu and (match := re.search(r"start=(inv_\S+)", one.text))
    ]
    return found[1]


async def role_of(harness: Harness, person: Person) -> Role | None:
    return (await harness.database.read(staff.roles_of, [person.id])).get(person.id)


async def row_of(harness: Harness, person: Person) -> Mapping[str, Any]:
    [row] = [row for row in await harness.rows(tables.staff) if row["telegram_id"] == person.id]
    return row


async def spent_by(harness: Harness) -> list[int | None]:
    """Who used each link, in the order in which the links were made; None for one that is unused."""
    return [row["used_by"] for row in await harness.rows(tables.invitations)]


async def open_link(harness: Harness, person: Person, payload: str) -> str:
    """What somebody who follows a link is told; owners are told of it in their own chats."""
    told = await harness.deliver(said(person, f"/start {payload}"))
    [own] = [one for one in told if not one.is_menu and one.body["chat_id"] == person.id]
    return own.text

"""Enrolment: a link works once, in time, for one person; what was revoked is revoked at once."""

import asyncio
from datetime import UTC, datetime, timedelta

from storage.engines.database import Database
from storage.ids import Ids
from storage.people import staff
from storage.people.staff import VALID_FOR
from storage.rows import Staff

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BORIS, ZOYA = 501, 502


async def _link(database: Database, role: str = "support") -> str:
    return await database.write(staff.invite, Ids().next(), role, BORIS, NOW)


async def test_a_link_is_spent_by_the_first_who_uses_it(database: Database) -> None:
    token = await _link(database)
    used = await database.write(staff.use, token, BORIS, NOW)
    assert used is not None
    assert used.role == "support"
    assert await database.write(staff.use, token, ZOYA, NOW) is None


async def test_two_people_with_one_link_at_once_make_one_member(database: Database) -> None:
    token = await _link(database)
    people = [database.write(staff.use, token, person, NOW) for person in range(20)]
    assert sum(used is not None for used in await asyncio.gather(*people)) == 1


async def test_a_link_ends_after_its_time(database: Database) -> None:
    token = await _link(database)
    assert await database.write(staff.use, token, ZOYA, NOW + VALID_FOR + timedelta(seconds=1)) is None


async def test_a_guessed_link_opens_nothing(database: Database) -> None:
    await _link(database)
    assert await database.write(staff.use, "guessed", ZOYA, NOW) is None


async def test_an_enrolled_person_gets_the_newer_role(database: Database) -> None:
    for role in ("support", "manager"):
        await database.write(staff.enroll, Staff(BORIS, role, NOW, name="Boris"))
    assert [member.role for member in await database.read(staff.members)] == ["manager"]


async def test_a_revoked_member_is_gone_until_enrolled_again(database: Database) -> None:
    await database.write(staff.enroll, Staff(BORIS, "support", NOW))
    assert await database.write(staff.revoke, BORIS, NOW)
    assert not await database.write(staff.revoke, BORIS, NOW)
    assert await database.read(staff.members) == []
    await database.write(staff.enroll, Staff(BORIS, "support", NOW))
    assert len(await database.read(staff.members)) == 1

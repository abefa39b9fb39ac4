"""Enrolment: a link works once, in time, for one person; what was revoked is revoked at once."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from storage.engines.database import Database
from storage.ids import Ids
from storage.people import staff
from storage.people.staff import VALID_FOR
from storage.rows import Staff
from surveys.roles import Role

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BORIS, ZOYA = 501, 502


async def _link(database: Database, role: Role = Role.SUPPORT) -> str:
    return await database.write(staff.invite, Ids().next(), role, BORIS, NOW)


async def test_a_link_is_spent_by_the_first_who_uses_it(database: Database) -> None:
    token = await _link(database)
    used = await database.write(staff.use, token, BORIS, NOW)
    assert used is not None
    assert used.role is Role.SUPPORT
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
    for role in (Role.SUPPORT, Role.MANAGER):
        await database.write(staff.enroll, Staff(BORIS, role, NOW, name="Boris"))
    assert [member.role for member in await database.read(staff.members)] == [Role.MANAGER]


async def test_a_revoked_member_is_gone_until_enrolled_again(database: Database) -> None:
    await database.write(staff.enroll, Staff(BORIS, Role.SUPPORT, NOW))
    assert await database.write(staff.revoke, BORIS, NOW)
    assert not await database.write(staff.revoke, BORIS, NOW)
    assert await database.read(staff.members) == []
    await database.write(staff.enroll, Staff(BORIS, Role.SUPPORT, NOW))
    assert len(await database.read(staff.members)) == 1


async def test_a_role_that_this_program_does_not_know_gives_no_rights(database: Database) -> None:
    await database.write(staff.enroll, Staff(BORIS, Role.SUPPORT, NOW))
    await database.write(lambda connection: connection.execute(text("UPDATE staff SET role = 'auditor'")))
    assert await database.read(staff.members) == []
    assert await database.read(staff.roles_of, [BORIS]) == {}

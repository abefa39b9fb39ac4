"""The rows of digests: planned anew until they are taken, taken once and marked as sent once."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from storage import weekly_digests
from storage.engines.database import Database
from storage.weekly_digests import AskedCases, DigestSetting, DueDigest
from tests.storage.history import case, keep
from tests.storage.samples import NOW, customer

WEEK = date(2026, 11, 2)
FIRST, OTHER = DueDigest(1, WEEK, NOW), DueDigest(2, WEEK, NOW + timedelta(hours=1))


async def test_a_plan_replaces_what_is_not_taken_yet(database: Database) -> None:
    await database.write(weekly_digests.plan, [FIRST, OTHER])
    later = replace(FIRST, due_at=NOW + timedelta(hours=2))
    await database.write(weekly_digests.plan, [later])
    assert await database.read(weekly_digests.planned) == [later]
    assert not await database.write(weekly_digests.take, later, NOW)
    await database.write(weekly_digests.plan, [FIRST])
    assert await database.write(weekly_digests.take, FIRST, NOW)
    await database.write(weekly_digests.plan, [later])
    assert await database.read(weekly_digests.planned) == []
    assert await database.read(weekly_digests.taken, WEEK) == {1}
    await database.write(weekly_digests.plan, [])
    assert await database.read(weekly_digests.taken, WEEK) == {1}


async def test_of_eight_at_the_same_moment_one_takes_and_one_sends(database: Database) -> None:
    await database.write(weekly_digests.plan, [FIRST])
    taking = (database.write(weekly_digests.take, FIRST, NOW) for _ in range(8))
    assert sum(await asyncio.gather(*taking)) == 1
    sending = (database.write(weekly_digests.mark_sent, 1, WEEK, [], NOW) for _ in range(8))
    assert sum(await asyncio.gather(*sending)) == 1
    assert not await database.write(weekly_digests.mark_sent, 2, WEEK, [], NOW)


async def test_an_answer_or_the_end_of_a_case_is_what_was_asked_for(database: Database) -> None:
    anna = customer()
    waits, closed = case(anna, NOW), case(anna, NOW, closed_at=NOW)
    answered = replace(case(anna, NOW), first_reply_at=NOW)
    await keep(database, anna, waits, closed, answered)
    await database.write(weekly_digests.plan, [FIRST, OTHER])
    assert await database.read(weekly_digests.asked_cases, 1, WEEK) is None
    ids = [waits.id, closed.id, answered.id]
    await database.write(weekly_digests.mark_sent, 1, WEEK, ids, NOW)
    assert await database.read(weekly_digests.asked_cases, 1, WEEK) == AskedCases(3, 2)
    await database.write(weekly_digests.mark_sent, 2, WEEK, [], NOW)
    assert await database.read(weekly_digests.asked_cases, 2, WEEK) is None


async def test_each_has_a_choice_of_their_own(database: Database) -> None:
    await database.write(weekly_digests.choose, 1, DigestSetting(7))
    await database.write(weekly_digests.choose, 1, DigestSetting(11, is_on=False))
    assert await database.read(weekly_digests.settings, [1, 2]) == {1: DigestSetting(11, is_on=False)}
    await database.write(weekly_digests.plan, [FIRST])
    assert await database.write(weekly_digests.forget, WEEK) == 0
    assert await database.write(weekly_digests.forget, WEEK + timedelta(days=1)) == 1

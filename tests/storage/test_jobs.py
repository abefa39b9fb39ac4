"""Slow work as rows: done by one process at a time, taken over when that process is gone."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from storage import jobs
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.engines.factory import open_database
from storage.jobs import PoolShare
from storage.rows import Job
from storage.tables import jobs as table
from tests.storage.samples import NOW

LEASE = NOW + timedelta(minutes=10)
AFTER = LEASE + timedelta(seconds=1)


def _job(job_id: int, key: str | None = None, due_at: datetime = NOW) -> Job:
    return Job(job_id, "recount", {"n": job_id}, due_at, key=key)


def _share(*kinds: str, limit: int = 1, now: datetime = NOW) -> PoolShare:
    return PoolShare(kinds, limit, now + (LEASE - NOW))


async def _claim(database: Database, now: datetime = NOW) -> Job | None:
    claimed = await database.write(jobs.claim, [_share("recount", now=now)], now)
    return claimed[0] if claimed else None


def _states(connection: Connection) -> dict[int, tuple[object, ...]]:
    found = connection.execute(select(table.c.id, table.c.state, table.c.tries, table.c.error))
    return {row.id: tuple(row)[1:] for row in found}


async def test_jobs_are_taken_when_they_are_due_the_earliest_first(database: Database) -> None:
    for job in (_job(1), _job(2, due_at=NOW - timedelta(hours=1)), _job(3, due_at=NOW + timedelta(hours=1))):
        assert await database.write(jobs.add, job)
    taken = [await _claim(database) for _ in range(3)]
    assert [job and job.id for job in taken] == [2, 1, None]
    assert taken[0] is not None
    assert taken[0].args == {"n": 2}


async def test_each_share_takes_its_kinds_and_no_more_than_it_has_room_for(database: Database) -> None:
    for number, kind in enumerate(["picture", "fetch_file", "picture", "report", "fetch_file", "fetch_file"]):
        await database.write(jobs.add, Job(number, kind, {}, NOW))
    shares = [_share("picture"), _share("fetch_file", "voice", limit=2)]
    claimed = await database.write(jobs.claim, shares, NOW)
    assert [job.id for job in claimed] == [0, 1, 4]
    assert await database.write(jobs.claim, [_share("of_a_newer_version", limit=9)], NOW) == []


async def test_one_of_many_claimers_gets_a_job(database: Database) -> None:
    await database.write(jobs.add, _job(1))
    claims = await asyncio.gather(*(_claim(database) for _ in range(30)))
    assert [job.id for job in claims if job] == [1]


async def test_claimers_of_two_processes_share_the_jobs(database: Database, database_url: str) -> None:
    for number in range(20):
        await database.write(jobs.add, _job(number))
    async with open_database(database_url) as other:
        claims = await asyncio.gather(*(_claim(one) for _ in range(15) for one in (database, other)))
    assert sorted(job.id for job in claims if job) == list(range(20))


async def test_a_second_job_of_a_key_waits_for_the_end_of_the_first(database: Database) -> None:
    assert await database.write(jobs.add, _job(1, "recount"))
    assert not await database.write(jobs.add, _job(2, "recount"))
    first = await _claim(database)
    assert first is not None
    assert not await database.write(jobs.add, _job(2, "recount"))
    assert await database.write(jobs.finish, first, NOW)
    assert await database.write(jobs.add, _job(3, "recount"))
    assert await database.read(_states) == {1: ("done", 1, None), 3: ("ready", 0, None)}


async def _decide(database: Database, *decided: Job) -> None:
    effects = Effects()
    for job in decided:
        effects.add(job)
    await database.write(flush, [effects])


async def test_of_jobs_that_handlers_ask_for_under_one_key_the_last_is_done(database: Database) -> None:
    await _decide(database, _job(1, "picture"), _job(2, "picture"), _job(3, "other"), _job(4), _job(5))
    await _decide(database, _job(6, "picture"))
    assert sorted(await database.read(_states)) == [3, 4, 5, 6]
    taken = [await _claim(database) for _ in range(5)]
    assert sorted((job.id, job.args["n"]) for job in taken if job) == [(3, 3), (4, 4), (5, 5), (6, 6)]


async def test_who_works_on_a_replaced_job_ends_nothing(database: Database) -> None:
    await _decide(database, _job(1, "picture"))
    first = await _claim(database)
    assert first is not None
    await _decide(database, _job(2, "picture"))
    assert not await database.write(jobs.finish, first, NOW)
    await database.write(jobs.fail, first, "TimeoutError", None, NOW)
    assert await database.read(_states) == {2: ("ready", 0, None)}
    second = await _claim(database)
    assert second is not None
    assert await database.write(jobs.finish, second, NOW)


async def test_jobs_without_a_key_do_not_wait(database: Database) -> None:
    assert await database.write(jobs.add, _job(1))
    assert await database.write(jobs.add, _job(2))


async def test_a_job_is_taken_over_when_its_lease_ran_out(database: Database) -> None:
    await database.write(jobs.add, _job(1))
    assert await _claim(database)
    assert await _claim(database, LEASE) is None
    again = await _claim(database, AFTER)
    assert again is not None
    assert again.tries == 1
    assert await _claim(database, AFTER) is None


async def test_who_takes_the_lead_takes_over_what_an_earlier_life_was_at(database: Database) -> None:
    await database.write(jobs.add, Job(1, "picture", {}, NOW))
    await database.write(jobs.claim, [_share("picture")], NOW)
    assert await database.write(jobs.claim, [_share("picture")], NOW) == []
    assert await database.write(jobs.release, NOW) == 1
    [again] = await database.write(jobs.claim, [_share("picture")], NOW)
    assert (again.id, again.tries) == (1, 1)


async def test_a_job_that_ends_its_process_each_time_is_given_up(database: Database) -> None:
    await database.write(jobs.add, Job(1, "picture", {}, NOW, key="place"))
    for _ in range(jobs.TRIES):
        assert len(await database.write(jobs.claim, [_share("picture")], NOW)) == 1
        await database.write(jobs.release, NOW)
    assert await database.write(jobs.claim, [_share("picture")], NOW) == []
    assert await database.write(jobs.add, Job(2, "picture", {}, NOW, key="place")), "its key is free"


async def test_who_lost_the_lease_changes_nothing_any_more(database: Database) -> None:
    await database.write(jobs.add, _job(1, "recount"))
    first = await _claim(database)
    second = await _claim(database, AFTER)
    assert first is not None
    assert second is not None
    await database.write(jobs.fail, first, "TimeoutError", NOW, AFTER)
    assert not await database.write(jobs.finish, first, AFTER)
    assert await database.read(_states) == {1: ("running", 2, None)}
    assert not await database.write(jobs.add, _job(2, "recount"))
    await database.write(jobs.finish, second, AFTER)
    assert await database.read(_states) == {1: ("done", 2, None)}


async def test_a_failed_job_comes_again_later_and_in_the_end_no_more(database: Database) -> None:
    await database.write(jobs.add, _job(1, "recount"))
    first = await _claim(database)
    assert first is not None
    await database.write(jobs.fail, first, "E" * 300, AFTER, NOW)
    assert await database.read(_states) == {1: ("ready", 1, "E" * 200)}
    assert not await database.write(jobs.add, _job(2, "recount"))
    assert await _claim(database) is None
    last = await _claim(database, AFTER)
    assert last is not None
    assert last.tries == 1
    await database.write(jobs.fail, last, "TimeoutError", None, AFTER)
    assert await database.read(_states) == {1: ("failed", 2, "TimeoutError")}
    assert await _claim(database, AFTER + timedelta(days=9)) is None
    assert await database.write(jobs.add, _job(2, "recount"))


async def test_a_claim_that_is_rolled_back_leaves_the_job(database: Database) -> None:
    await database.write(jobs.add, _job(1))

    def claimed_then_lost(connection: Connection) -> None:
        assert jobs.claim(connection, [_share("recount")], NOW)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await database.write(claimed_then_lost)
    assert await _claim(database)


async def test_a_job_that_ends_its_process_each_time_is_left_alone(database: Database) -> None:
    await database.write(jobs.add, _job(1))
    moments = [NOW + number * timedelta(minutes=11) for number in range(7)]
    taken = [await _claim(database, moment) for moment in moments]
    assert [job is not None for job in taken] == [True] * 5 + [False] * 2


async def test_ended_jobs_are_forgotten_and_others_are_not(database: Database) -> None:
    await database.write(jobs.add, _job(1))
    await database.write(jobs.add, _job(2))
    job = await _claim(database)
    assert job is not None
    await database.write(jobs.finish, job, NOW)
    assert await database.write(jobs.forget, NOW) == 0
    assert await database.write(jobs.forget, AFTER) == 1
    assert list(await database.read(_states)) == [2]


async def test_a_job_is_to_be_waited_for_from_when_it_is_due_until_it_ends_or_nobody_is_at_it(
    database: Database,
) -> None:
    await database.write(jobs.add, _job(1, due_at=NOW))
    assert not await database.read(jobs.is_any_due, NOW - timedelta(seconds=1))
    assert await database.read(jobs.is_any_due, NOW)
    job = await _claim(database)
    assert await database.read(jobs.is_any_due, LEASE)
    assert not await database.read(jobs.is_any_due, AFTER)
    assert job is not None
    assert await database.write(jobs.finish, job, NOW)
    assert not await database.read(jobs.is_any_due, NOW)

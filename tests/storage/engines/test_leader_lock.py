"""One process of a database leads; another takes over as soon as it is gone."""

import asyncio
import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engines.advisory_lock import AdvisoryLock
from storage.engines.database import Database
from storage.engines.errors import is_passing
from storage.engines.factory import open_database
from storage.engines.leader_lock import FileLock, LeaderLock, leader_lock
from tests.storage import outside

ROOT = Path(__file__).parents[3]
LEADS = """
import asyncio, sys
from storage.engines.leader_lock import leader_lock

async def lead():
    async with leader_lock(sys.argv[1]) as seat:
        print(await seat.acquire(), flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(lead())
"""
_END_LOCKERS = """
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_locks
WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def _leader(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has taken the seat and holds it while it lives."""
    process = subprocess.Popen(
        [sys.executable, "-c", LEADS, url], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        try:
            yield process
        finally:
            process.kill()


async def _takes(seat: LeaderLock) -> bool:
    """Within ten seconds; a server notices a death a moment later than we do."""
    async with asyncio.timeout(10):
        while not await seat.acquire():  # noqa: ASYNC110  # another process dies without telling
            await asyncio.sleep(0.02)
    return True


async def test_of_two_seats_only_one_is_taken(empty_url: str) -> None:
    async with leader_lock(empty_url) as first, leader_lock(empty_url) as second:
        assert await first.acquire()
        assert not await second.acquire()
        assert not await second.acquire()
        assert await first.is_held()


async def test_a_seat_that_is_left_can_be_taken(empty_url: str) -> None:
    async with leader_lock(empty_url) as second:
        async with leader_lock(empty_url) as first:
            assert await first.acquire()
        assert await _takes(second)


async def test_a_seat_is_free_when_its_process_is_killed(empty_url: str) -> None:
    async with leader_lock(empty_url) as seat:
        with _leader(empty_url) as leader:
            assert not await seat.acquire()
            leader.kill()
            leader.wait()
            assert await _takes(seat)


async def test_the_leader_of_another_database_does_not_matter(
    database: Database, postgres_url: str, tmp_path: Path
) -> None:
    other = f"sqlite:///{tmp_path}/other.db" if database.is_embedded else postgres_url
    async with leader_lock(database.url) as ours, leader_lock(other) as theirs:
        assert await ours.acquire()
        assert await theirs.acquire()


async def test_the_lock_does_not_stand_in_the_way_of_the_database(database: Database) -> None:
    async with leader_lock(database.url) as seat:
        assert await seat.acquire()
        async with database.writing() as transaction:
            await transaction.commit(lambda found: None)
        assert await seat.is_held()


async def test_the_lead_is_lost_with_the_connection_that_held_it(postgres_url: str) -> None:
    async with leader_lock(postgres_url) as seat, leader_lock(postgres_url) as other:
        assert isinstance(seat, AdvisoryLock)
        assert not await seat.is_held()
        assert await seat.acquire()
        assert outside.execute(postgres_url, _END_LOCKERS) == 1
        assert not await seat.is_held()
        assert not await seat.is_held()
        assert await other.acquire()


async def test_a_lost_lead_can_be_won_back(postgres_url: str) -> None:
    async with leader_lock(postgres_url) as seat:
        assert await seat.acquire()
        outside.execute(postgres_url, _END_LOCKERS)
        assert not await seat.is_held()
        assert await seat.acquire()
        assert await seat.is_held()


async def test_a_child_does_not_hold_the_lead_of_its_dead_parent(tmp_path: Path) -> None:
    """Heavy work runs in a process of its own, which may outlive us for a moment."""
    url = f"sqlite:///{tmp_path}/otklik.db"
    async with leader_lock(url) as second:
        async with leader_lock(url) as first:
            assert isinstance(first, FileLock)
            assert await first.acquire()
            child = await asyncio.create_subprocess_exec("sleep", "60", close_fds=False)
        try:
            assert await second.acquire()
        finally:
            child.kill()
            await child.wait()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
async def test_an_address_without_a_file_has_no_seat(url: str) -> None:
    with pytest.raises(ValueError, match="names a file"):
        async with leader_lock(url):
            pass


async def test_the_lead_is_lost_with_the_file_of_the_lock(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/otklik.db"
    async with leader_lock(url) as first, leader_lock(url) as second:
        assert await first.acquire()
        os.unlink(f"{tmp_path}/otklik.db.lock")
        assert not await first.is_held()
        assert await second.acquire()
        assert not await first.acquire()
        assert await second.is_held()


async def test_a_file_and_a_link_to_it_have_one_leader(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to("otklik.db")
    async with (
        leader_lock(f"sqlite:///{tmp_path}/otklik.db") as first,
        leader_lock(f"sqlite:///{tmp_path}/link.db") as second,
    ):
        assert await first.acquire()
        assert not await second.acquire()
    async with open_database(f"sqlite:///{tmp_path}/link.db"):
        assert (tmp_path / "link.db").is_symlink()
        assert (tmp_path / "otklik.db-wal").exists()


@pytest.mark.parametrize("moved", [True, False])
async def test_a_lock_whose_file_was_replaced_is_won_back_on_the_new_file(
    tmp_path: Path, moved: bool
) -> None:
    path = f"{tmp_path}/otklik.db.lock"
    async with leader_lock(f"sqlite:///{tmp_path}/otklik.db") as lock:
        assert await lock.acquire()
        os.rename(path, f"{path}.away")
        if moved:
            os.close(os.open(path, os.O_CREAT))
        assert not await lock.is_held()
        assert await lock.acquire()
        assert await lock.is_held()


async def test_a_leader_that_is_frozen_is_replaced_and_writes_nothing_afterwards(postgres_url: str) -> None:
    """It is frozen when its loop no longer runs: nothing asks the server. Here nobody keeps it alive."""
    frozen, other = AdvisoryLock(postgres_url), AdvisoryLock(postgres_url, frozen_after_s=0.5)
    async with open_database(postgres_url) as database:
        database.guard_by(frozen.may_write)
        await database.write(lambda found: found.execute(text("CREATE TABLE kept (id integer)")))
        assert await frozen.acquire()
        # Both connections have one name, since both are of this process: the other's is what it ends.
        other._address = dataclasses.replace(other._address, name="other")
        assert not await other.acquire()
        assert await frozen.is_held()
        assert await _takes(other)
        for _ in range(3):
            with pytest.raises(Exception) as refusal:  # noqa: PT011  # which error it is differs by engine
                await database.write(lambda found: found.execute(text("INSERT INTO kept VALUES (1)")))
            assert is_passing(refusal.value)
        assert not await frozen.is_held()
        assert not await frozen.acquire()
        await other.release()
        assert await _takes(frozen)
        await database.write(lambda found: found.execute(text("INSERT INTO kept VALUES (2)")))
        assert await database.read(
            lambda found: found.execute(text("SELECT id FROM kept")).scalars().all()
        ) == [2]
        await frozen.release()


async def test_a_leader_that_is_kept_alive_is_not_replaced(postgres_url: str) -> None:
    first, second = AdvisoryLock(postgres_url), AdvisoryLock(postgres_url, frozen_after_s=1)
    assert await first.acquire()
    ends = asyncio.get_running_loop().time() + 2.5
    while asyncio.get_running_loop().time() < ends:
        assert await first.is_held()
        assert not await second.acquire()
        await asyncio.sleep(0.2)
    await first.release()


async def test_a_lock_that_the_server_no_longer_knows_is_lost(postgres_url: str) -> None:
    """A pooler goes on with another connection of the server's, which does not hold it."""
    lock = AdvisoryLock(postgres_url)
    assert await lock.acquire()
    assert lock._connection is not None
    await lock._connection.execute("SELECT pg_advisory_unlock_all()")
    assert not await lock.is_held()
    await lock.release()

"""The spawned processes: one work at a time, replaced when they die, ended when idle, never left behind."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from bot.jobs.kind import Pool, process_pools
from bot.jobs.process_pool import IDLE_S, ProcessPool

ROOT = Path(__file__).parents[3]


class Seconds:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def pool(seconds: Seconds) -> AsyncIterator[ProcessPool]:
    pool = ProcessPool(monotonic=seconds)
    yield pool
    pool.end()


async def test_work_is_done_one_after_the_other_in_the_same_process(pool: ProcessPool) -> None:
    first, second = await asyncio.gather(pool.run(os.getpid), pool.run(os.getpid))
    assert first == second != os.getpid()


async def test_a_failure_of_the_work_is_told_and_leaves_the_process(pool: ProcessPool) -> None:
    before = await pool.run(os.getpid)
    with pytest.raises(ValueError, match="invalid literal"):
        await pool.run(int, "not a number")
    assert await pool.run(os.getpid) == before


async def test_a_process_without_work_for_five_minutes_ends_and_the_next_work_begins_another(
    pool: ProcessPool, seconds: Seconds
) -> None:
    first = await pool.run(os.getpid)
    seconds.now += IDLE_S - 1
    pool.end_if_idle()
    assert await pool.run(os.getpid) == first
    seconds.now += IDLE_S
    pool.end_if_idle()
    assert await asyncio.to_thread(_ends, first)
    assert await pool.run(os.getpid) != first


@asynccontextmanager
async def _working(pool: ProcessPool, tmp_path: Path) -> AsyncIterator[BinaryIO]:
    """The process reads until what is opened here is closed."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(pool.run(Path.read_bytes, pipe))
        # Opened only when the other end is.
        with await asyncio.to_thread(pipe.open, "wb", 0) as writer:
            yield writer
        assert await reading == b"done"


async def test_a_process_at_work_is_not_idle(pool: ProcessPool, seconds: Seconds, tmp_path: Path) -> None:
    process_id = await pool.run(os.getpid)
    async with _working(pool, tmp_path) as writer:
        seconds.now += 2 * IDLE_S
        pool.end_if_idle()
        writer.write(b"done")
    assert await pool.run(os.getpid) == process_id


async def test_a_process_that_died_is_replaced(pool: ProcessPool) -> None:
    first = await pool.run(os.getpid)
    with pytest.raises(BrokenExecutor):
        await pool.run(os.kill, first, signal.SIGKILL)
    assert await pool.run(os.getpid) != first


async def test_a_process_is_ended_in_the_middle_of_its_work(pool: ProcessPool, tmp_path: Path) -> None:
    process_id = await pool.run(os.getpid)
    with pytest.raises(ExceptionGroup) as failed:
        await _end_at_work(pool, process_id, tmp_path)
    assert isinstance(failed.value.exceptions[0], BrokenExecutor)


async def _end_at_work(pool: ProcessPool, process_id: int, tmp_path: Path) -> None:
    async with _working(pool, tmp_path):
        pool.end()
        assert await asyncio.to_thread(_ends, process_id)


async def test_ending_one_pool_leaves_the_other_and_bulk_work_gives_way() -> None:
    pools = process_pools()
    interactive, bulk = pools[Pool.INTERACTIVE], pools[Pool.BULK]
    try:
        survivor, ended = await asyncio.gather(interactive.run(os.getpid), bulk.run(os.getpid))
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        assert await interactive.run(os.getpriority, os.PRIO_PROCESS, 0) == min(ours + 5, 19), (
            "after customers"
        )
        assert await bulk.run(os.getpriority, os.PRIO_PROCESS, 0) == min(ours + 10, 19)
        bulk.end()
        assert await asyncio.to_thread(_ends, ended)
        assert await interactive.run(os.getpid) == survivor
    finally:
        interactive.end()
    assert await asyncio.to_thread(_ends, survivor)
    assert not multiprocessing.active_children()


def _ends(process_id: int) -> bool:
    """Asked of the system: who of the executor and the test collects the child first is left to chance."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


SPAWNS = """
import asyncio, os, sys
from bot.jobs.process_pool import ProcessPool
async def spawn():
    pool = ProcessPool()
    print(await pool.run(os.getpid), flush=True)
    sys.stdin.readline()
    print(await pool.run(os.getpid), flush=True)
    sys.stdin.readline()
    pool.end()
if __name__ == "__main__":
    asyncio.run(spawn())
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has spawned its own; it says the child's id, again after each line that it is given."""
    script = tmp_path / "spawns.py"
    script.write_text(SPAWNS)
    pipe, environment = subprocess.PIPE, os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, script], env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        yield process
        process.kill()


def _read(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_ctrl_c_is_for_the_parent(parent: subprocess.Popen[str]) -> None:
    child = _read(parent)
    os.kill(child, signal.SIGINT)
    said, complained = parent.communicate("\n\n", timeout=30)
    assert int(said) == child
    assert complained == ""


async def test_ctrl_c_while_the_process_begins_is_for_the_parent_too(pool: ProcessPool) -> None:
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(pool.run(os.getpid))
        await asyncio.sleep(0)
        [child] = multiprocessing.active_children()
        os.kill(child.pid or 0, signal.SIGINT)
        assert await working == child.pid


def test_the_spawned_process_ends_with_a_parent_that_was_killed(parent: subprocess.Popen[str]) -> None:
    child = _read(parent)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 20
    while _is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_alive(child)


def _is_alive(process_id: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False

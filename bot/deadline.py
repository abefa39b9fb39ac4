"""Waiting for what may never end."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_abandoned: set[asyncio.Task[Any]] = set()
"""The event loop itself holds its tasks weakly."""


async def bounded(work: Coroutine[Any, Any, T], within_s: float) -> T:
    """What the work returns; raises what it raises, and TimeoutError once so many seconds are over.

    Unlike asyncio.timeout it does not wait until what was cancelled has ended: a driver that tidies up over a
    connection that hangs never does.
    """
    task = asyncio.get_running_loop().create_task(work)
    try:
        await asyncio.wait({task}, timeout=within_s)
    finally:
        if not task.done():
            abandon(task)
    if not task.done():
        raise TimeoutError
    return task.result()


def abandon(task: asyncio.Task[Any]) -> None:
    """Cancel a task and let it end whenever it can; what it still has to say is of no use to anybody."""
    task.cancel()
    _abandoned.add(task)
    task.add_done_callback(_forget)


def _forget(task: asyncio.Task[Any]) -> None:
    _abandoned.discard(task)
    if not task.cancelled():
        task.exception()

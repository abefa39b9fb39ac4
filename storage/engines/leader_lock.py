"""Only one process of a database polls, sends and keeps the clock; it is replaced as soon as it dies."""

import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from sqlalchemy import make_url

from storage.engines.sqlite import file_of


class LeaderLock(Protocol):
    """The lock that a process holds while it leads."""

    async def acquire(self) -> bool:
        """True once this process leads, False where another does; never waits."""
        ...

    async def is_held(self) -> bool:
        """Whether this process still leads; False once the connection that held the lock is lost."""
        ...


@asynccontextmanager
async def leader_lock(url: str) -> AsyncIterator[LeaderLock]:
    """The one lock of a database, let go at the end of the block.

    The operating system or the server frees it, too, when the process ends. Raises OSError where the file of
    the lock cannot be opened.
    """
    if make_url(url).get_backend_name() == "sqlite":
        file = FileLock(f"{file_of(url)}.lock")
        try:
            yield file
        finally:
            file.release()
    else:
        from storage.engines.advisory_lock import AdvisoryLock

        advisory = AdvisoryLock(url)
        try:
            yield advisory
        finally:
            await advisory.release()


class FileLock:
    """A lock on a file beside a SQLite database."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    async def acquire(self) -> bool:
        """True once this process holds the lock, False where another does; never waits."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    async def is_held(self) -> bool:
        return True

    def release(self) -> None:
        os.close(self._file)

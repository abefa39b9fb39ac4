"""Only one process of a database polls, sends and keeps the clock; it is replaced as soon as it dies."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from storage.engines.database import Database
from storage.engines.file_identity import inode_of
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
async def leader_lock(url: str, database: Database | None = None) -> AsyncIterator[LeaderLock]:
    """The one lock of a database, let go at the end of the block.

    The operating system or the server frees it, too, when the process ends. On a server, `database` gets no
    connection any more once the lock was held and lost. Raises OSError where the file of the lock cannot be
    opened.
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
        if database is not None and not database.is_embedded:
            database.guard_by(advisory.may_write)
        async with asyncio.TaskGroup() as tasks:
            beating = tasks.create_task(advisory.keep_alive())
            try:
                yield advisory
            finally:
                beating.cancel()
                await advisory.release()


class FileLock:
    """A lock on a file beside a SQLite database."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = _open(path)

    async def acquire(self) -> bool:
        """True once this process holds the lock, False where another does; never waits.

        Who deletes the file lets another process make a new one, and that is the one to be locked.
        """
        if not self._is_in_place():
            os.close(self._file)
            self._file = _open(self._path)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return self._is_in_place()

    async def is_held(self) -> bool:
        """False once the file was deleted or replaced: a lock that nobody finds keeps nobody out."""
        return self._is_in_place()

    def release(self) -> None:
        os.close(self._file)

    def _is_in_place(self) -> bool:
        opened = os.fstat(self._file)
        return inode_of(Path(self._path)) == (opened.st_dev, opened.st_ino)


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

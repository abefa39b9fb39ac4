"""Only one process of a database polls, sends and keeps the clock; it is replaced as soon as it dies."""

import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.sqlite import file_of

_ADVISORY_KEY = 0x07_71_6C_69_6B
"""Any number that other programs of the same database do not use."""


class Seat(Protocol):
    async def take(self) -> bool:
        """True once this process leads; never waits."""
        ...

    async def is_held(self) -> bool:
        """False when the lead was lost, for example with the connection that held it."""
        ...


@asynccontextmanager
async def seat_of(url: str) -> AsyncIterator[Seat]:
    """The one seat of a database. The operating system or the server frees it when the process ends."""
    if make_url(url).get_backend_name() == "sqlite":
        file = FileSeat(f"{file_of(url)}.lock")
        try:
            yield file
        finally:
            file.leave()
    else:
        advisory = AdvisorySeat(url)
        try:
            yield advisory
        finally:
            await advisory.leave()


class FileSeat:
    """A lock on a file beside a SQLite database."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    async def take(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    async def is_held(self) -> bool:
        return True

    def leave(self) -> None:
        os.close(self._file)


class AdvisorySeat:
    """An advisory lock of PostgreSQL, held by a connection of its own."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql+asyncpg")
        self._engine = create_async_engine(address, poolclass=NullPool, hide_parameters=True)
        self._connection: AsyncConnection | None = None

    async def take(self) -> bool:
        connection = await self._engine.connect()
        taken = await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY_KEY})
        await connection.commit()
        if taken:
            self._connection = connection
        else:
            await connection.close()
        return bool(taken)

    async def is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            await self._connection.scalar(text("SELECT 1"))
            await self._connection.commit()
        except (DBAPIError, OSError):
            return False
        return True

    async def leave(self) -> None:
        if self._connection is not None:
            await self._connection.close()
        await self._engine.dispose()

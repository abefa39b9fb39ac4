"""The leader lock of a PostgreSQL database.

Loaded only there: the asyncio side of SQLAlchemy is slow to import.
"""

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

_KEY = 0x07_71_6C_69_6B
"""Any number that other programs of the same database do not use."""


class AdvisoryLock:
    """An advisory lock of PostgreSQL, held by a connection of its own."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql+asyncpg")
        self._engine = create_async_engine(address, poolclass=NullPool, hide_parameters=True)
        self._connection: AsyncConnection | None = None

    async def acquire(self) -> bool:
        """True once this process holds the lock, False where another does; never waits."""
        connection = await self._engine.connect()
        acquired = await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY})
        await connection.commit()
        if acquired:
            self._connection = connection
        else:
            await connection.close()
        return bool(acquired)

    async def is_held(self) -> bool:
        """False before the lock was acquired, and once the connection that held it is lost."""
        if self._connection is None:
            return False
        try:
            await self._connection.scalar(text("SELECT 1"))
            await self._connection.commit()
        except (DBAPIError, OSError):
            await self._let_go()  # a connection that came back by itself would not hold the lock
            return False
        return True

    async def release(self) -> None:
        """Let go of the lock and of the connections to the server."""
        await self._let_go()
        await self._engine.dispose()

    async def _let_go(self) -> None:
        held, self._connection = self._connection, None
        if held is not None:
            await held.close()

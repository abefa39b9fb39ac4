"""The leader lock of a PostgreSQL database. Loaded only there: asyncpg is slow to import."""

import asyncio
import logging
from contextlib import suppress
from typing import Final

import asyncpg

from storage.engines.pooler import PooledDatabase
from storage.engines.postgres_address import PostgresAddress

log = logging.getLogger(__name__)

_KEY: Final = 0x07_71_6C_69_6B
"""Any number that other programs of the same database do not use."""
_OURS: Final = f"""
    locktype = 'advisory' AND granted AND objsubid = 1
    AND classid = {_KEY >> 32} AND objid = {_KEY & 0xFFFFFFFF}
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_ACQUIRE: Final = "SELECT pg_try_advisory_lock($1)"
_IS_HELD: Final = f"SELECT EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND {_OURS})"
_FROZEN: Final = f"""
    SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE {_OURS} AND state_change < clock_timestamp() - make_interval(secs => $1)
"""
_END: Final = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name = $1 AND datname = current_database() AND pid <> pg_backend_pid()
"""
_BEAT_S: Final = 5.0
_FROZEN_AFTER_S: Final = 30.0
_ANSWERS_WITHIN_S: Final = 15.0
_CLOSES_WITHIN_S: Final = 2.0
_LOST: Final = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class AdvisoryLock:
    """An advisory lock of PostgreSQL, held by a connection of its own.

    Whoever holds it says so to the server every few seconds. Whoever waits for it and hears nothing for half
    a minute ends all connections of that process, which is frozen: with the next try the lock is free.
    """

    def __init__(self, url: str, *, frozen_after_s: float = _FROZEN_AFTER_S) -> None:
        self._address = PostgresAddress.parse(url)
        self._frozen_after_s = frozen_after_s
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._led = False
        self._asking = asyncio.Lock()

    async def acquire(self) -> bool:
        """True once this process holds the lock, False where another does; waits only for the server.

        Raises PooledDatabase where the server's connection is not ours alone, so that a lock means nothing.
        """
        async with asyncio.timeout(_ANSWERS_WITHIN_S):
            connection = await asyncpg.connect(**self._address.arguments())
            try:
                acquired = await self._acquire(connection)
            except BaseException:
                connection.terminate()
                raise
        if acquired:
            self._connection, self._led = connection, True
        else:
            await _close(connection)
        return acquired

    async def may_write(self) -> bool:
        """False once the lead was lost; True before it was acquired, when nothing was promised."""
        return not self._led or await self.is_held()

    async def is_held(self) -> bool:
        """False before the lock was acquired, and once the connection that held it is lost."""
        async with self._asking:
            if self._connection is None:
                return False
            try:
                async with asyncio.timeout(_ANSWERS_WITHIN_S):
                    held = bool(await self._connection.fetchval(_IS_HELD))
            except _LOST:
                held = False
            if not held:
                await self._let_go()  # a connection that came back by itself would not hold the lock
            return held

    async def keep_alive(self) -> None:
        """Ask the server again and again: it notes when, and whoever waits for the lock reads that."""
        while True:
            await asyncio.sleep(_BEAT_S)
            await self.is_held()

    async def release(self) -> None:
        """Let go of the lock and of the connection to the server."""
        async with self._asking:
            await self._let_go()

    async def _acquire(self, connection: "asyncpg.Connection[asyncpg.Record]") -> bool:
        try:
            if await connection.fetchval(_ACQUIRE, _KEY):
                if not await connection.fetchval(_IS_HELD):
                    raise PooledDatabase
                return True
            await self._end_frozen(connection)
        except (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError):
            raise PooledDatabase from None
        return False

    async def _end_frozen(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        name = await connection.fetchval(_FROZEN, self._frozen_after_s)
        if name:
            ended = await connection.fetchval(_END, name)
            log.warning("the process that leads is frozen; its connections were ended n=%d", ended)

    async def _let_go(self) -> None:
        held, self._connection = self._connection, None
        if held is not None:
            await _close(held)


async def _close(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    with suppress(*_LOST):
        await connection.close(timeout=_CLOSES_WITHIN_S)

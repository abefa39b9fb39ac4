"""PostgreSQL through asyncpg, for companies that outgrew one file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction, create_async_engine

from storage.engines.database import P, T, Transaction, Work
from storage.engines.errors import DatabaseAway, NoDatabase, reason_of

_AWAY = (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError)


class _PostgresqlTransaction:
    def __init__(self, connect: Callable[[], Awaitable[AsyncConnection]]) -> None:
        self._connect = connect
        self._open: AsyncTransaction | None = None

    async def run(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if self._open is None:
            self._open = await (await self._connect()).begin()
        return await self._open.connection.run_sync(work, *args, **kwargs)

    async def commit(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        result = await self.run(work, *args, **kwargs)
        assert self._open is not None
        await self._open.commit()
        self._open = None
        return result

    async def abandon(self) -> None:
        """Roll back what is open. After a commit that failed this makes the connection usable again."""
        if self._open is not None:
            await self._open.rollback()


class Postgresql:
    """A PostgreSQL database: one connection for the batches, a small pool beside it."""

    is_embedded = False

    def __init__(self, url: str, engine: AsyncEngine) -> None:
        self.url = url
        self._engine = engine
        # All statements of one read see the same moment, as they do on SQLite.
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._writer: AsyncConnection | None = None
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *, read_only: bool = False) -> "Postgresql":
        """Open the database and try to reach it.

        Raises DatabaseAway where the server cannot be reached now, NoDatabase where it refuses us.
        """
        address = make_url(url).set(drivername="postgresql+asyncpg")
        engine = create_async_engine(
            address,
            hide_parameters=True,
            pool_size=4,
            max_overflow=2,
            pool_pre_ping=read_only,  # who reads seldom meets a connection that the server has closed
            execution_options={"postgresql_readonly": True} if read_only else {},
        )
        try:
            async with engine.connect():
                return cls(url, engine)
        except (OSError, DBAPIError) as error:
            cause = error.driver_exception if isinstance(error, DBAPIError) else error
            refusal = DatabaseAway if isinstance(cause, _AWAY) else NoDatabase
            raise refusal(reason=reason_of(cause)) from None

    async def write(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(work, *args, **kwargs)

    async def read(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._reading.connect() as connection:
            return await connection.run_sync(work, *args, **kwargs)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        await self._turn.acquire()
        transaction = _PostgresqlTransaction(self._held)
        try:
            yield transaction
        finally:
            await asyncio.shield(self._end(transaction))

    async def _end(self, transaction: _PostgresqlTransaction) -> None:
        """The next one begins only after the rollback, even if whoever waited for it was cancelled twice."""
        try:
            await transaction.abandon()
        finally:
            self._turn.release()

    async def _held(self) -> AsyncConnection:
        """The batches' own connection, kept open; a broken one is replaced."""
        if self._writer is None or self._writer.invalidated:
            if self._writer is not None:
                await self._writer.close()
            self._writer = await self._engine.connect()
        return self._writer

    async def close(self) -> None:
        if self._writer is not None:
            await self._writer.close()
        await self._engine.dispose()

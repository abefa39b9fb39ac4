"""PostgreSQL through asyncpg, for companies that outgrew one file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction, create_async_engine

from storage.engines.database import Guard, P, T, Transaction, Work
from storage.engines.errors import DatabaseAway, LeadLost, NoDatabase, UnusableEncoding, fault_of, reason_of
from storage.engines.pooler import PooledDatabase, refuse_pooler
from storage.engines.postgres_address import PostgresAddress

_AWAY = (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError)
_CONNECTION_ERRORS = (SQLAlchemyError, asyncpg.InterfaceError, OSError)
_NO_TLS = "rejected SSL upgrade"


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

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self.url = url
        self.address = PostgresAddress.parse(url)
        self._guard: Guard | None = None
        self._engine = engine = self._engine_of(read_only=read_only)
        # All statements of one read see the same moment, as they do on SQLite.
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._writer: AsyncConnection | None = None
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *, read_only: bool = False) -> "Postgresql":
        """Open the database and try to reach it.

        Raises DatabaseAway where the server cannot be reached now, NoDatabase where it refuses us,
        UnusableEncoding where not every text can be stored, and PooledDatabase where a pooler stands between
        that lends our connection to others.
        """
        database = cls(url, read_only=read_only)
        try:
            async with database._engine.connect() as connection:
                _refuse_encoding((await connection.exec_driver_sql("SHOW server_encoding")).scalar_one())
            if not read_only:
                await refuse_pooler(database.address)
        except BaseException as error:
            await database.close()
            if isinstance(error, OSError | DBAPIError | asyncpg.PostgresError | asyncpg.InterfaceError):
                raise _refusal(error) from None
            raise
        return database

    def guard_by(self, guard: Guard) -> None:
        self._guard = guard

    async def checkpoint(self) -> None:
        """What was erased leaves the server's own files with its vacuum."""

    async def write(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._engine.connect() as one, _replaced_after_fault(one), one.begin():
            return await one.run_sync(work, *args, **kwargs)

    async def read(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._reading.connect() as connection, _replaced_after_fault(connection):
            return await connection.run_sync(work, *args, **kwargs)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        await self._turn.acquire()
        transaction = _PostgresqlTransaction(self._held)
        spoilt = False
        try:
            yield transaction
        except BaseException as error:
            spoilt = not isinstance(error, Exception) or fault_of(error) is not None
            raise
        finally:
            await asyncio.shield(self._end(transaction, spoilt=spoilt))

    async def _end(self, transaction: _PostgresqlTransaction, *, spoilt: bool) -> None:
        """The next one begins only after the rollback, even if whoever waited for it was cancelled twice.

        After an error of the store the next one gets a connection of its own: the server rolls back what was
        open on the old one.
        """
        try:
            if not spoilt:
                await transaction.abandon()
        except _CONNECTION_ERRORS:
            spoilt = True
        finally:
            if spoilt:
                await self._drop_writer()
            self._turn.release()

    async def _held(self) -> AsyncConnection:
        """The batches' own connection, kept open; a broken one is replaced."""
        if self._writer is not None and (self._writer.invalidated or self._writer.closed):
            await self._drop_writer()
        if self._writer is None:
            self._writer = await self._engine.connect()
        return self._writer

    async def _drop_writer(self) -> None:
        dropped, self._writer = self._writer, None
        if dropped is not None and not dropped.closed:
            with suppress(*_CONNECTION_ERRORS):
                await dropped.invalidate()
            with suppress(*_CONNECTION_ERRORS):
                await dropped.close()

    async def close(self) -> None:
        await self._drop_writer()
        await self._engine.dispose()

    def _engine_of(self, *, read_only: bool) -> AsyncEngine:
        return create_async_engine(
            URL.create("postgresql+asyncpg"),
            async_creator=self._connect,
            hide_parameters=True,
            pool_size=4,
            max_overflow=2,
            pool_pre_ping=True,  # a standby's connections are old when it needs them
            execution_options={"postgresql_readonly": True} if read_only else {},
        )

    async def _connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        connection: asyncpg.Connection[asyncpg.Record]
        try:
            connection = await asyncpg.connect(**self.address.arguments())
        except OSError as error:
            if _NO_TLS in str(error):
                raise NoDatabase(reason="NO_TLS") from None
            raise DatabaseAway(reason=reason_of(error)) from None
        if self._guard is not None and not await self._guard():
            connection.terminate()
            raise LeadLost
        return connection


@asynccontextmanager
async def _replaced_after_fault(connection: AsyncConnection) -> AsyncIterator[None]:
    """What is wrong with a session, such as that it may only read, is not kept for the next one."""
    try:
        yield
    except Exception as error:
        if fault_of(error) is not None and not connection.closed:
            with suppress(*_CONNECTION_ERRORS):
                await connection.invalidate()
        raise


def _refuse_encoding(encoding: str) -> None:
    """SQL_ASCII is no encoding: it keeps the bytes of any text."""
    if encoding not in ("UTF8", "SQL_ASCII"):
        raise UnusableEncoding(encoding=encoding)


def _refusal(error: Exception) -> NoDatabase | DatabaseAway | PooledDatabase:
    """What an administrator is told of an error at the start."""
    cause = error.driver_exception if isinstance(error, DBAPIError) else error
    if isinstance(cause, asyncpg.DuplicatePreparedStatementError | asyncpg.InvalidSQLStatementNameError):
        return PooledDatabase()
    return (DatabaseAway if isinstance(cause, _AWAY) else NoDatabase)(reason=reason_of(cause))

"""SQLite: one connection that writes, one beside it that reads, each on its own aiosqlite thread."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from sqlite3 import Connection as Driver
from sqlite3 import Error

import aiosqlite
from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from storage.engines.database import Guard, P, T, Transaction, Work
from storage.engines.errors import DatabaseBusy, DatabaseGone, NoDatabase, NoFile, is_passing, reason_of
from storage.engines.file_identity import FileIdentity
from storage.engines.private_files import create_file, narrow

_WAIT_FOR_OTHERS = "PRAGMA busy_timeout = 5000"
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit that Telegram was told of survives a power cut
    "PRAGMA foreign_keys = ON",
    _WAIT_FOR_OTHERS,
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
_LOOK_AGAIN_S = 0.2
_READ_ONLY = "BEGIN", "PRAGMA query_only = ON"
_REPORTING = (
    # Reports look up tens of thousands of rows, each a system call without this. Only in a process that
    # serves nobody: a disk that fails under a mapped page ends it.
    "PRAGMA mmap_size = 4294967296",
    "PRAGMA cache_size = -16000",
)


async def _on_thread_of(aio: aiosqlite.Connection, call: Callable[[], T]) -> T:
    """Run one call on aiosqlite's thread. Private to aiosqlite, which is pinned; a test holds it to this."""
    execute: Callable[[Callable[[], T]], Awaitable[T]] = aio._execute
    return await execute(call)


class ThreadConnection:
    """A SQLAlchemy connection with a thread of its own, that of an aiosqlite connection.

    What may wait for the disk or for another program runs there, a whole function at a time: SQLAlchemy's own
    aiosqlite dialect crosses to the thread three or four times a statement. The parts of a transaction before
    its commit touch memory and run at once, for a crossing costs as much as two statements. The connection is
    never used by both threads: nothing runs at once while the other has something to do.
    """

    def __init__(
        self, aio: aiosqlite.Connection, driver: Driver, engine: Engine, connection: Connection,
        files: FileIdentity,
    ) -> None:  # fmt: skip
        self._files = files
        self._aio = aio
        self._driver = driver
        self._engine = engine
        self._connection = connection
        self._open: RootTransaction | None = None
        self._asked = 0  # counted by the loop's thread alone
        self._done = 0  # counted by the other thread alone

    @classmethod
    async def open(cls, path: str, begin: str, *pragmas: str) -> "ThreadConnection":
        """Open a file on a thread of its own; raises sqlite3.Error where that fails.

        `begin` is the statement that begins its transactions.
        """
        files = FileIdentity(*(Path(path + end) for end in ("", "-wal", "-shm")))
        aio = aiosqlite.connect(path, isolation_level=None, check_same_thread=False)
        try:
            await aio
        except Error:
            await asyncio.to_thread(aio._thread.join)  # it still has a word to say to our loop
            raise

        def connect() -> ThreadConnection:
            driver: Driver = aio._conn
            for pragma in (*_PRAGMAS, *pragmas):
                driver.execute(pragma)
            engine = create_engine(
                "sqlite://", creator=lambda: driver, poolclass=StaticPool, hide_parameters=True
            )
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
            return cls(aio, driver, engine, engine.connect(), files)

        try:
            return await _on_thread_of(aio, connect)
        except BaseException:
            await aio.close()  # its thread would keep the process alive
            raise

    async def whole(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Begin, work and commit in one crossing; a cancelled caller leaves nothing half done."""

        def transaction() -> T:
            try:
                with self._connection.begin():
                    result = work(self._connection, *args, **kwargs)
                    self._require_files()
                    return result
            finally:
                self._driver.rollback()

        return await self._cross(transaction)

    async def part(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Work inside a transaction that stays open, begun by the first part."""
        if self._asked == self._done and self._has_begun():
            return work(self._connection, *args, **kwargs)

        def step() -> T:
            self._open = self._open or self._connection.begin()
            return work(self._connection, *args, **kwargs)

        return await self._cross(step)

    async def last_part(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Work inside the transaction that is open and commit it, in one crossing."""

        def step() -> T:
            self._open = self._open or self._connection.begin()
            result = work(self._connection, *args, **kwargs)
            self._require_files()
            self._open.commit()
            self._open = None
            return result

        return await self._cross(step)

    async def abandon(self) -> None:
        """Roll back what is open.

        A commit that SQLite refused leaves its transaction open, of which SQLAlchemy no longer knows: hence
        the driver's rollback, here and above, which does nothing when nothing is open.
        """

        def step() -> None:
            unfinished, self._open = self._open, None
            try:
                if unfinished is not None:
                    unfinished.rollback()
            finally:
                self._driver.rollback()

        await self._cross(step)

    async def pragma(self, statement: str) -> None:
        """Execute a statement outside any transaction."""
        await self._cross(lambda: self._driver.execute(statement).fetchall())

    async def close(self) -> None:
        def close() -> None:
            self._connection.close()
            self._engine.dispose()

        await self._cross(close)
        await self._aio.close()

    def _require_files(self) -> None:
        """Raises DatabaseGone before a commit to files that nobody finds again; three short system calls."""
        if not self._files.is_kept():
            raise DatabaseGone

    def _has_begun(self) -> bool:
        """False while another program writes: waiting for it would hold up the loop."""
        if self._open is None:
            self._driver.execute("PRAGMA busy_timeout = 0")
            try:
                self._open = self._connection.begin()
            except OperationalError:
                return False
            finally:
                self._driver.execute(_WAIT_FOR_OTHERS)
        return True

    async def _cross(self, call: Callable[[], T]) -> T:
        """Run one call on the other thread. It is finished even if its caller is cancelled meanwhile."""

        def counted() -> T:
            try:
                return call()
            finally:
                self._done += 1

        self._asked += 1
        return await _on_thread_of(self._aio, counted)


class _SqliteTransaction:
    def __init__(self, connection: ThreadConnection) -> None:
        self._connection = connection
        self.is_over = False

    async def run(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        self.is_over = False
        return await self._connection.part(work, *args, **kwargs)

    async def commit(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        result = await self._connection.last_part(work, *args, **kwargs)
        self.is_over = True
        return result


class Sqlite:
    """A SQLite file in WAL mode."""

    is_embedded = True

    def __init__(self, url: str, writer: ThreadConnection, reader: ThreadConnection) -> None:
        self.url = url
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock()
        self._reading = asyncio.Lock()

    @classmethod
    async def open(
        cls, url: str, *, create: bool = True, read_only: bool = False, busy_for_s: float = 5
    ) -> "Sqlite":
        """Open the file, which is made where it is not there, unless `create` is False.

        Raises NoFile where there is none and none may be made, NoDatabase where it cannot be opened,
        DatabaseBusy where another program holds it for longer than `busy_for_s`, and ValueError for an
        address without a file.
        """
        path = file_of(url)
        if not create and not path.exists():
            raise NoFile
        try:
            if create and not read_only:
                _keep_private(path)
            return await cls._open_when_free(url, path, read_only, time.monotonic() + busy_for_s)
        except (OSError, Error) as error:
            raise NoDatabase(reason=reason_of(error)) from None

    @classmethod
    async def _open_when_free(cls, url: str, path: Path, read_only: bool, until: float) -> "Sqlite":
        """Each try waits for as long as a statement would; raises DatabaseBusy after `until`."""
        while True:
            try:
                return await cls._open(url, path, read_only)
            except (OperationalError, Error) as error:
                if not is_passing(error):
                    raise
                if time.monotonic() > until:
                    raise DatabaseBusy(reason=reason_of(error)) from None
            await asyncio.sleep(_LOOK_AGAIN_S)

    @classmethod
    async def _open(cls, url: str, path: Path, read_only: bool) -> "Sqlite":
        reading = (*_READ_ONLY, *_REPORTING) if read_only else _READ_ONLY
        writer = await ThreadConnection.open(str(path), *(reading if read_only else ["BEGIN IMMEDIATE"]))
        try:
            await writer.whole(lambda connection: None)  # another program may hold the file
            reader = await ThreadConnection.open(str(path), *reading)
        except BaseException:
            await writer.close()
            raise
        return cls(url, writer, reader)

    async def write(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._turn:
            return await self._writer.whole(work, *args, **kwargs)

    async def read(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._reading:
            return await self._reader.whole(work, *args, **kwargs)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        async with self._turn:
            transaction = _SqliteTransaction(self._writer)
            try:
                yield transaction
            finally:
                if not transaction.is_over:  # a crossing costs as much as two statements
                    await asyncio.shield(self._writer.abandon())

    def guard_by(self, guard: Guard) -> None:
        """Only one process has the lock of the file, and it is never taken from it."""

    async def checkpoint(self) -> None:
        """The log is copied into the file and emptied; what was erased is zeros by `secure_delete`."""
        async with self._turn, self._reading:
            await self._writer.pragma("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()


def _keep_private(path: Path) -> None:
    """The file is there before SQLite opens it: what SQLite makes beside it takes its mode."""
    create_file(path)
    for suffix in ("", "-wal", "-shm", ".lock", ".id"):
        narrow(Path(f"{path}{suffix}"))


def file_of(url: str) -> Path:
    """The file behind `sqlite:///…`, and not a link to it: its lock and log are beside the one for all.

    Raises ValueError for an address without a file: all would be forgotten.
    """
    name = make_url(url).database
    if not name or name == ":memory:":
        raise ValueError("database.url: a SQLite address names a file, for example sqlite:///otklik.db")
    path = Path(name)
    return path.resolve() if path.is_symlink() else path

"""The one place that chooses an engine by the address of the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url

from storage.engines.database import Database


class UnknownEngine(ValueError):
    """The address names an engine that Otklik does not run on."""


@asynccontextmanager
async def open_database(
    url: str, *, create: bool = True, read_only: bool = False, busy_for_s: float = 15
) -> AsyncIterator[Database]:
    """Open `sqlite:///file.db` or `postgresql://…`; the driver is chosen here, not in the address.

    What is opened `read_only` refuses every write in the database itself. Raises NoDatabase or DatabaseAway,
    DatabaseBusy after `busy_for_s` in which another program held the file, PooledDatabase, NoFile where there
    is no file and none may be made, UnknownEngine, and ValueError for a SQLite address that names no file.
    """
    database = await _open(url, create=create and not read_only, read_only=read_only, busy_for_s=busy_for_s)
    try:
        yield database
    finally:
        await database.close()


async def _open(url: str, *, create: bool, read_only: bool, busy_for_s: float) -> Database:
    """Only the driver that is needed is imported: the other's takes a part of the start."""
    backend = make_url(url).get_backend_name()
    if backend == "sqlite":
        from storage.engines.sqlite import Sqlite

        return await Sqlite.open(url, create=create, read_only=read_only, busy_for_s=busy_for_s)
    if backend == "postgresql":
        from storage.engines.postgresql import Postgresql

        return await Postgresql.open(url, read_only=read_only)
    raise UnknownEngine(backend)

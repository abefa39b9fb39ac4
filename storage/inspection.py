"""A look at a database before anything is done with it: what would stop the start, and nothing is touched."""

import os
import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, bindparam, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.engines import schema
from storage.engines.errors import NoDatabase, reason_of
from storage.engines.factory import open_database
from storage.engines.sqlite import file_of
from storage.tables import metadata
from surveys.errors import UserError

_HEADER: Final = b"SQLite format 3\0"

_WITHOUT_RIGHTS: Final = text(
    """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY(current_schemas(false)) AND c.relname IN :names AND NOT (
        has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
        AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))
    ORDER BY c.relname
    """
).bindparams(bindparam("names", expanding=True))


class ForeignDatabase(UserError):
    """The database holds tables, and none of them is ours."""

    text_id = "database-foreign"


class MissingRights(UserError):
    """The user of the database may not read and write all tables."""

    text_id = "database-no-rights"


async def look_at(url: str) -> None:
    """Raises what would stop the bot on this database; a SQLite file may still be to be made or migrated."""
    if make_url(url).get_backend_name() == "sqlite":
        _look_at_file(file_of(url))
        return
    async with open_database(url, create=False, read_only=True) as database:
        await database.read(_check_rights)
        await database.read(schema.check)


def _look_at_file(file: Path) -> None:
    try:
        _check_folder(file)
        if not file.exists() or not file.stat().st_size:
            return
        with file.open("rb") as opened:
            header = opened.read(len(_HEADER))
    except OSError as error:
        raise NoDatabase(reason=reason_of(error)) from None
    if header != _HEADER:
        raise NoDatabase(reason="SQLITE_NOTADB")
    if not os.access(file, os.W_OK):
        raise NoDatabase(reason="EACCES")
    _check_tables(file)


def _check_folder(file: Path) -> None:
    """The folder is made at the start where it is not there, so the nearest one that is there counts."""
    folder = next(folder for folder in file.absolute().parents if os.path.lexists(folder))
    if not folder.is_dir():
        raise NotADirectoryError(20, "not a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(13, "closed")


def _check_tables(file: Path) -> None:
    """Read without a trace: a connection that may write would leave files or change the journal's mode."""
    is_whole = not file.with_name(f"{file.name}-wal").exists()
    address = f"file:{quote(str(file.absolute()))}?mode=ro{'&immutable=1' if is_whole else ''}"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True),
        poolclass=NullPool,
        hide_parameters=True,
    )
    try:
        with engine.connect() as connection:
            _check_version(connection)
    except DBAPIError as error:
        raise NoDatabase(reason=reason_of(error.orig or error)) from None
    finally:
        engine.dispose()


def _check_version(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if tables and "alembic_version" not in tables:
        raise ForeignDatabase
    version = schema.version(connection)
    if version is not None and version > schema.HEAD:
        raise schema.NewerSchema


def _check_rights(connection: Connection) -> None:
    names = [*metadata.tables, "alembic_version"]
    if found := connection.execute(_WITHOUT_RIGHTS, {"names": names}).scalars().all():
        raise MissingRights(tables=", ".join(found))

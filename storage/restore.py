"""Putting a backup back: what was there is kept beside it, and what we start is held there."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, make_url

from storage import installation
from storage.backup import copy_files, copy_sqlite, move_database, remove_database
from storage.engines import schema
from storage.engines.errors import reason_of
from storage.engines.factory import open_database
from storage.engines.leader_lock import leader_lock
from storage.engines.private_files import create_file
from storage.engines.sqlite import file_of
from storage.outreach import hold
from storage.rows import Installation
from storage.states import CopySign
from surveys.errors import UserError


class RestoreOnServer(UserError):
    """A server's database is put back by PostgreSQL's own program."""

    text_id = "restore-on-server"


class DatabaseInUse(UserError):
    """A process serves this database."""

    text_id = "restore-in-use"


class BrokenBackup(UserError):
    """The file is no sound database of ours; nothing was replaced. `reason` is a code."""

    text_id = "restore-broken"


async def restore(url: str, backup: Path, now: datetime) -> Path | None:
    """Put a backup in place of the database, and return where that was moved to; None where there was none.

    What we start is held in it. Raises RestoreOnServer, DatabaseInUse or BrokenBackup.
    """
    if make_url(url).get_backend_name() != "sqlite":
        raise RestoreOnServer
    file = file_of(url)
    part = file.with_name(f"{file.name}.part")
    create_file(part)
    try:
        async with leader_lock(url) as lock:
            if not await lock.acquire():
                raise DatabaseInUse
            await _prepare(backup, part, now)
            copy_files(backup, part)
            replaced = file.with_name(f"{file.name}.replaced-{now:%Y%m%dT%H%M%S}")
            was_there = move_database(file, replaced)
            move_database(part, file)
            return replaced if was_there else None
    finally:
        remove_database(part)


async def _prepare(backup: Path, part: Path, now: datetime) -> None:
    """A sound copy of the backup, of the newest schema and held."""
    try:
        os.stat(backup)  # SQLite would make one
        copy_sqlite(backup, part)
        async with open_database(f"sqlite:///{part}") as database:
            if await database.read(schema.version) is None:
                raise BrokenBackup(file=backup, reason="EMPTY")
            await database.write(schema.migrate)
            await database.write(_hold, now)
    except (OSError, sqlite3.Error) as error:
        raise BrokenBackup(file=backup, reason=reason_of(error)) from None


def _hold(connection: Connection, now: datetime) -> None:
    if installation.find(connection) is None:
        installation.store(connection, Installation(installation.new_id()))
    hold.begin(connection, CopySign.RESTORED, now)

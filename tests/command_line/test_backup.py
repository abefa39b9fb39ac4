"""`otklik backup`, `restore` and `doctor` at a terminal."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from storage import installation
from storage.delivery import heartbeats
from storage.diagnosis import BACKUP
from storage.effects import Effects, flush
from storage.engines.factory import open_database
from storage.engines.installation_file import InstallationFile, Seal
from storage.engines.leader_lock import FileLock
from storage.ids import Ids
from storage.rows import Customer, Installation
from storage.states import CopySign, InboxState
from storage.tables import inbox
from surveys.language.languages import Language
from tests.command_line.terminal import Terminal
from tests.e2e.ledger import write
from tests.postgres import Postgres

MOMENT = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.fixture
def shop(sqlite_model: Path, tmp_path: Path) -> Path:
    """A database with three customers, its owner's alone."""
    file = tmp_path / "otklik.db"
    file.write_bytes(sqlite_model.read_bytes())
    asyncio.run(write(f"sqlite:///{file}", _add, 3))
    return file


def _add(connection: Connection, n: int) -> None:
    ids, effects = Ids(), Effects()
    for _ in range(n):
        effects.add(Customer(ids.next(), None, Language.RU, MOMENT, name="canary"))
    flush(connection, [effects])


def _customers(file: Path) -> int:
    with closing(sqlite3.connect(file)) as found:
        [count] = found.execute("SELECT count(*) FROM customers").fetchone()
        return int(count)


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def _held(file: Path) -> CopySign | None:
    async def look() -> CopySign | None:
        async with open_database(f"sqlite:///{file}", read_only=True) as opened:
            found = await opened.read(installation.find)
            return found.held_why if found is not None else None

    return asyncio.run(look())


@contextmanager
def _in_use(file: Path) -> Iterator[sqlite3.Connection]:
    """Somebody has written what stands in the log only, and is about to write more."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("PRAGMA wal_autocheckpoint = 0")
        other.execute("UPDATE customers SET segment = 'new'")
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM customers")
        yield other


def test_a_backup_of_a_database_in_use_has_all_that_was_committed_and_nothing_else(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        with _in_use(shop):
            said = otklik(tmp_path, "backup", "away/copy.db", DATABASE__URL=f"sqlite:///{shop}")
    finally:
        os.umask(before)
    assert (said.code, said.err) == (0, "")
    assert "copy.db: " in said.out
    assert " rows, " in said.out
    copy = tmp_path / "away" / "copy.db"
    assert [file.name for file in copy.parent.iterdir()] == ["copy.db"]
    assert (_mode(copy), _mode(copy.parent)) == (0o600, 0o700)
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("SELECT segment FROM customers").fetchall() == [("new",)] * 3


def test_a_backup_replaces_nothing_unless_told_to(otklik: Terminal, shop: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    url = f"sqlite:///{shop}"
    said = otklik(tmp_path, "backup", "copy.db", DATABASE__URL=url)
    assert said.code == 2
    assert "--force" in said.sentence
    assert (tmp_path / "copy.db").read_text() == "precious"
    assert otklik(tmp_path, "backup", "copy.db", "--force", DATABASE__URL=url).code == 0
    assert _customers(tmp_path / "copy.db") == 3


def test_a_database_is_never_replaced_by_its_own_backup(otklik: Terminal, shop: Path, tmp_path: Path) -> None:
    inode = shop.stat().st_ino
    (tmp_path / "link.db").symlink_to(shop)
    for name in ("otklik.db", "link.db"):
        said = otklik(tmp_path, "backup", name, "--force", DATABASE__URL=f"sqlite:///{shop}")
        assert said.code == 2
    assert (shop.stat().st_ino, _customers(shop)) == (inode, 3)


def test_what_cannot_be_saved_is_a_sentence_and_leaves_nothing(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    said = otklik(tmp_path, "backup", "copy.db", DATABASE__URL=f"sqlite:///{tmp_path}/none.db")
    assert (said.code, said.out) == (2, "")
    assert "does not exist" in said.err
    content = bytearray(shop.read_bytes())
    content[4096:40960] = b"\xff" * 36864
    shop.write_bytes(content)
    said = otklik(tmp_path, "backup", "copy.db", DATABASE__URL=f"sqlite:///{shop}")
    assert said.code == 1
    assert said.sentence.startswith("The backup could not be made")
    said = otklik(tmp_path, "backup", "copy.db", language="ru", DATABASE__URL=f"sqlite:///{shop}")
    assert said.sentence.startswith("Копию сделать не удалось")
    assert list(tmp_path.glob("copy.db*")) == []


def test_a_backup_that_is_put_back_keeps_what_was_there_and_is_held(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shop}"
    otklik(tmp_path, "backup", "copy.db", DATABASE__URL=url)
    asyncio.run(write(url, _add, 2))
    said = otklik(tmp_path, "restore", "copy.db", DATABASE__URL=url)
    assert (said.code, said.err) == (0, "")
    assert "may be a copy (it was restored from a backup)" in said.out
    assert _customers(shop) == 3
    [replaced] = tmp_path.glob("otklik.db.replaced-*")
    assert replaced.name in said.out
    assert _customers(replaced) == 5
    assert (_held(shop), _mode(shop), _customers(tmp_path / "copy.db")) == (CopySign.RESTORED, 0o600, 3)


@pytest.mark.parametrize("option", ["--go-on", "--drop"])
def test_a_hold_is_ended_at_the_terminal_with_the_restore_or_after_it(
    otklik: Terminal, shop: Path, tmp_path: Path, option: str
) -> None:
    url = f"sqlite:///{shop}"
    otklik(tmp_path, "backup", "copy.db", DATABASE__URL=url)
    assert otklik(tmp_path, "restore", "copy.db", DATABASE__URL=url).code == 0
    said = otklik(tmp_path, "doctor", DATABASE__URL=url)
    assert said.code == 1
    assert "otklik doctor --drop" in said.out
    assert otklik(tmp_path, "doctor", option, DATABASE__URL=url).code == 0
    assert _held(shop) is None
    assert otklik(tmp_path, "restore", "copy.db", option, DATABASE__URL=url).code == 0
    assert _held(shop) is None
    assert "nothing to decide" in otklik(tmp_path, "doctor", option, DATABASE__URL=url).out


@pytest.mark.parametrize("option", ["--go-on", "--drop"])
def test_what_was_decided_at_the_terminal_is_not_asked_again_at_the_start(
    otklik: Terminal, shop: Path, tmp_path: Path, option: str
) -> None:
    url = f"sqlite:///{shop}"
    asyncio.run(write(url, installation.store, Installation("one", 7)))
    InstallationFile(shop).write(Seal("one", 9))
    assert "it is behind the mark" in otklik(tmp_path, "doctor", DATABASE__URL=url).out
    assert "may be a copy" not in otklik(tmp_path, "doctor", option, DATABASE__URL=url).out
    here = asyncio.run(write(url, installation.find))
    assert installation.sign_of_file(here, InstallationFile(shop).read()) is None


def test_a_decision_at_the_restore_holds_for_every_later_start(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shop}"
    asyncio.run(write(url, installation.store, Installation("this", mark=4)))
    otklik(tmp_path, "backup", "copy.db", DATABASE__URL=url)
    asyncio.run(write(url, installation.rise))
    InstallationFile(shop).write(Seal("this", 5))
    assert otklik(tmp_path, "restore", "copy.db", "--go-on", DATABASE__URL=url).code == 0
    found = asyncio.run(write(url, installation.find))
    assert found is not None
    assert installation.sign_of_file(found, InstallationFile(shop).read()) is None
    assert found.id != "this"


def test_a_place_to_which_nothing_can_be_restored_is_a_sentence(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    otklik(tmp_path, "backup", "copy.db", DATABASE__URL=f"sqlite:///{shop}")
    said = otklik(tmp_path, "restore", "copy.db", DATABASE__URL=f"sqlite:///{shop}/otklik.db")
    assert said.code == 2
    assert "EEXIST" in said.sentence


def test_a_second_restore_leaves_the_first_its_work(otklik: Terminal, shop: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{shop}"
    otklik(tmp_path, "backup", "copy.db", DATABASE__URL=url)
    (tmp_path / "otklik.db.part").write_bytes(b"the first is at it")
    lock = FileLock(f"{shop}.lock")
    assert asyncio.run(lock.acquire())
    assert otklik(tmp_path, "restore", "copy.db", DATABASE__URL=url).code == 2
    lock.release()
    assert (tmp_path / "otklik.db.part").read_bytes() == b"the first is at it"


def test_a_file_that_another_program_keeps_to_itself_does_not_keep_a_backup_for_ever(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(shop, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        said = otklik(tmp_path, "backup", "copy.db", DATABASE__URL=f"sqlite:///{shop}")
    assert said.code == 1
    assert "SQLITE_BUSY" in said.sentence


def test_nothing_is_put_back_under_a_process_that_serves(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shop}"
    otklik(tmp_path, "backup", "copy.db", DATABASE__URL=url)
    asyncio.run(write(url, _add, 2))
    lock = FileLock(f"{shop}.lock")
    assert asyncio.run(lock.acquire())
    said = otklik(tmp_path, "restore", "copy.db", DATABASE__URL=url)
    lock.release()
    assert said.code == 2
    assert "stop it first" in said.sentence
    assert _customers(shop) == 5
    assert list(tmp_path.glob("*.part*")) == list(tmp_path.glob("*.replaced*")) == []


@pytest.mark.parametrize(
    "content", [None, b"", b"no database" * 1000, b"SQLite format 3\x00" + b"\xff" * 8000]
)
def test_what_is_no_backup_replaces_nothing(
    otklik: Terminal, shop: Path, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "copy.db").write_bytes(content)
    said = otklik(tmp_path, "restore", "copy.db", DATABASE__URL=f"sqlite:///{shop}")
    assert said.code == 2
    assert "nothing was replaced" in said.sentence
    assert (_customers(shop), _held(shop)) == (3, None)
    assert (tmp_path / "copy.db").exists() == (content is not None)
    assert list(tmp_path.glob("*.part*")) == list(tmp_path.glob("*.replaced*")) == []


def test_files_that_customers_sent_go_with_the_backup_and_come_back(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shop}"
    files = tmp_path / "otklik.db.files" / "17"
    files.mkdir(parents=True)
    (files / "photo").write_bytes(b"first")
    (files / "next.part").write_bytes(b"fir")  # somebody is at it
    otklik(tmp_path, "backup", "copy.db", DATABASE__URL=url)
    (files / "next.part").unlink()
    (files / "photo").unlink()
    (files / "later").write_bytes(b"later")
    otklik(tmp_path, "restore", "copy.db", DATABASE__URL=url)
    assert [file.name for file in files.iterdir()] == ["photo"]
    assert (files / "photo").read_bytes() == b"first"
    [kept] = tmp_path.glob("otklik.db.replaced-*.files")
    assert [file.name for file in (kept / "17").iterdir()] == ["later"]
    assert otklik(tmp_path, "backup", "copy.db", "--force", DATABASE__URL=url).code == 0
    assert (tmp_path / "copy.db.files" / "17" / "photo").read_bytes() == b"first"
    assert list(tmp_path.glob("*.part*")) == []


def test_a_database_of_an_older_schema_is_saved_before_it_is_migrated(
    otklik: Terminal, shop: Path, tmp_path: Path
) -> None:
    older = text("UPDATE alembic_version SET version_num = '0000'")
    asyncio.run(write(f"sqlite:///{shop}", Connection.execute, older))
    otklik(tmp_path, "migrate", DATABASE__URL=f"sqlite:///{shop}")
    [saved] = tmp_path.glob("otklik.db.before-*")
    assert (_customers(saved), _mode(saved)) == (3, 0o600)
    saved.unlink()
    asyncio.run(
        write(
            f"sqlite:///{shop}", Connection.execute, text("UPDATE alembic_version SET version_num = '0001'")
        )
    )
    assert otklik(tmp_path, "migrate", DATABASE__URL=f"sqlite:///{shop}").code == 0
    assert list(tmp_path.glob("otklik.db.before-*")) == []


def test_numbers_of_a_copy_come_with_a_warning(otklik: Terminal, shop: Path, tmp_path: Path) -> None:
    asyncio.run(write(f"sqlite:///{shop}", installation.store, Installation("one", 7)))
    InstallationFile(shop).write(Seal("one", 7))
    said = otklik(tmp_path, "report", "nps", "--json", DATABASE__URL=f"sqlite:///{shop}")
    assert (said.code, said.err) == (0, "")
    copy = tmp_path / "copy.db"
    copy.write_bytes(shop.read_bytes())  # without what stands in the log
    said = otklik(tmp_path, "report", "nps", "--json", DATABASE__URL=f"sqlite:///{copy}")
    assert said.code == 0
    assert "may be a copy of the database (its mark, the file *.id, is missing beside it)" in said.err
    assert said.out.startswith("{")


def _spoil(connection: Connection) -> None:
    values = {"bot_id": 1, "lane": 1, "kind": "message", "state": InboxState.POISON, "tries": 1}
    connection.execute(inbox.insert(), [{"update_id": 5, "received_at": MOMENT, **values}])
    heartbeats.record(connection, BACKUP, MOMENT)


def test_a_doctor_finds_nothing_where_nothing_is_wrong(otklik: Terminal, shop: Path, tmp_path: Path) -> None:
    shop.chmod(0o600)
    said = otklik(tmp_path, "doctor", DATABASE__URL=f"sqlite:///{shop}")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "· No nightly backups are made: name a folder for them in backup.directory.",
        "· There are no orders: complaints have nothing to be held against, and nobody is known to be "
        "active. Load them: otklik import orders.",
        "Nothing is wrong.",
    ]
    said = otklik(tmp_path, "doctor", language="ru", DATABASE__URL=f"sqlite:///{shop}")
    assert said.out.endswith("Всё в порядке.\n")


def test_a_doctor_names_each_fault_in_a_sentence(otklik: Terminal, shop: Path, tmp_path: Path) -> None:
    asyncio.run(write(f"sqlite:///{shop}", _spoil))
    shop.chmod(0o644)
    said = otklik(tmp_path, "doctor", DATABASE__URL=f"sqlite:///{shop}", BACKUP__DIRECTORY="backups")
    assert said.code == 1
    assert [line[:24] for line in said.out.splitlines()] == [
        "✗ Other users of this ma",
        "✗ 1 updates could not be",
        "✗ There is no recent nig",
        "· There are no orders: c",
    ]


def test_a_doctor_sees_what_is_damaged_missing_or_old(otklik: Terminal, shop: Path, tmp_path: Path) -> None:
    said = otklik(tmp_path, "doctor", DATABASE__URL=f"sqlite:///{tmp_path}/none.db")
    assert said.code == 1
    assert "does not exist" in said.out
    older = text("UPDATE alembic_version SET version_num = '0000'")
    asyncio.run(write(f"sqlite:///{shop}", Connection.execute, older))
    assert "otklik migrate" in otklik(tmp_path, "doctor", DATABASE__URL=f"sqlite:///{shop}").out


def test_a_server_is_saved_by_its_own_program(
    otklik: Terminal, postgres: Postgres, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{postgres.origin}:{os.environ['PATH']}")
    assert otklik(tmp_path, "migrate", DATABASE__URL=postgres_url).code == 0
    said = otklik(tmp_path, "backup", "copy.dump", DATABASE__URL=postgres_url)
    assert (said.code, said.err) == (0, "")
    assert (tmp_path / "copy.dump").read_bytes().startswith(b"PGDMP")
    assert _mode(tmp_path / "copy.dump") == 0o600
    said = otklik(tmp_path, "restore", "copy.dump", DATABASE__URL=postgres_url)
    assert said.code == 2
    assert "pg_restore" in said.sentence
    assert otklik(tmp_path, "doctor", DATABASE__URL=postgres_url).code == 0


def test_a_server_without_its_program_is_a_sentence(
    otklik: Terminal, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = otklik(tmp_path, "backup", "copy.dump", DATABASE__URL=postgres_url)
    assert said.code == 2
    assert "pg_dump" in said.sentence
    assert list(tmp_path.glob("copy.dump*")) == []

"""Whoever else uses the machine reads nothing of the database, whatever the umask."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engines import schema
from storage.engines.factory import open_database
from storage.engines.installation_file import InstallationFile, Seal
from storage.engines.leader_lock import leader_lock
from storage.engines.private_files import create_file


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def _modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


def _widen(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o664)


async def _served(url: str, folder: Path) -> dict[str, int]:
    """The modes of all that stands in the folder while the database is in use."""
    async with open_database(url) as database, leader_lock(url) as lock:
        assert await lock.acquire()
        await database.write(schema.migrate)
        InstallationFile(folder / "otklik.db").write(Seal("one"))
        return _modes(folder)


@pytest.mark.usefixtures("umask")
async def test_the_files_of_a_new_database_and_folders_on_the_way_are_its_owners_alone(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "srv" / "otklik"
    modes = await _served(f"sqlite:///{folder}/otklik.db", folder)
    assert modes.keys() == {"otklik.db", "otklik.db-wal", "otklik.db-shm", "otklik.db.lock", "otklik.db.id"}
    assert set(modes.values()) == {0o600}
    assert {one: oct(mode) for one, mode in _modes(tmp_path).items()} == {"srv": "0o700"}
    assert _modes(folder.parent) == {"otklik": 0o700}


async def test_files_that_were_open_to_others_are_closed_at_the_start_and_it_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"sqlite:///{tmp_path}/otklik.db"
    await _served(url, tmp_path)
    _widen(tmp_path)
    assert set((await _served(url, tmp_path)).values()) == {0o600}
    assert "file was open to others name=otklik.db mode=664" in caplog.text
    caplog.clear()
    await _served(url, tmp_path)
    assert caplog.text == ""


async def test_who_only_reads_changes_no_modes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/otklik.db"
    await _served(url, tmp_path)
    (tmp_path / "otklik.db").chmod(0o640)
    async with open_database(url, read_only=True):
        assert _modes(tmp_path)["otklik.db"] == 0o640


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    create_file(tmp_path / "new" / "file")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert _modes(tmp_path) == {"new": 0o700}

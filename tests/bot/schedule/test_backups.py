"""The nightly backup: made once, made up for, the last few kept, its failure told once a day."""

import os
import stat
from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path

import pytest

from bot.config.schema import BackupSection
from bot.schedule.backups import Backups
from storage.engines.database import Database
from tests.harness import Harness, app_context, opened
from tests.postgres import Postgres
from tests.updates import BORIS

AT = time(14)  # two hours after the clock of the tests begins, in the business's zone


@pytest.fixture
async def harness(
    database: Database, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Harness]:
    monkeypatch.setenv("PATH", f"{postgres.origin}:{os.environ['PATH']}")
    async with opened(database) as one:
        yield one


def _backups(harness: Harness, folder: Path | None, keep: int = 2) -> Backups:
    parts = harness.parts
    settings = BackupSection(directory=folder, keep=keep, at=AT.strftime("%H:%M"))
    zone = app_context().zone
    return Backups(settings, zone, harness.database, parts.contexts, parts.enqueuer, parts.clock)


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_a_backup_is_made_once_a_night_and_the_last_ones_stay(harness: Harness, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    backups = _backups(harness, folder)
    await backups.run_once()
    await backups.run_once()
    assert _names(folder) == ["otklik-2026-10-15T1200.backup"]
    (folder / "precious.txt").write_text("mine")
    for expected in ("otklik-2026-10-15T1500.backup", "otklik-2026-10-16T1500.backup"):
        harness.fake_clock.move(hours=3 if "15T" in expected else 24)
        await backups.run_once()
        await backups.run_once()
        assert expected in _names(folder)
    assert _names(folder) == [
        "otklik-2026-10-15T1500.backup",
        "otklik-2026-10-16T1500.backup",
        "precious.txt",
    ]
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.glob("*.backup")} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    # Another process knows of it, and days without the bot are made up for by one.
    harness.fake_clock.move(hours=1)
    await _backups(harness, folder).run_once()
    assert len(_names(folder)) == 3
    harness.fake_clock.move(days=5)
    await _backups(harness, folder).run_once()
    assert "otklik-2026-10-21T1600.backup" in _names(folder)


async def test_nothing_is_saved_where_no_folder_is_named(harness: Harness) -> None:
    await _backups(harness, None).run_once()
    assert await harness.told() == []


async def test_owners_hear_of_a_failure_once_a_day_and_it_is_tried_again(
    harness: Harness, tmp_path: Path
) -> None:
    await harness.say(BORIS, "/privacy")
    folder = tmp_path / "backups"
    folder.write_text("in the way")
    backups = _backups(harness, folder)
    for _ in range(20):
        await backups.run_once()
        harness.fake_clock.move(hours=1)
    [told] = await harness.told()
    assert told.body["chat_id"] == BORIS.id
    assert "Ночную копию базы сделать не удалось (" in told.text
    harness.fake_clock.move(hours=4)
    await backups.run_once()
    assert len(await harness.told()) == 1
    folder.unlink()
    harness.fake_clock.move(hours=1)
    await backups.run_once()
    assert len(_names(folder)) == 1


async def test_a_backup_that_never_ends_well_keeps_the_ones_before(harness: Harness, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    backups = _backups(harness, folder, keep=1)
    await backups.run_once()
    [kept] = _names(folder)
    harness.fake_clock.move(days=1)
    (folder / "otklik-2026-10-16T1200.backup.part").mkdir()  # in the way of anybody, root included
    await backups.run_once()
    assert kept in _names(folder)

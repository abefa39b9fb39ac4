"""What `otklik doctor` finds: one sentence a fault, and what an administrator may want to know."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.cli.copy_decision import held_text
from bot.cli.offline import copy_text
from bot.config.context_store import unusable_content
from bot.config.schema import Config
from storage.backup import FILES
from storage.diagnosis import StoreFacts, facts
from storage.engines import schema
from storage.engines.factory import open_database
from storage.engines.sqlite import file_of
from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText
from texts.durations import rounded_duration

_LATE_AFTER: Final = timedelta(minutes=10)
_BACKUP_AFTER: Final = timedelta(hours=26)
_ROOM: Final = 200_000_000
_BESIDE: Final = ("", "-wal", "-shm", ".lock", ".id", FILES)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    text: InterfaceText
    is_fault: bool = True


async def diagnoses(config: Config) -> list[Diagnosis]:
    """All that was found, in the order in which it should be mended."""
    url = config.database.url.get_secret_value()
    found: list[Diagnosis] = []
    is_file = url.startswith("sqlite:")
    if is_file:
        found += _of_disk(file_of(url))
    try:
        async with open_database(url, create=False, read_only=True) as database:
            await database.read(schema.check)
            now = datetime.now(UTC)
            read = await database.read(facts, now)
            is_held = read.here is not None and read.here.held_at is not None
            if not is_held and (text := await copy_text(database)) is not None:
                found.append(Diagnosis(text))
            found += _of_store(read, config, now)
            found += [Diagnosis(text) for text in await database.read(unusable_content, config)]
    except UserErrors as error:
        found += [Diagnosis(text) for text in error.texts]
    return found


def _of_disk(file: Path) -> Iterator[Diagnosis]:
    beside = [Path(f"{file}{suffix}") for suffix in _BESIDE]
    wide = [one.name for one in beside if one.exists() and stat.S_IMODE(one.stat().st_mode) & 0o077]
    if wide:
        yield Diagnosis(InterfaceText("doctor-open-files", files=", ".join(wide)))
    if file.exists():
        free, size = shutil.disk_usage(file.parent).free, file.stat().st_size
        if free < max(_ROOM, 2 * size):
            yield Diagnosis(InterfaceText("doctor-disk", free=f"{free / 1e6:.0f}"))


def _of_store(found: StoreFacts, config: Config, now: datetime) -> Iterator[Diagnosis]:
    if not found.is_sound:
        yield Diagnosis(InterfaceText("doctor-corrupt"))
    if found.here is not None and found.here.held_at is not None:
        yield Diagnosis(held_text(found.here, found.waits))
    if found.poison:
        yield Diagnosis(InterfaceText("doctor-poison", n=found.poison))
    if found.oldest_due is not None and now - found.oldest_due > _LATE_AFTER:
        minutes = int((now - found.oldest_due).total_seconds() / 60)
        yield Diagnosis(InterfaceText("doctor-late", minutes=minutes))
    if found.dead:
        yield Diagnosis(InterfaceText("doctor-dead", n=found.dead), is_fault=False)
    if found.untold:
        yield Diagnosis(InterfaceText("doctor-untold", n=found.untold), is_fault=False)
    if not found.knows_cluster:
        yield Diagnosis(InterfaceText("doctor-no-cluster"), is_fault=False)
    yield from _of_backups(found, config, now)
    yield _of_orders(found, now)


def _of_orders(found: StoreFacts, now: datetime) -> Diagnosis:
    """How fresh they are: whoever sends them to us may have stopped without a word."""
    if found.last_order_at is None:
        return Diagnosis(InterfaceText("doctor-no-orders"), is_fault=False)
    n, unit = rounded_duration((now - found.last_order_at).total_seconds())
    return Diagnosis(InterfaceText("doctor-last-order", n=n, unit=unit), is_fault=False)


def _of_backups(found: StoreFacts, config: Config, now: datetime) -> Iterator[Diagnosis]:
    if config.backup.directory is None:
        yield Diagnosis(InterfaceText("doctor-no-backups"), is_fault=False)
    elif found.backed_up_at is None or now - found.backed_up_at > _BACKUP_AFTER:
        yield Diagnosis(InterfaceText("doctor-old-backup"))

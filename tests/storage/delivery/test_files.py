"""What is known of files: whose they are, how much of a person's is kept, and what is read of them."""

from datetime import UTC, datetime, timedelta

from storage.delivery import files
from storage.delivery.files import FileUsage
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.rows import File
from storage.states import FileState

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _add(connection: Connection, *added: File) -> None:
    effects = Effects()
    for file in added:
        effects.add(file)
    flush(connection, [effects])


def _file(number: int, *, customer: int = 7, hours: int = 0, size: int | None = 10, state: FileState) -> File:
    return File(
        number, "photo", "image/jpeg", NOW - hours * HOUR, telegram_file_id=f"AgAC{number}", state=state,
        size=size, customer_id=customer,
    )  # fmt: skip


async def test_what_a_customer_sent_lately_counts_unless_it_was_left_with_telegram(
    database: Database,
) -> None:
    kept = [
        _file(1, state=FileState.STORED),
        _file(2, state=FileState.ORDERED, size=None),
        _file(3, state=FileState.LEFT),
        _file(4, state=FileState.STORED, hours=30),
        _file(5, state=FileState.STORED, customer=8),
    ]
    await database.write(_add, *kept)
    since = NOW - 24 * HOUR
    assert await database.read(files.usage, 7, since) == FileUsage(2, 10)
    assert await database.read(files.usage, 7, since, but=1) == FileUsage(1, 0)
    assert await database.read(files.usage, 9, since) == FileUsage(0, 0)
    assert await database.read(files.left, 7, ["AgAC1", "AgAC3", "AgAC5"]) == {"AgAC3"}


async def test_the_same_file_is_known_for_as_long_as_it_counts(database: Database) -> None:
    await database.write(_add, _file(1, state=FileState.ORDERED, hours=30))
    assert await database.read(files.is_known, 7, "AgAC1", NOW - 48 * HOUR)
    assert not await database.read(files.is_known, 7, "AgAC1", NOW - 24 * HOUR)
    assert not await database.read(files.is_known, 8, "AgAC1", NOW - 48 * HOUR)

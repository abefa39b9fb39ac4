"""Files: what is sent, and what customers sent. Large ones lie on disk: storage/delivery/file_store.py."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update

from storage.rows import File, columns_of
from storage.states import FileState
from storage.tables import files

_IS_SENT_IN = files.c.customer_id.is_not(None)  # as the partial index says it


@dataclass(frozen=True, slots=True)
class FileUsage:
    """How many files of a customer we have or fetch, and of how many bytes as far as that is known."""

    count: int
    size: int


def usage(connection: Connection, customer_id: int, since: datetime, *, but: int | None = None) -> FileUsage:
    """What a customer sent since that moment and we keep; `but` is the id of a file that does not count."""
    found: Select[Any] = (
        select(func.count(), func.coalesce(func.sum(files.c.size), 0))
        .where(_IS_SENT_IN, files.c.customer_id == customer_id, files.c.created_at >= since)
        .where(files.c.state != FileState.LEFT)
    )
    found = found.where(files.c.telegram_file_id.is_not(None))  # what we made for them is not theirs
    if but is not None:
        found = found.where(files.c.id != but)
    count, size = connection.execute(found).one()
    return FileUsage(count, int(size))


def is_known(connection: Connection, customer_id: int, telegram_file_id: str, since: datetime) -> bool:
    """Whether the customer sent this very file since that moment, so that it need not be fetched again."""
    found = select(files.c.id).where(
        _IS_SENT_IN,
        files.c.customer_id == customer_id,
        files.c.created_at >= since,
        files.c.telegram_file_id == telegram_file_id,
    )
    return connection.execute(found.limit(1)).first() is not None


def left(connection: Connection, customer_id: int, telegram_file_ids: Collection[str]) -> frozenset[str]:
    """Those of a customer's files, by Telegram's ids, that are with Telegram only."""
    found = select(files.c.telegram_file_id).where(
        _IS_SENT_IN,
        files.c.customer_id == customer_id,
        files.c.state == FileState.LEFT,
        files.c.telegram_file_id.in_(telegram_file_ids),
    )
    return frozenset(connection.execute(found).scalars())


def find(connection: Connection, file_id: int) -> File | None:
    """The file of that id as its row says, without its content; None where there is none."""
    columns = [column for column in columns_of(File) if column.name != "content"]
    row = connection.execute(select(*columns).where(files.c.id == file_id)).mappings().one_or_none()
    return File(**row) if row else None


def store(connection: Connection, file_id: int, content: bytes | None, size: int, sha256: str) -> None:
    """Note that a file is with us; `content` is None where it lies on disk."""
    _change(connection, file_id, state=FileState.STORED, content=content, size=size, sha256=sha256)


def leave(connection: Connection, file_id: int, size: int | None) -> None:
    """Note that a file is left with Telegram."""
    _change(connection, file_id, state=FileState.LEFT, size=size)


def forget(connection: Connection, before: datetime) -> int:
    """Drop files that came before that moment and return how many; on disk they are to be swept away."""
    return connection.execute(delete(files).where(files.c.created_at < before)).rowcount


def forget_copies(connection: Connection, before: datetime) -> int:
    """Drop the copies of their data that people asked for before that moment, and return how many."""
    ours = (_IS_SENT_IN, files.c.telegram_file_id.is_(None), files.c.created_at < before)
    return connection.execute(delete(files).where(*ours)).rowcount


def lying(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those of the ids whose files lie on disk or are to be fetched."""
    found = select(files.c.id).where(files.c.id.in_(ids), files.c.state != FileState.LEFT)
    return set(connection.execute(found).scalars())


def _change(connection: Connection, file_id: int, **values: Any) -> None:
    connection.execute(update(files).where(files.c.id == file_id).values(**values))

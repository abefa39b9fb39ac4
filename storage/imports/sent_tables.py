"""Files of customers and orders that managers sent in the chat, each decided on once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from storage.rows import SentTable, columns_of
from storage.states import SentTableState
from storage.tables import sent_tables


def find(connection: Connection, table_id: int) -> SentTable | None:
    """The file of that id; None where there is none."""
    row = connection.execute(select(*columns_of(SentTable)).where(sent_tables.c.id == table_id)).one_or_none()
    return SentTable(*row) if row else None


def move(
    connection: Connection, /, table_id: int, before: Collection[SentTableState], after: SentTableState,
    **values: Any,
) -> bool:  # fmt: skip
    """Move a file on, with further values of its row; False where it is in none of the states before."""
    moved = (
        update(sent_tables)
        .where(sent_tables.c.id == table_id, sent_tables.c.state.in_(before))
        .values(state=after, **values)
    )
    return connection.execute(moved).rowcount == 1


def forget(connection: Connection, before: datetime) -> None:
    """Drop what was sent before that moment, and with it who sent it."""
    connection.execute(delete(sent_tables).where(sent_tables.c.created_at < before))

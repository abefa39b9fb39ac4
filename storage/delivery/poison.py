"""Poison: updates that could not be handled, to be looked at, tried again or dropped by an administrator."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.rows import InboxUpdate
from storage.states import InboxState
from storage.tables import inbox

_IS_POISON = inbox.c.state == InboxState.POISON


def list_poison(connection: Connection) -> list[InboxUpdate]:
    """All of it, oldest first."""
    found = connection.execute(
        select(inbox).where(_IS_POISON).order_by(inbox.c.received_at, inbox.c.update_id)
    )
    return [InboxUpdate(**row) for row in found.mappings()]


def replay(connection: Connection, update_ids: Sequence[int], now: datetime) -> int:
    """Let these updates wait again, behind what arrived before `now`; returns how many were poison.

    A running bot finds them within seconds, another one at its start.
    """
    again = {"state": InboxState.WAITING, "received_at": now, "tries": 0, "error": None}
    return _change(connection, update_ids, again)


def drop(connection: Connection, update_ids: Sequence[int]) -> int:
    """Forget what these updates said, for good; returns how many were poison."""
    return _change(connection, update_ids, {"state": InboxState.DONE, "payload": None, "error": None})


def forget(connection: Connection, before: datetime) -> int:
    """Drop poison received before that moment, and return how much."""
    return connection.execute(delete(inbox).where(_IS_POISON, inbox.c.received_at < before)).rowcount


def _change(connection: Connection, update_ids: Sequence[int], values: dict[str, object]) -> int:
    these = update(inbox).where(_IS_POISON, inbox.c.update_id.in_(update_ids))
    return connection.execute(these.values(values)).rowcount

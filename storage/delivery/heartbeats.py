"""Heartbeats: when something was last alive, to know after a silence how long it was."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import heartbeats
from storage.upsert import upsert


def record(connection: Connection, name: str, now: datetime) -> None:
    """Write down that the part of the program with this name is alive now."""
    connection.execute(upsert(connection, heartbeats, put=("beat_at",)), [{"name": name, "beat_at": now}])


def last(connection: Connection, name: str) -> datetime | None:
    """When the part of the program with this name was last alive; None where that was never recorded."""
    found: datetime | None = connection.execute(
        select(heartbeats.c.beat_at).where(heartbeats.c.name == name)
    ).scalar()
    return found

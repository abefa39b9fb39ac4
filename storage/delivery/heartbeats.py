"""Pulses: when something was last alive, to know after a silence how long it was."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import heartbeats
from storage.upsert import upsert


def record(connection: Connection, name: str, now: datetime) -> None:
    connection.execute(upsert(connection, heartbeats, put=("beat_at",)), [{"name": name, "beat_at": now}])


def last(connection: Connection, name: str) -> datetime | None:
    found: datetime | None = connection.execute(
        select(heartbeats.c.beat_at).where(heartbeats.c.name == name)
    ).scalar()
    return found

"""Pulses: when something was last alive, to know after a silence how long it was."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import pulses
from storage.upsert import upsert


def beat(connection: Connection, name: str, now: datetime) -> None:
    connection.execute(upsert(connection, pulses, put=("beat_at",)), [{"name": name, "beat_at": now}])


def last(connection: Connection, name: str) -> datetime | None:
    found: datetime | None = connection.execute(
        select(pulses.c.beat_at).where(pulses.c.name == name)
    ).scalar()
    return found

"""Which events of the company's systems were taken: the same again changes nothing."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete

from storage.tables import received_events
from storage.upsert import insert_new


def take(connection: Connection, source: str, event_ids: Collection[str], now: datetime) -> set[str]:
    """Write down that these are taken; those that were not before."""
    rows = [{"source": source, "event": event_id, "received_at": now} for event_id in sorted(event_ids)]
    if not rows:
        return set()
    return set(connection.execute(insert_new(connection, received_events, "event"), rows).scalars())


def give_back(connection: Connection, source: str, event_ids: Collection[str]) -> None:
    """Let these come again: they were refused."""
    if event_ids:
        connection.execute(
            delete(received_events).where(
                received_events.c.source == source, received_events.c.event.in_(sorted(event_ids))
            )
        )

"""Which events of the company's systems were taken: the same again changes nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.tables import received_events


def known(connection: Connection, source: str, event_ids: Collection[str]) -> set[str]:
    """Those of the ids that were taken from this source before."""
    if not event_ids:
        return set()
    found = select(received_events.c.event_id).where(
        received_events.c.source == source, received_events.c.event_id.in_(event_ids)
    )
    return set(connection.execute(found).scalars())


def add(connection: Connection, source: str, event_ids: Sequence[str], now: datetime) -> None:
    """Write down that these were taken; each is new and named once."""
    if event_ids:
        rows = [{"source": source, "event_id": event_id, "received_at": now} for event_id in event_ids]
        connection.execute(insert(received_events), rows)


def forget(connection: Connection, before: datetime) -> int:
    """Drop what was taken before that moment and return how many."""
    return connection.execute(delete(received_events).where(received_events.c.received_at < before)).rowcount

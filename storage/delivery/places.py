"""Questions about places; how they are filled and emptied is in outbox.py."""

from sqlalchemy import Connection, exists, select

from storage.states import OutboxState
from storage.tables import outbox, places


def is_taken(connection: Connection, name: str) -> bool:
    """Whether something is at that place, or is about to be sent there."""
    filled = exists().where(places.c.name == name, places.c.filled_at.is_not(None))
    coming = exists().where(outbox.c.fills == name, outbox.c.state == OutboxState.READY)
    return bool(connection.execute(select(filled | coming)).scalar())

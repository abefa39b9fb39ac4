"""The outbox as tests look at it."""

from datetime import datetime

from sqlalchemy import Connection

from storage.delivery.backlog import read_due
from storage.rows import OutboxRow


def due(connection: Connection, now: datetime, limit: int) -> list[OutboxRow]:
    """Up to `limit` rows that may be sent now, the most urgent first and among equals the oldest."""
    return read_due(connection, now).rows[:limit]

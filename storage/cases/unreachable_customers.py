"""Open cases whose customers blocked the bot, or came back, since the case was told last."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from storage.tables import cases, customers

_OPEN: Final = (
    select(cases.c.id, customers.c.blocked_at)
    .join_from(cases, customers, customers.c.id == cases.c.customer_id)
    .where(cases.c.closed_at.is_(None))
    .where(customers.c.blocked_at.is_distinct_from(cases.c.unreachable_since))
    .order_by(cases.c.id)
)


def changed(connection: Connection, limit: int) -> list[tuple[int, datetime | None]]:
    """Up to `limit` such cases by id, each with since when its customer is gone; None for who is back."""
    return [(case_id, since) for case_id, since in connection.execute(_OPEN.limit(limit))]

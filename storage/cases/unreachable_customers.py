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
    .order_by(cases.c.opened_at)
)


def changed(connection: Connection, limit: int) -> list[tuple[int, datetime | None]]:
    """The ids of up to `limit` such cases, each with since when its customer is gone, None once back.

    Those opened first come first.
    """
    return [(case_id, since) for case_id, since in connection.execute(_OPEN.limit(limit))]

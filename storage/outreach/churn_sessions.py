"""What leaving customers told; a reason that took the place of another on a later day stands beside it."""

from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import Connection, select

from storage.rows import ChurnSession
from storage.tables import churn_sessions

_SESSION = [churn_sessions.c[field.name] for field in fields(ChurnSession)]


def latest(connection: Connection, customer_id: int) -> ChurnSession | None:
    """What a customer told last about leaving; None for one who never told why."""
    return next(iter(told_by(connection, customer_id, 1)), None)


def told_by(connection: Connection, customer_id: int, most: int) -> list[ChurnSession]:
    """What a customer told about leaving, the latest first, at most so many; corrected later too."""
    rows = connection.execute(
        select(*_SESSION)
        .where(churn_sessions.c.customer_id == customer_id)
        .order_by(churn_sessions.c.told_at.desc(), churn_sessions.c.id.desc())
        .limit(most)
    )
    return [ChurnSession(*row) for row in rows]


def find(connection: Connection, conversation_ids: Collection[int]) -> dict[int, ChurnSession]:
    """What stands, by id, which is that of the conversation; conversations without it are missing."""
    if not conversation_ids:
        return {}
    rows = connection.execute(select(*_SESSION).where(churn_sessions.c.id.in_(conversation_ids)))
    return {row.id: ChurnSession(*row) for row in rows}

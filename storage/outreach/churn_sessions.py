"""What leaving customers told."""

from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import Connection, select

from storage.rows import ChurnSession
from storage.tables import churn_sessions

_SESSION = [churn_sessions.c[field.name] for field in fields(ChurnSession)]


def latest(connection: Connection, customer_id: int) -> ChurnSession | None:
    """What a customer told last about leaving; None for one who never told why."""
    row = connection.execute(
        select(*_SESSION)
        .where(churn_sessions.c.customer_id == customer_id)
        .order_by(churn_sessions.c.told_at.desc(), churn_sessions.c.id.desc())
        .limit(1)
    ).one_or_none()
    return ChurnSession(*row) if row else None


def find(connection: Connection, conversation_ids: Collection[int]) -> dict[int, ChurnSession]:
    """Churn sessions by id, which is that of their conversation; conversations without one are missing."""
    if not conversation_ids:
        return {}
    rows = connection.execute(select(*_SESSION).where(churn_sessions.c.id.in_(conversation_ids)))
    return {row.id: ChurnSession(*row) for row in rows}

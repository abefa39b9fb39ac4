"""What leaving customers told."""

from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import Connection, select

from storage.rows import ChurnSession
from storage.tables import churn_sessions

_SESSION = [churn_sessions.c[field.name] for field in fields(ChurnSession)]


def latest(connection: Connection, customer_id: int) -> ChurnSession | None:
    """What a customer told when they left last; None for one who never did."""
    row = connection.execute(
        select(*_SESSION)
        .where(churn_sessions.c.customer_id == customer_id)
        .order_by(churn_sessions.c.told_at.desc(), churn_sessions.c.id.desc())
        .limit(1)
    ).one_or_none()
    return ChurnSession(*row) if row else None


def find(connection: Connection, conversation_ids: Collection[int]) -> dict[int, ChurnSession]:
    """By the id of their conversation, which is theirs."""
    if not conversation_ids:
        return {}
    rows = connection.execute(select(*_SESSION).where(churn_sessions.c.id.in_(conversation_ids)))
    return {row.id: ChurnSession(*row) for row in rows}

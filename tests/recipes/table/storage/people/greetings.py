"""What customers were greeted with."""

from sqlalchemy import Connection, select

from storage.rows import Greeting, columns_of
from storage.tables import greetings


def latest_greeting(connection: Connection, customer_id: int) -> Greeting | None:
    """None for whoever was never greeted."""
    row = connection.execute(
        select(*columns_of(Greeting))
        .where(greetings.c.customer_id == customer_id)
        .order_by(greetings.c.greeted_at.desc())
        .limit(1)
    ).one_or_none()
    return Greeting(*row) if row is not None else None

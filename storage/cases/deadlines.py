"""Open cases whose staff are to be warned that something will be due."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from storage.rows import Case, columns_of
from storage.tables import cases


def to_warn_of(connection: Connection, now: datetime, limit: int) -> list[Case]:
    """Up to `limit` cases with a warning that is to be given by now, those that wait longest for it first."""
    return _cases(connection, cases.c.warn_at <= now, cases.c.warn_at, limit)


def waiting_for_staff(connection: Connection, after_id: int, limit: int) -> list[Case]:
    """Up to `limit` open cases whose customers wait for staff, by their ids from behind `after_id` on."""
    is_waiting = cases.c.closed_at.is_(None) & cases.c.awaiting_since.is_not(None)
    return _cases(connection, is_waiting & (cases.c.id > after_id), cases.c.id, limit)


def _cases(
    connection: Connection, condition: ColumnElement[bool], order: ColumnElement[object], limit: int
) -> list[Case]:
    found = select(*columns_of(Case)).where(condition).order_by(order).limit(limit)
    return [Case(*row) for row in connection.execute(found)]

"""Open cases whose staff are to be warned that something will be due."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.rows import Case, columns_of
from storage.tables import cases


def to_warn_of(connection: Connection, now: datetime, limit: int) -> list[int]:
    """The ids of up to `limit` cases with a warning that is to be given by now, the longest overdue first."""
    found = select(cases.c.id).where(cases.c.warn_at <= now).order_by(cases.c.warn_at).limit(limit)
    return list(connection.execute(found).scalars())


def locked(connection: Connection, case_id: int) -> Case | None:
    """The case of that id, which nobody else changes until the end of the transaction; None without one."""
    row = connection.execute(select(*columns_of(Case)).where(cases.c.id == case_id).with_for_update()).first()
    return Case(*row) if row is not None else None


def locked_waiting(connection: Connection, after_id: int, limit: int) -> list[Case]:
    """Up to `limit` open cases whose customers wait for staff, by their ids from behind `after_id` on.

    Nobody else changes them until the end of the transaction.
    """
    is_waiting = cases.c.closed_at.is_(None) & cases.c.awaiting_since.is_not(None)
    found = (
        select(*columns_of(Case)).where(is_waiting, cases.c.id > after_id).order_by(cases.c.id).limit(limit)
    )
    return [Case(*row) for row in connection.execute(found.with_for_update())]

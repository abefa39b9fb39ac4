"""The cases that somebody of the staff has."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select

from storage.rows import Case, columns_of
from storage.tables import cases
from surveys.cases.lifecycle import REOPENS_WITHIN

_CASE = columns_of(Case)
_OPEN = cases.c.closed_at.is_(None)


def open_cases_of(connection: Connection, telegram_id: int) -> list[Case]:
    """The open cases that somebody has, by number."""
    return _held(connection, telegram_id, _OPEN)


def reopenable_cases_of(connection: Connection, telegram_id: int, now: datetime) -> list[Case]:
    """The cases that somebody has and that are open or may be opened again, by number."""
    return _held(connection, telegram_id, or_(_OPEN, cases.c.closed_at >= now - REOPENS_WITHIN))


def _held(connection: Connection, telegram_id: int, which: ColumnElement[bool]) -> list[Case]:
    held = select(*_CASE).where(cases.c.holder_telegram_id == telegram_id, which).order_by(cases.c.number)
    return [Case(*row) for row in connection.execute(held)]

"""Open cases whose staff are to be warned that something will be due, or whose customers that it is late."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, String, cast, exists, literal, or_, select

from storage.rows import Case, columns_of
from storage.tables import cases, places

_IS_WAITING: Final = cases.c.closed_at.is_(None) & cases.c.awaiting_since.is_not(None)
_PLACES_OF: Final = literal("case:", String) + cast(cases.c.number, String) + ":"
_IS_KNOWN: Final = exists().where(
    places.c.name.between(_PLACES_OF, _PLACES_OF + "a"), places.c.chat_id > 0, places.c.filled_at.is_not(None)
)
"""Something of it has reached a private chat: staff may have begun it without a word to its customer."""
_DUE: Final = (cases.c.first_reply_due_at, cases.c.next_reply_due_at, cases.c.solution_due_at)


def to_warn_of(connection: Connection, now: datetime, limit: int) -> list[int]:
    """The ids of up to `limit` cases with a warning that is to be given by now, the longest overdue first."""
    found = select(cases.c.id).where(cases.c.warn_at <= now).order_by(cases.c.warn_at).limit(limit)
    return list(connection.execute(found).scalars())


def is_any_overdue(connection: Connection, now: datetime) -> bool:
    """Whether something is to be done by now about a case."""
    return connection.execute(select(cases.c.id).where(_is_overdue(now)).limit(1)).first() is not None


def locked_overdue(connection: Connection, now: datetime, limit: int) -> list[Case]:
    """Up to `limit` such cases, the longest waiting first, which nobody else changes meanwhile.

    What somebody changes at this moment is left out, so that nobody waits in a circle: it comes later.
    """
    found = select(*columns_of(Case)).where(_is_overdue(now)).order_by(cases.c.overdue_step_at).limit(limit)
    rows = connection.execute(found.with_for_update(skip_locked=True))
    return sorted((Case(*row) for row in rows), key=lambda one: one.awaiting_since or now)


def delayed(connection: Connection, since: datetime, now: datetime, limit: int) -> list[int]:
    """The ids of up to `limit` cases with something due from `since` to `now`, the longest waiting first.

    Without those whose customers were told during this wait, or have heard nothing of their case at all.
    """
    found = select(cases.c.id).where(_is_delayed(since, now)).order_by(cases.c.awaiting_since).limit(limit)
    return list(connection.execute(found).scalars())


def locked_delayed(connection: Connection, case_id: int, since: datetime, now: datetime) -> Case | None:
    """The case of that id, as `locked`, if it is still one of those; None otherwise."""
    found = select(*columns_of(Case)).where(cases.c.id == case_id, _is_delayed(since, now))
    row = connection.execute(found.with_for_update()).first()
    return Case(*row) if row is not None else None


def is_told_of_delay(connection: Connection, case_id: int) -> bool:
    """Whether the customer still waits for what they were told is late."""
    is_told = cases.c.delay_told_at >= cases.c.awaiting_since
    found = select(cases.c.id).where(cases.c.id == case_id, _IS_WAITING, is_told)
    return connection.execute(found).first() is not None


def locked(connection: Connection, case_id: int) -> Case | None:
    """The case of that id, which nobody else changes until the end of the transaction; None without one."""
    row = connection.execute(select(*columns_of(Case)).where(cases.c.id == case_id).with_for_update()).first()
    return Case(*row) if row is not None else None


def locked_waiting(connection: Connection, after_id: int, limit: int) -> list[Case]:
    """Up to `limit` open cases whose customers wait for staff, by their ids from behind `after_id` on.

    Nobody else changes them until the end of the transaction.
    """
    found = (
        select(*columns_of(Case)).where(_IS_WAITING, cases.c.id > after_id).order_by(cases.c.id).limit(limit)
    )
    return [Case(*row) for row in connection.execute(found.with_for_update())]


def _is_overdue(now: datetime) -> ColumnElement[bool]:
    return cases.c.overdue_step_at <= now


def _is_delayed(since: datetime, now: datetime) -> ColumnElement[bool]:
    is_untold = or_(cases.c.delay_told_at.is_(None), cases.c.delay_told_at < cases.c.awaiting_since)
    return _IS_WAITING & is_untold & or_(*(one.between(since, now) for one in _DUE)) & _IS_KNOWN

"""What managers did to change the numbers: their own words by day, which can be taken back."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select, update

from storage.engines.shared_reads import shared
from storage.rows import ManagerAction, columns_of
from storage.tables import manager_actions

_STANDING = select(*columns_of(ManagerAction)).where(manager_actions.c.undone_at.is_(None))
_ONE_DAY: Final = timedelta(days=1)
_DAY, _ID = manager_actions.c.day, manager_actions.c.id


def add(connection: Connection, action: ManagerAction) -> None:
    """Store an action."""
    connection.execute(insert(manager_actions), [asdict(action)])


def undo(connection: Connection, action_id: int, now: datetime) -> bool:
    """Take an action back; False where there is none or it was taken back before."""
    standing = manager_actions.c.id == action_id, manager_actions.c.undone_at.is_(None)
    done = connection.execute(update(manager_actions).where(*standing).values(undone_at=now))
    return done.rowcount == 1


def latest(connection: Connection, most: int) -> list[ManagerAction]:
    """The latest days first, at most so many."""
    rows = connection.execute(_STANDING.order_by(_DAY.desc(), _ID.desc()).limit(most))
    return [ManagerAction(*row) for row in rows]


@shared
def between(connection: Connection, start: date, end: date) -> list[ManagerAction]:
    """Those of days [start, end), the earliest first."""
    rows = connection.execute(_STANDING.where(_DAY.between(start, end - _ONE_DAY)).order_by(_DAY, _ID))
    return [ManagerAction(*row) for row in rows]

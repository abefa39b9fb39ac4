"""What a jump of the wall clock changes in stored moments, so that nothing is skipped and nothing done twice.

Times that were reckoned from the clock as it was go with it: a message to be tried again in a minute is tried
in a minute. Times that a calendar knows, weeks ahead, stay where they are: the clock is right by now.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, ColumnElement, Connection, Table, select, true, update

from storage.states import InboxState, JobState, OutboxState
from storage.tables import heartbeats, inbox, jobs, outbox, plans
from storage.update import keyed, update_by_key
from surveys.outreach.plan_state import PlanState

SOON: Final = timedelta(hours=1)
"""What was due within that time from the jump goes with the clock; what was due before is due at once."""

_DUE: Final = (
    (outbox, outbox.c.state == OutboxState.READY),
    (jobs, jobs.c.state == JobState.READY),
    (plans, plans.c.state == PlanState.WAITING),
)


def follow(connection: Connection, before: datetime, after: datetime) -> int:
    """Let stored moments follow a clock that showed `before` and all at once showed `after`.

    Returns how many rows of the outbox, of jobs and of plans have another time now.
    """
    moved = after - before
    _shift(connection, heartbeats, heartbeats.c.beat_at, true(), moved, key="name")
    if moved > timedelta():
        # What was in time is in time. What we start has a deadline of the calendar's, and none is moved.
        in_time = outbox.c.expires_at.between(before, after + SOON)
        reckoned = (outbox.c.state == OutboxState.READY) & outbox.c.kind.is_(None) & in_time
        return _shift(connection, outbox, outbox.c.expires_at, reckoned, moved)
    waiting = (inbox.c.state == InboxState.WAITING) & (inbox.c.received_at > after)
    connection.execute(update(inbox).where(waiting).values(received_at=after))
    return sum(
        _shift(
            connection, table, table.c.due_at, is_open & table.c.due_at.between(after, before + SOON), moved
        )
        for table, is_open in _DUE
    )


def _shift(
    connection: Connection, table: Table, column: Column[datetime], which: ColumnElement[bool],
    moved: timedelta, *, key: str = "id",
) -> int:  # fmt: skip
    """Instants are stored differently by each engine, so they are counted here."""
    found = connection.execute(select(table.c[key], column).where(which)).all()
    if found:
        changed = [keyed(row_key, {column.name: moment + moved}) for row_key, moment in found]
        connection.execute(update_by_key(table, (column.name,), key), changed)
    return len(found)

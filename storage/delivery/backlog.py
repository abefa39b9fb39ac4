"""What may be sent now, read so that nobody's many rows keep those of others from being read."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, or_, select

from storage.rows import OutboxRow, columns_of
from storage.states import OutboxState
from storage.tables import outbox
from surveys.outreach.urgency import Urgency

ROWS_AT_MOST: Final = 2_000
LINE_AT_MOST: Final = 100
_KEYS_AT_MOST: Final = 10_000
_ROUNDS: Final = 5

Line = tuple[int, int | None]
"""A chat and, in a group, one of its cases: what waits there goes in order."""


class _Key(NamedTuple):
    id: int
    urgency: Urgency
    line: Line


@dataclass(slots=True)
class DueRows:
    """Rows that may be sent now, the most urgent first and among equals the oldest."""

    rows: list[OutboxRow] = field(default_factory=list)
    unread_from: Urgency | None = None
    """Of this urgency and less urgent ones more may wait; None where all was read."""
    unread_lines: dict[Line, Urgency] = field(default_factory=dict)
    """Lines of which more waits, from that urgency on."""


def read_due(
    connection: Connection, now: datetime, known: Collection[int] = (), full: Collection[Line] = ()
) -> DueRows:
    """Up to 2,000 rows that may be sent now, but none of those that are known or whose line is full.

    Of one line come 100 at most, so that the others are reached however much waits in it.
    """
    found = DueRows(unread_lines=dict.fromkeys(full, Urgency.ESCALATION))
    taken: Counter[Line] = Counter()
    chosen: dict[int, Line] = {}
    for _ in range(_ROUNDS):
        keys = _due_keys(connection, now, found.unread_lines)
        found.unread_from = keys[-1].urgency if len(keys) == _KEYS_AT_MOST else None
        crowded = False
        for key in keys:
            if key.id in known or key.id in chosen:
                continue
            if len(chosen) == ROWS_AT_MOST:
                found.unread_from = key.urgency
                break
            if taken[key.line] < LINE_AT_MOST:
                taken[key.line] += 1
                chosen[key.id] = key.line
            elif key.line not in found.unread_lines:
                crowded = True
                found.unread_lines[key.line] = key.urgency
        if found.unread_from is None or not crowded:
            break
    found.rows = _ready(connection, chosen.keys()) if chosen else []
    return found


def _due_keys(connection: Connection, now: datetime, without: Collection[Line]) -> list[_Key]:
    columns = (outbox.c.id, outbox.c.urgency, outbox.c.chat_id, outbox.c.case_number)
    statement = select(*columns).where(outbox.c.state == OutboxState.READY, outbox.c.due_at <= now)
    if without:
        lines = [
            and_(outbox.c.chat_id == chat_id, outbox.c.case_number.is_not_distinct_from(case_number))
            for chat_id, case_number in without
        ]
        statement = statement.where(~or_(*lines))
    found = connection.execute(statement.order_by(outbox.c.urgency, outbox.c.id).limit(_KEYS_AT_MOST))
    return [_Key(row[0], row[1], (row[2], row[3])) for row in found]


def _ready(connection: Connection, row_ids: Collection[int]) -> list[OutboxRow]:
    found = connection.execute(
        select(*columns_of(OutboxRow))
        .where(outbox.c.id.in_(row_ids), outbox.c.state == OutboxState.READY)
        .order_by(outbox.c.urgency, outbox.c.id)
    )
    return [OutboxRow(*row) for row in found]

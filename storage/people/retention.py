"""How long each kind of data is kept: what is older is emptied or dropped, and no number of a report changes.

What is emptied is what `/forget` empties, so that nobody has to declare a column twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    literal,
    select,
    tuple_,
    update,
)

from storage.people.personal_data import PERSONAL, is_filled
from storage.tables import (
    answers,
    audit_log,
    cases,
    conversations,
    corrections,
    feedback,
    files,
    import_refusals,
    imports,
    messages,
    orders,
    received_events,
    sent_tables,
)
from surveys.cases.feedback import FeedbackState

_WINDOW: Final = 2_000
"""Rows that one step looks at, of which at most so many are written: some ten milliseconds."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RetentionPeriods:
    """How long what is kept; None for as long as the person does not ask to be forgotten."""

    files: timedelta = timedelta(days=365)
    """Photos, voice messages and other files that customers sent."""
    answers: timedelta | None = None
    """Words and files' ids of answers, wishes and other messages that belong to no complaint."""
    complaints: timedelta | None = None
    """Words of a complaint and of what was written about it, from when it was closed."""
    orders: timedelta | None = None
    """Further columns of the company's files; days, sums and touchpoints stay."""
    audit_log: timedelta | None = None
    refused_lines: timedelta | None = timedelta(days=90)
    """What was refused of imported files, in the file's own words."""
    sent_tables: timedelta | None = timedelta(days=30)
    """Files that managers sent in the chat to be imported."""
    events: timedelta | None = timedelta(days=400)
    """Ids of what came over the API and its hooks, by which the same is known when it comes again."""


@dataclass(frozen=True, slots=True, eq=False)
class RetainedTable:
    """Rows of one table that are kept for one of the periods."""

    table: Table
    period: str
    """The name of the period."""
    is_over: Callable[[datetime], ColumnElement[bool]]
    """The condition of rows whose period began before that moment."""
    emptied: Mapping[str, Any] = field(default_factory=dict)
    """Columns with what stands in them afterwards; without any the rows are dropped."""

    def is_due(self, before: datetime) -> ColumnElement[bool]:
        """The condition of rows of which something is to go."""
        over = self.is_over(before)
        return and_(over, is_filled(self.table, self.emptied)) if self.emptied else over


@dataclass(frozen=True, slots=True)
class RetentionWindow:
    """Some rows of a table in the order of their keys: those that are due, and where the next ones begin."""

    due: Sequence[Key]
    last: Key | None
    """None behind the last row."""


def _closed(before: datetime) -> ColumnElement[bool]:
    return and_(cases.c.closed_at.is_not(None), cases.c.closed_at < before)


def _is_of_case(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(cases.c.id == messages.c.case_id, condition)


def _is_of_old_import(before: datetime) -> ColumnElement[bool]:
    return exists().where(imports.c.id == import_refusals.c.import_id, imports.c.began_at < before)


def _is_old_table(before: datetime) -> ColumnElement[bool]:
    return and_(files.c.created_at < before, exists().where(sent_tables.c.id == files.c.id))


def _emptied(table: Table, *without: str) -> dict[str, Any]:
    return {name: value for name, value in PERSONAL[table.name].emptied.items() if name not in without}


RETAINED: Final = (
    RetainedTable(answers, "answers", lambda t: answers.c.answered_at < t, _emptied(answers)),
    RetainedTable(corrections, "answers", lambda t: corrections.c.corrected_at < t, _emptied(corrections)),
    RetainedTable(
        conversations, "answers", lambda t: conversations.c.touched_at < t, _emptied(conversations)
    ),
    RetainedTable(
        messages,
        "answers",
        lambda t: and_(messages.c.received_at < t, messages.c.case_id.is_(None)),
        _emptied(messages),
    ),
    RetainedTable(
        messages,
        "complaints",
        lambda t: and_(messages.c.received_at < t, _is_of_case(_closed(t))),
        _emptied(messages),
    ),
    RetainedTable(cases, "complaints", _closed, _emptied(cases)),
    # The company's id stays: a file that comes again must find the order.
    RetainedTable(orders, "orders", lambda t: orders.c.ordered_at < t, _emptied(orders, "external_id")),
    RetainedTable(audit_log, "audit_log", lambda t: audit_log.c.at < t),
    RetainedTable(import_refusals, "refused_lines", _is_of_old_import),
    RetainedTable(files, "sent_tables", _is_old_table),
    RetainedTable(received_events, "events", lambda t: received_events.c.received_at < t),
)
"""In this order."""


def window(
    connection: Connection, one: RetainedTable, before: datetime, after: Key | None
) -> RetentionWindow:
    """The next rows behind a key, None for the first ones; it only reads."""
    keys = tuple(one.table.primary_key)
    behind = () if after is None else (_row(keys) > _row(_values(keys, after)),)
    is_due = one.is_due(before).label("is_due")
    found = connection.execute(select(*keys, is_due).where(*behind).order_by(*keys).limit(_WINDOW)).all()
    due = [tuple(row[:-1]) for row in found if row[-1]]
    return RetentionWindow(due, tuple(found[-1][:-1]) if len(found) == _WINDOW else None)


def carry_out(connection: Connection, one: RetainedTable, before: datetime, due: Sequence[Key]) -> int:
    """Empty or drop the rows from the first to the last of these keys that are due, and return how many."""
    keys = tuple(one.table.primary_key)
    # By the range that they span, which the key's index finds: a list of pairs reads the whole table.
    first, last = _row(_values(keys, due[0])), _row(_values(keys, due[-1]))
    where = (_row(keys) >= first, _row(keys) <= last, one.is_due(before))
    if one.emptied:
        return connection.execute(update(one.table).where(*where).values(**one.emptied)).rowcount
    return connection.execute(delete(one.table).where(*where)).rowcount


def end_unread(connection: Connection, before: datetime, now: datetime) -> None:
    """Take what staff never read off their list once its words are to go."""
    unread = (feedback.c.state == FeedbackState.NEW, feedback.c.received_at < before)
    connection.execute(update(feedback).where(*unread).values(state=FeedbackState.SEEN, seen_at=now))


def _row(parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else tuple_(*parts)


def _values(keys: Sequence[Any], values: Key) -> tuple[Any, ...]:
    return tuple(literal(value, column.type) for column, value in zip(keys, values, strict=True))

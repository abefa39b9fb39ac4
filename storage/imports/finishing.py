"""An import begins to count in one short step; what it changes of other rows follows by the portion."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from storage.imports import imports
from storage.people import record_changes, staged_changes
from storage.people.record_changes import TABLES, RowChange, Values, counted_rows
from storage.reports import previous_orders, rhythms, totals, upkeep
from storage.rows import Import
from storage.states import ImportState
from storage.tables import orders
from surveys.records.records import RecordKind

PORTION: Final = 200
"""Rows or customers in a transaction."""


def begin_to_count(connection: Connection, found: Import, now: datetime) -> Import:
    """From this transaction on all new rows of the import count. Raises ImportTaken."""
    counting = imports.move(connection, found, ImportState.APPLYING, now)
    totals.settle(connection)
    return counting


def go_on(connection: Connection, found: Import) -> Import:
    """One portion of what remains to be done once the rows count; afterwards the import is done."""
    if _link_some(connection, found) or any(apply_some(connection, found.id, kind) for kind in RecordKind):
        return imports.find(connection, found.id)
    return imports.move(connection, found, ImportState.DONE)


def apply_some(connection: Connection, import_id: int, kind: RecordKind) -> bool:
    """Write some changes that wait; False where none does."""
    waiting = staged_changes.portion(connection, import_id, kind, PORTION, is_applied=False)
    replace_values(connection, kind, waiting)
    staged_changes.mark(connection, import_id, kind, [one.row_id for one in waiting], is_applied=True)
    return bool(waiting)


def replace_values(connection: Connection, kind: RecordKind, changes: list[RowChange]) -> None:
    """Write new values where the old ones still stand: what was said since then is newer."""
    if not changes:
        return
    now = stored(connection, kind, changes)
    still = [_where_equal(change, now[change.row_id]) for change in changes if change.row_id in now]
    written = [change for change in still if change.after]
    with upkeep.following(connection, changed=counted_rows({kind: written}), added={}):
        record_changes.write(connection, {kind: written})


def stored(connection: Connection, kind: RecordKind, changes: list[RowChange]) -> dict[int, Values]:
    """The rows of the changes as they are, by id."""
    table = TABLES[kind]
    found = select(table).where(table.c.id.in_([change.row_id for change in changes]))
    return {row["id"]: dict(row) for row in connection.execute(found).mappings()}


def _where_equal(change: RowChange, row: Values) -> RowChange:
    names = [name for name in change.after if row[name] == change.before[name]]
    return RowChange(
        change.row_id,
        {name: change.before[name] for name in names},
        {name: change.after[name] for name in names},
    )


def _link_some(connection: Connection, found: Import) -> bool:
    """Orders that were there before get to know new ones before them; False where all do."""
    buyers = select(orders.c.customer_id).where(orders.c.import_id == found.id).distinct()
    if found.linked_to is not None:
        buyers = buyers.where(orders.c.customer_id > found.linked_to)
    ids = list(connection.execute(buyers.order_by(orders.c.customer_id).limit(PORTION)).scalars())
    if ids:
        previous_orders.link(connection, ids)
        rhythms.follow(connection, ids)
        imports.link_up_to(connection, found, ids[-1])
    return bool(ids)

"""What an import changes of rows that others made: kept beside them until it counts, and to take it back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, exists, insert, literal, select, update

from storage.engines.types import Id, Instant
from storage.people.record_changes import RowChange, Values
from storage.tables import addresses, customers, import_addresses, import_changes, orders
from storage.upsert import upsert
from surveys.records.records import RecordKind

TABLES: Final[Mapping[RecordKind, Table]] = {RecordKind.CUSTOMERS: customers, RecordKind.ORDERS: orders}
_COLUMNS: Final = import_changes.c.row_id, import_changes.c.before, import_changes.c.after


def find(
    connection: Connection, import_id: int, kind: RecordKind, row_ids: Collection[int]
) -> dict[int, RowChange]:
    """What an import changes of these rows, by their ids."""
    if not row_ids:
        return {}
    mine = import_changes.c.import_id == import_id, import_changes.c.kind == kind
    found = select(*_COLUMNS).where(*mine, import_changes.c.row_id.in_(sorted(row_ids)))
    rows = connection.execute(found)
    return {row.row_id: _change(kind, row) for row in rows}


def put(
    connection: Connection,
    import_id: int,
    kind: RecordKind,
    changes: Collection[RowChange],
    *,
    is_applied: bool,
) -> None:
    """Keep changes; those of a row that are kept already are added to."""
    if not changes:
        return
    kept = find(connection, import_id, kind, [change.row_id for change in changes])
    rows = [_row(import_id, kind, _joined(kept.get(change.row_id), change), is_applied) for change in changes]
    connection.execute(upsert(connection, import_changes, put=("after", "before", "is_applied")), rows)


def portion(
    connection: Connection, import_id: int, kind: RecordKind, limit: int, *, is_applied: bool
) -> list[RowChange]:
    """Up to `limit` changes that are written by now, or are not."""
    mine = import_changes.c.import_id == import_id, import_changes.c.kind == kind
    found = select(*_COLUMNS).where(*mine, import_changes.c.is_applied.is_(is_applied)).limit(limit)
    return [_change(kind, row) for row in connection.execute(found)]


def mark(
    connection: Connection, import_id: int, kind: RecordKind, row_ids: Iterable[int], *, is_applied: bool
) -> None:
    """Note that changes of these rows are written, or are no longer."""
    mine = import_changes.c.import_id == import_id, import_changes.c.kind == kind
    marked = update(import_changes).where(*mine, import_changes.c.row_id.in_(list(row_ids)))
    connection.execute(marked.values(is_applied=is_applied))


def take_over(connection: Connection, kept: int, gone: int) -> None:
    """What imports change of a customer, and the addresses that one gave them, go to another: they are one.

    Of two changes in one import, that of the customer who is kept stands.
    """
    same = import_changes.alias("same")
    is_doubled = exists().where(
        same.c.import_id == import_changes.c.import_id,
        same.c.kind == import_changes.c.kind,
        same.c.row_id == kept,
    )
    theirs = import_changes.c.kind == RecordKind.CUSTOMERS, import_changes.c.row_id == gone
    connection.execute(update(import_changes).where(*theirs, ~is_doubled).values(row_id=kept))
    made = select(customers.c.import_id, addresses.c.kind, addresses.c.value, literal(kept, Id))
    made = made.join_from(customers, addresses, addresses.c.customer_id == customers.c.id)
    is_known = exists().where(
        import_addresses.c.import_id == customers.c.import_id,
        import_addresses.c.kind == addresses.c.kind,
        import_addresses.c.value == addresses.c.value,
    )
    given = made.where(customers.c.id == gone, customers.c.import_id.is_not(None), ~is_known)
    connection.execute(insert(import_addresses).from_select(import_addresses.c.keys(), given))


def _joined(kept: RowChange | None, change: RowChange) -> RowChange:
    if kept is None:
        return change
    before, after = {**change.before, **kept.before}, {**kept.after, **change.after}
    return RowChange(change.row_id, before, after)


def _row(import_id: int, kind: RecordKind, change: RowChange, is_applied: bool) -> Values:
    return {
        "import_id": import_id,
        "kind": kind,
        "row_id": change.row_id,
        "after": _plain(change.after),
        "before": _plain(change.before),
        "is_applied": is_applied,
    }


def _change(kind: RecordKind, row: Any) -> RowChange:
    return RowChange(row.row_id, *(_typed(TABLES[kind], values) for values in (row.before, row.after)))


def _plain(values: Mapping[str, Any]) -> Values:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


def _typed(table: Table, values: Mapping[str, Any]) -> Values:
    return {
        name: datetime.fromisoformat(value)
        if value is not None and isinstance(table.c[name].type, Instant)
        else value
        for name, value in values.items()
    }

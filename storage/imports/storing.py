"""Records of a file become rows of an import, a few hundred in a transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert

from storage.ids import Ids
from storage.imports import imports
from storage.people import customer_records, order_records, staged_changes
from storage.people.record_changes import RowChange, Stored
from storage.rows import Import
from storage.states import ImportState
from storage.tables import import_addresses
from surveys.language.languages import Language
from surveys.records.records import CustomerRecord, OrderRecord, RecordKind
from surveys.records.refusal import Refusal

Record = CustomerRecord | OrderRecord
Item = Record | Refusal


@dataclass(frozen=True, slots=True)
class _Store:
    plan: Callable[..., Any]
    write: Callable[..., None]


_STORES: Final[Mapping[RecordKind, _Store]] = {
    RecordKind.CUSTOMERS: _Store(customer_records.plan, customer_records.write),
    RecordKind.ORDERS: _Store(order_records.plan, order_records.write),
}


def take(
    connection: Connection, found: Import, items: Sequence[Item], now: datetime, ids: Ids, language: Language
) -> Import:
    """Store the next records of an import's file and return the import as it is then.

    Rows that were there before change once the import counts: at once where it does. Raises ImportTaken where
    another process has taken them.
    """
    records = [item for item in items if not isinstance(item, Refusal)]
    store, counts = _STORES[found.kind], found.state is ImportState.DONE
    planned = store.plan(connection, records, now, ids, language, found.id)
    own: dict[RecordKind, list[RowChange]] = {}
    for kind, rows in planned.row_sets.items():
        changes = rows.changes(found.id)
        made = {one.row_id for one in changes if rows.rows[one.row_id]["import_id"] == found.id}
        others = [one for one in changes if one.row_id not in made]
        staged_changes.put(connection, found.id, kind, others, is_applied=counts)
        own[kind] = changes if counts else [one for one in changes if one.row_id in made]
    store.write(connection, planned, own, found.id)
    _keep_addresses(connection, found.id, planned)
    outcome: Stored = planned.outcome
    refused = [item for item in items if isinstance(item, Refusal)] + list(outcome.refused)
    counted = outcome.created, outcome.changed, outcome.unchanged
    return imports.count(connection, found, len(items), counted, refused)


def compare(
    connection: Connection,
    kind: RecordKind,
    items: Sequence[Item],
    now: datetime,
    ids: Ids,
    language: Language,
) -> Stored:
    """What the records would come to; only reads."""
    records = [item for item in items if not isinstance(item, Refusal)]
    refused = tuple(item for item in items if isinstance(item, Refusal))
    outcome: Stored = _STORES[kind].plan(connection, records, now, ids, language).outcome
    return outcome + Stored(refused=refused)


def _keep_addresses(connection: Connection, import_id: int, planned: Any) -> None:
    """Addresses of new customers go with them."""
    fresh = planned.row_sets[RecordKind.CUSTOMERS].fresh
    given = [one for one in planned.people.added if one.customer_id not in fresh]
    if given:
        connection.execute(
            insert(import_addresses),
            [
                {
                    "import_id": import_id,
                    "kind": one.kind,
                    "value": one.value,
                    "customer_id": one.customer_id,
                }
                for one in given
            ],
        )

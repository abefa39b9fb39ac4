"""What becomes of a company's records, of either kind."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.ids import Ids
from storage.people import customer_records, order_records
from storage.people.record_changes import Stored
from surveys.language.languages import Language
from surveys.records.records import RecordKind

_STORES: dict[RecordKind, Any] = {
    RecordKind.CUSTOMERS: customer_records,
    RecordKind.ORDERS: order_records,
}


def store(
    connection: Connection,
    kind: RecordKind,
    records: Sequence[Any],
    now: datetime,
    ids: Ids,
    language: Language,
) -> Stored:
    """Write records of that kind, as the store of each kind tells it."""
    stored: Stored = _STORES[kind].store(connection, records, now, ids, language)
    return stored


def plan(
    connection: Connection,
    kind: RecordKind,
    records: Sequence[Any],
    now: datetime,
    ids: Ids,
    language: Language,
) -> Stored:
    """What `store` would do; only reads. Records of another block that is not written are not known."""
    outcome: Stored = _STORES[kind].plan(connection, records, now, ids, language).outcome
    return outcome

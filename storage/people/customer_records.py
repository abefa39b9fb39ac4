"""What the company says of its customers becomes rows. Said again, it changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert

from storage.ids import Ids
from storage.people import addresses, record_changes, staged_changes
from storage.people.identities import Identities
from storage.people.record_changes import RowChange, RowSet, Stored, Values, attributes_of, given_values
from storage.people.record_limits import sound_ones
from storage.reports import upkeep
from storage.rows import Customer
from storage.tables import customers
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import Language
from surveys.records.records import CustomerRecord, RecordKind
from surveys.records.refusal import Refusal

NAMES: Final = (
    "name",
    "language",
    "timezone",
    "segment",
    "joined_at",
    "left_at",
    "monthly_margin_minor",
    "source_updated_at",
    "attributes",
)
COLUMNS: Final = tuple(customers.c[name] for name in ("id", "import_id", "returned_at", *NAMES))


@dataclass(slots=True)
class CustomerPlan:
    """What records come to; nothing is written yet."""

    people: Identities
    rows: RowSet
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)

    @property
    def outcome(self) -> Stored:
        return Stored(self.created, self.changed, self.unchanged, tuple(self.refused))


def store(
    connection: Connection,
    records: Sequence[CustomerRecord],
    now: datetime,
    ids: Ids,
    language: Language,
) -> Stored:
    """Write customers in one transaction; a thousand at a time is enough.

    `language` is theirs where a record names none. What is None in a record stays as it is.
    """
    found = plan(connection, records, now, ids, language, is_held=True)
    write(connection, found, found.rows.changes())
    return found.outcome


def plan(
    connection: Connection,
    records: Sequence[CustomerRecord],
    now: datetime,
    ids: Ids,
    language: Language,
    import_id: int | None = None,
    *,
    is_held: bool = False,
) -> CustomerPlan:
    """Compare records with what is stored, and with what that import is to change; only reads.

    With `is_held` nobody else changes these rows before the transaction has ended.
    """
    sound, refused = sound_ones(records)
    people = Identities.load(connection, sound)
    found = CustomerPlan(
        people, RowSet.load(connection, COLUMNS, people.known, is_held=is_held), refused=refused
    )
    if import_id is not None:
        waiting = staged_changes.find(connection, import_id, RecordKind.CUSTOMERS, found.rows.rows)
        found.rows.overlay(waiting.values())
    for record in sound:
        _take(found, record, now, ids, language)
    return found


def write(
    connection: Connection, found: CustomerPlan, changes: Sequence[RowChange], import_id: int | None = None
) -> None:
    """Write new rows, as those of that import or of none, and these changes of others.

    To be called in the transaction in which it was planned.
    """
    counted = {change.row_id for change in changes if upkeep.is_counted(Customer, change.after.keys())}
    with upkeep.following(
        connection,
        changed={Customer: counted} if counted else {},
        added={Customer: set(found.rows.fresh)} if found.rows.fresh else {},
    ):
        if found.rows.fresh:
            connection.execute(insert(customers), found.rows.of_import(import_id))
        record_changes.write(connection, customers, changes)
        addresses.add(connection, found.people.added)


def new_row(customer_id: int, joined_at: datetime, language: Language) -> Values:
    """A customer of whom nothing else is known."""
    empty: Values = dict.fromkeys(NAMES)
    return {**empty, "id": customer_id, "joined_at": joined_at, "language": language}


def _take(found: CustomerPlan, record: CustomerRecord, now: datetime, ids: Ids, language: Language) -> None:
    if found.people.are_forgotten(record.customer_id, record.phone):
        found.refused.append(Refusal(record.position, InterfaceText("record-forgotten")))
        return
    if found.people.contradict(record.customer_id, record.phone):
        why = InterfaceText("record-phone-taken", phone=record.phone)
        found.refused.append(Refusal(record.position, why))
        return
    known = found.people.find(record.customer_id, record.phone)
    if known is not None and found.rows.is_late(known, record.updated_at):
        found.unchanged += 1
        return
    customer_id = ids.next() if known is None else known
    if known is None:
        found.rows.add(new_row(customer_id, now, language))
    is_new_name = found.people.tell(customer_id, record.customer_id, record.phone)
    differs = found.rows.put(customer_id, _wanted(record, found.rows.rows[customer_id]))
    found.created += known is None
    found.changed += known is not None and (differs or is_new_name)
    found.unchanged += known is not None and not (differs or is_new_name)


def _wanted(record: CustomerRecord, stored: Values) -> Values:
    plain = [name for name in NAMES if name not in ("language", "source_updated_at", "attributes")]
    said = given_values({name: getattr(record, name) for name in plain})
    said |= given_values({"source_updated_at": record.updated_at})
    if record.language in tuple(Language):
        said["language"] = Language(record.language)
    back = stored.get("returned_at")
    if back is not None and record.left_at is not None and record.left_at <= back:
        said.pop("left_at")  # it is about the stay before they returned
    return {**said, "attributes": attributes_of(stored["attributes"], record.attributes)}

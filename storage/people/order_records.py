"""What the company says of its orders becomes rows. Said again, it changes nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select

from storage.ids import Ids
from storage.people import addresses, record_changes, staged_changes
from storage.people.customer_records import new_row
from storage.people.identities import Identities
from storage.people.record_changes import RowChange, RowSet, Stored, Values, attributes_of, given_values
from storage.people.record_limits import sound_ones
from storage.reports import upkeep
from storage.rows import Customer, Order
from storage.tables import customers, orders
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import Language
from surveys.records.records import OrderRecord, RecordKind
from surveys.records.refusal import Refusal

NAMES: Final = (
    "external_id",
    "customer_id",
    "ordered_at",
    "amount_minor",
    "currency",
    "margin_minor",
    "touchpoint",
    "status",
    "code",
    "source_updated_at",
    "attributes",
)
COLUMNS: Final = tuple(orders.c[name] for name in ("id", "import_id", *NAMES))
_SAID: Final = ("ordered_at", "amount_minor", "currency", "margin_minor", "touchpoint", "status", "code")


@dataclass(slots=True)
class OrderPlan:
    """What records come to; nothing is written yet."""

    people: Identities
    buyers: RowSet
    """Customers that an order is the first to name."""
    rows: RowSet
    by_external_id: dict[str, int]
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)

    @property
    def outcome(self) -> Stored:
        return Stored(self.created, self.changed, self.unchanged, tuple(self.refused))


def store(
    connection: Connection,
    records: Sequence[OrderRecord],
    now: datetime,
    ids: Ids,
    language: Language,
) -> Stored:
    """Write orders in one transaction; a thousand at a time is enough.

    Whoever is unknown becomes a customer with their first order, in `language`. What is None in a record
    stays as it is.
    """
    found = plan(connection, records, now, ids, language, is_held=True)
    write(connection, found, found.rows.changes())
    return found.outcome


def plan(
    connection: Connection,
    records: Sequence[OrderRecord],
    now: datetime,  # both kinds are called alike
    ids: Ids,
    language: Language,
    import_id: int | None = None,
    *,
    is_held: bool = False,
) -> OrderPlan:
    """Compare records with what is stored, and with what that import is to change; only reads.

    With `is_held` nobody else changes these rows before the transaction has ended.
    """
    sound, refused = sound_ones(records)
    known = ids_of(connection, {record.order_id for record in sound})
    found = OrderPlan(
        Identities.load(connection, sound),
        RowSet(customers),
        RowSet.load(connection, COLUMNS, known.values(), is_held=is_held),
        known,
        refused=refused,
    )
    if import_id is not None:
        waiting = staged_changes.find(connection, import_id, RecordKind.ORDERS, found.rows.rows)
        found.rows.overlay(waiting.values())
    for record in sound:
        _take(found, record, ids, language)
    return found


def write(
    connection: Connection, found: OrderPlan, changes: Sequence[RowChange], import_id: int | None = None
) -> None:
    """Write new rows, as those of that import or of none, and these changes of others.

    To be called in the transaction in which it was planned.
    """
    counted = {change.row_id for change in changes if upkeep.is_counted(Order, change.after.keys())}
    added = {Customer: set(found.buyers.fresh), Order: set(found.rows.fresh)}
    with upkeep.following(
        connection,
        changed={Order: counted} if counted else {},
        added={kind: new for kind, new in added.items() if new},
    ):
        if found.buyers.fresh:
            connection.execute(insert(customers), found.buyers.of_import(import_id))
        addresses.add(connection, found.people.added)
        if found.rows.fresh:
            connection.execute(insert(orders), found.rows.of_import(import_id))
        record_changes.write(connection, orders, changes)


def ids_of(connection: Connection, order_ids: Collection[str]) -> dict[str, int]:
    """Ids of those of the orders that are stored, by the company's ids."""
    rows = connection.execute(
        select(orders.c.external_id, orders.c.id).where(orders.c.external_id.in_(sorted(order_ids)))
    )
    return {str(external_id): order_id for external_id, order_id in rows}


def _take(found: OrderPlan, record: OrderRecord, ids: Ids, language: Language) -> None:
    if found.people.are_forgotten(record.customer_id, record.phone, record.ordered_at):
        found.refused.append(Refusal(record.position, InterfaceText("record-forgotten")))
        return
    order_id = found.by_external_id.get(record.order_id)
    if order_id is not None and found.rows.is_late(order_id, record.updated_at):
        found.unchanged += 1
        return
    customer_id = _buyer(found, record, ids, language)
    if order_id is None:
        order_id = found.by_external_id[record.order_id] = ids.next()
        empty: Values = dict.fromkeys(NAMES)
        found.rows.add({**empty, "id": order_id, "external_id": record.order_id})
        found.rows.put(order_id, _wanted(record, customer_id, found.rows.rows[order_id]))
        found.created += 1
    elif found.rows.put(order_id, _wanted(record, customer_id, found.rows.rows[order_id])):
        found.changed += 1
    else:
        found.unchanged += 1


def _buyer(found: OrderPlan, record: OrderRecord, ids: Ids, language: Language) -> int:
    """Whose order it is; somebody unknown is a customer from it on."""
    company, phone = record.customer_id, record.phone
    known = found.people.find(company, phone)
    customer_id = ids.next() if known is None else known
    if known is None:
        found.buyers.add(new_row(customer_id, record.ordered_at, language))
    elif (buyer := found.buyers.fresh.get(known)) is not None:
        buyer["joined_at"] = min(buyer["joined_at"], record.ordered_at)
    found.people.tell(customer_id, company, phone)
    return customer_id


def _wanted(record: OrderRecord, customer_id: int, stored: Values) -> Values:
    said = given_values({name: getattr(record, name) for name in _SAID})
    attributes = attributes_of(stored["attributes"], record.attributes)
    as_of = given_values({"source_updated_at": record.updated_at})
    return {**said, **as_of, "customer_id": customer_id, "attributes": attributes}

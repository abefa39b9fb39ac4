"""An import is taken back while nothing rests on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, func, or_, select, update

from storage.imports import imports
from storage.imports.finishing import PORTION, replace_values, stored
from storage.people import staged_changes
from storage.people.record_changes import TABLES, RowChange
from storage.reports import upkeep
from storage.rows import Customer, Import, Order
from storage.states import ImportState
from storage.tables import (
    addresses,
    conversations,
    customers,
    import_addresses,
    import_refusals,
    metadata,
    orders,
    rhythms,
    stays,
)
from surveys.errors import UserError
from surveys.records.address import AddressKind
from surveys.records.records import RecordKind


class ImportRests(UserError):
    """People wrote to the bot, or are remembered by it, whom the import made."""

    text_id = "import-undo-people"


class ImportOrdersRest(UserError):
    """Orders that came later are of customers whom the import made."""

    text_id = "import-undo-orders"


class ImportChanged(UserError):
    """What the import stored was changed later."""

    text_id = "import-undo-changed"


class ImportNotDone(UserError):
    """The import was taken back already."""

    text_id = "import-undo-over"


def _of_people() -> list[Table]:
    """Tables with rows about a person that the import did not make."""
    mine = (orders.name, rhythms.name, stays.name, addresses.name, import_addresses.name)
    return [
        table
        for table in metadata.sorted_tables
        if table.name not in mine and "customer_id" in table.c and table.c.customer_id.foreign_keys
    ]


def _is_known(*others: Any) -> Any:
    """The condition that a customer has something to do with us apart from that import."""
    about = [exists().where(table.c.customer_id == customers.c.id) for table in _of_people()]
    mine = addresses.c.customer_id == customers.c.id, addresses.c.kind == AddressKind.TELEGRAM
    return or_(exists().where(*mine), *about, *others)


def begin(connection: Connection, found: Import) -> Import:
    """Begin to take an import back; from then on it is only to be gone on with.

    Raises ImportRests, ImportOrdersRest, ImportChanged or ImportNotDone, with how many rows are in the way,
    and ImportTaken.
    """
    if found.state in (ImportState.CANCELLING, ImportState.UNDOING):
        return found
    if found.state is ImportState.PENDING:
        return imports.move(connection, found, ImportState.CANCELLING)
    if found.state is not ImportState.DONE:
        raise ImportNotDone(number=found.id)
    _refuse(connection, found)
    return imports.move(connection, found, ImportState.UNDOING)


def go_on(connection: Connection, found: Import, now: datetime) -> Import:
    """One portion; afterwards the import is undone."""
    some = (
        any(_restore_some(connection, found.id, kind) for kind in RecordKind)
        or _drop_orders(connection, found.id)
        or _drop_customers(connection, found.id)
    )
    if some:
        return found
    connection.execute(delete(import_refusals).where(import_refusals.c.import_id == found.id))
    return imports.move(connection, found, ImportState.UNDONE, now)


def _refuse(connection: Connection, found: Import) -> None:
    number = found.id
    made = customers.c.import_id == number
    if people := _count(connection, select(customers.c.id).where(made, _is_known())):
        raise ImportRests(number=number, count=people)
    talks = select(conversations.c.id).join(orders, orders.c.id == conversations.c.order_id)
    if spoken := _count(connection, talks.where(orders.c.import_id == number)):
        raise ImportRests(number=number, count=spoken)
    later = select(orders.c.id).join(customers, customers.c.id == orders.c.customer_id)
    if rest := _count(connection, later.where(made, orders.c.import_id.is_distinct_from(number))):
        raise ImportOrdersRest(number=number, count=rest)
    table = TABLES[found.kind]
    left = _count(connection, select(table.c.id).where(table.c.import_id == number))
    if changed := found.created - left:
        raise ImportChanged(number=number, count=changed)
    if newer := _changed_since(connection, found):
        raise ImportChanged(number=number, count=newer)


def _changed_since(connection: Connection, found: Import) -> int:
    return sum(_changed_rows(connection, found.id, kind) for kind in RecordKind)


def _changed_rows(connection: Connection, number: int, kind: RecordKind) -> int:
    applied = staged_changes.portion(connection, number, kind, 100_000, is_applied=True)
    count = 0
    for start in range(0, len(applied), PORTION):
        some = applied[start : start + PORTION]
        rows = stored(connection, kind, some)
        count += sum(not _stands(one, rows.get(one.row_id, {})) for one in some)
    return count


def _stands(change: RowChange, row: Mapping[str, Any]) -> bool:
    return all(name in row and row[name] == value for name, value in change.after.items())


def _count(connection: Connection, rows: Any) -> int:
    return connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()


def _restore_some(connection: Connection, number: int, kind: RecordKind) -> bool:
    applied = staged_changes.portion(connection, number, kind, PORTION, is_applied=True)
    back = [RowChange(one.row_id, one.after, one.before) for one in applied]
    replace_values(connection, kind, back)
    done = [one.row_id for one in applied]
    staged_changes.mark(connection, number, kind, done, is_applied=False)
    return bool(applied)


def _drop_orders(connection: Connection, number: int) -> bool:
    ids = _some(connection, select(orders.c.id).where(orders.c.import_id == number))
    if ids:
        with upkeep.following(connection, changed={Order: ids}, added={}):
            connection.execute(delete(orders).where(orders.c.id.in_(ids)))
    return bool(ids)


def _drop_customers(connection: Connection, number: int) -> bool:
    """Whoever came to be known meanwhile stays, as somebody whom no import made."""
    made = select(customers.c.id).where(customers.c.import_id == number)
    ids = _some(connection, made)
    if not ids:
        _drop_addresses(connection, number)
        return False
    bought = exists().where(orders.c.customer_id == customers.c.id)
    known = set(
        connection.execute(select(customers.c.id).where(customers.c.id.in_(ids), _is_known(bought))).scalars()
    )
    gone = [one for one in ids if one not in known]
    with upkeep.following(connection, changed={Customer: ids}, added={}):
        connection.execute(update(customers).where(customers.c.id.in_(known)).values(import_id=None))
        connection.execute(delete(addresses).where(addresses.c.customer_id.in_(gone)))
        connection.execute(delete(customers).where(customers.c.id.in_(gone)))
    return True


def _drop_addresses(connection: Connection, number: int) -> None:
    given = select(import_addresses.c.kind, import_addresses.c.value, import_addresses.c.customer_id)
    for kind, value, customer_id in connection.execute(given.where(import_addresses.c.import_id == number)):
        connection.execute(
            delete(addresses).where(
                addresses.c.kind == kind,
                addresses.c.value == value,
                addresses.c.customer_id == customer_id,
            )
        )
    connection.execute(delete(import_addresses).where(import_addresses.c.import_id == number))


def _some(connection: Connection, rows: Any) -> list[int]:
    return list(connection.execute(rows.limit(PORTION)).scalars())

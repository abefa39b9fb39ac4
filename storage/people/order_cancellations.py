"""Orders that the company cancels by their ids."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from storage.people import record_changes
from storage.people.order_records import COLUMNS, ids_of
from storage.people.record_changes import RowSet
from storage.reports import upkeep
from storage.rows import Order
from storage.tables import orders
from surveys.records.statuses import CANCELLED


def cancel(connection: Connection, order_ids: Mapping[str, datetime]) -> set[str]:
    """Make orders none as of these moments, by the company's ids, unless newer states of them are known.

    Returns those of the ids that are known, cancelled before or not.
    """
    known = ids_of(connection, order_ids)
    found = RowSet.load(connection, COLUMNS, known.values(), is_held=True)
    for external_id, order_id in known.items():
        if not found.is_late(order_id, order_ids[external_id]):
            found.put(order_id, {"status": CANCELLED, "source_updated_at": order_ids[external_id]})
    changes = found.changes()
    changed = [change.row_id for change in changes if "status" in change.after]
    with upkeep.following(connection, changed={Order: changed} if changed else {}, added={}):
        record_changes.write(connection, orders, changes)
    return set(known)

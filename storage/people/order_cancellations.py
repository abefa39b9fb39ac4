"""Orders that the company cancels by their ids."""

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from storage.reports import upkeep
from storage.rows import Order
from storage.tables import orders
from surveys.records.statuses import CANCELLED


def cancel(connection: Connection, order_ids: Collection[str]) -> set[str]:
    """Make orders none, by the company's ids; those of the ids that are known, cancelled before or not."""
    found = connection.execute(
        select(orders.c.external_id, orders.c.id, orders.c.status).where(
            orders.c.external_id.in_(sorted(order_ids))
        )
    ).all()
    changing = [order_id for _, order_id, status in found if status != CANCELLED]
    if changing:
        with upkeep.following(connection, changed={Order: changing}, added={}):
            connection.execute(update(orders).where(orders.c.id.in_(changing)).values(status=CANCELLED))
    return {external_id for external_id, _, _ in found}

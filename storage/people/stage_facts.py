"""What tells how far customers are with the company: orders, silence, leaving, coming back."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from storage.reports.grouping import is_order
from storage.tables import customers, orders, rhythms
from surveys.questions.customer_stage import StageFacts

_FIRST_ORDER_AT = (
    select(func.min(orders.c.ordered_at))
    .where(orders.c.customer_id == customers.c.id, is_order())
    .scalar_subquery()
)
_FACTS: Final = (
    select(customers.c.id, _FIRST_ORDER_AT, rhythms.c.silent_at, customers.c.left_at, customers.c.returned_at)
    .select_from(customers.outerjoin(rhythms, rhythms.c.customer_id == customers.c.id))
    .where(customers.c.id.in_(bindparam("ids", expanding=True)))
)


def stage_facts(connection: Connection, customer_ids: Collection[int]) -> dict[int, StageFacts]:
    """What is known of customers by their ids; unknown ids are missing."""
    if not customer_ids:
        return {}
    found = connection.execute(_FACTS, {"ids": sorted(customer_ids)})
    return {row[0]: StageFacts(*row[1:]) for row in found}

"""What reports on win-back are made of: those assigned to an arm, and what they did afterwards."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, literal_column, select

from storage.complaints import is_order
from storage.tables import consents, customers, orders, plans
from surveys.outreach.consents import ConsentKind
from surveys.outreach.plan_state import PlanState
from surveys.outreach.winback_invitations import JOURNEY, RETURN_WINDOW
from surveys.statistics.periods import Period
from surveys.statistics.winback_report import Invited

_WINBACK: Final[ColumnElement[str]] = literal_column(f"'{JOURNEY}'")
"""Not a parameter: the database must see that its index of invitations is meant."""


def invited(connection: Connection, period: Period) -> list[Invited]:
    """Whose invitation was to go out in the period, held out or not."""
    refusal = (consents.c.kind == ConsentKind.PROMOTION) & consents.c.given.is_(False)
    ordered = _moments(connection, period, orders, orders.c.ordered_at, is_order())
    refused = _moments(connection, period, consents, consents.c.decided_at, refusal)
    rows = connection.execute(
        select(
            plans.c.customer_id,
            plans.c.about,
            plans.c.arm,
            plans.c.planned_at,
            plans.c.state,
            customers.c.stopped_at,
        )
        .join(customers, customers.c.id == plans.c.customer_id)
        .where(*_assigned_in(period))
        .order_by(plans.c.id)
    )
    return [
        Invited(
            reason=about or "",
            arm=arm,
            planned_at=planned_at,
            delivered=state is PlanState.SENT,
            orders=ordered.get(customer, ()),
            refusals=[*refused.get(customer, ()), *([stopped_at] if stopped_at else [])],
        )
        for customer, about, arm, planned_at, state, stopped_at in rows
    ]


def _moments(
    connection: Connection,
    period: Period,
    table: Table,
    moment: ColumnElement[datetime],
    condition: ColumnElement[bool],
) -> dict[int, Sequence[datetime]]:
    """When those people did it, from the first invitation to the end of the last window."""
    people = select(plans.c.customer_id).where(*_assigned_in(period))
    rows = connection.execute(
        select(table.c.customer_id, moment)
        .where(table.c.customer_id.in_(people), condition)
        .where(moment >= period.since, moment < period.until + RETURN_WINDOW)
    )
    found: dict[int, Any] = defaultdict(list)
    for customer, at in rows:
        found[customer].append(at)
    return found


def _assigned_in(period: Period) -> list[ColumnElement[bool]]:
    return [
        plans.c.journey == _WINBACK,
        plans.c.arm.is_not(None),
        plans.c.planned_at >= period.since,
        plans.c.planned_at < period.until,
    ]

"""Who is of an audience, page by page, and what there is to choose from."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, or_, select

from storage.reports.grouping import is_order, is_visible
from storage.tables import campaigns, cases, customer_months, customers, order_months, orders, plans
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import JOURNEY
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason

_TOLD: Final = (PlanState.WAITING, PlanState.POSTED, PlanState.SENT)


def members(
    connection: Connection, audience: Audience, now: datetime, *, after: int, below: int, limit: int
) -> list[int]:
    """Up to `limit` ids between `after` and `below` of customers who fit now, ascending."""
    known = (customers.c.id > after, customers.c.id < below, is_visible(customers))
    found = select(customers.c.id).where(*known, *_conditions(audience, now))
    if audience.cause is not None:
        found = found.where(_complained(audience.cause, _campaigns_of(connection, audience.cause)))
    return list(connection.execute(found.order_by(customers.c.id).limit(limit)).scalars())


def segments(connection: Connection, limit: int) -> list[str]:
    """Up to `limit` segments that customers are or were of, by the alphabet."""
    return _names(connection, customer_months, "segment", limit)


def touchpoints(connection: Connection, limit: int) -> list[str]:
    """Up to `limit` touchpoints at which there were orders, by the alphabet."""
    return _names(connection, order_months, "touchpoint", limit)


def _names(connection: Connection, totals: Table, name: str, limit: int) -> list[str]:
    column = totals.c[name]
    found = select(column).where(column != "").distinct().order_by(column).limit(limit)
    return list(connection.execute(found).scalars())


def _conditions(audience: Audience, now: datetime) -> Iterator[ColumnElement[bool]]:
    if audience.segment is not None:
        yield customers.c.segment == audience.segment
    if audience.touchpoint is not None:
        yield _has_ordered(orders.c.touchpoint == audience.touchpoint)
    if audience.has_left is not None:
        yield customers.c.left_at.is_not(None) if audience.has_left else customers.c.left_at.is_(None)
    if audience.silent_days is not None:
        since = now - timedelta(days=audience.silent_days)
        yield and_(_has_ordered(), ~_has_ordered(orders.c.ordered_at >= since))


def _campaigns_of(connection: Connection, cause: str) -> list[int]:
    """The campaigns that were started for those who complained of this."""
    started = connection.execute(
        select(campaigns.c.id, campaigns.c.audience).where(campaigns.c.started_at.is_not(None))
    )
    return [campaign_id for campaign_id, audience in started if audience.get("cause") == cause]


def _complained(cause: str, told_by: Sequence[int]) -> ColumnElement[bool]:
    """Whether a closed case came from this and was opened after they were last told that it is mended.

    `told_by` are the campaigns that tell it. Who waits for the message, or may have got it, counts as told.
    """
    is_told = or_(plans.c.state.in_(_TOLD), plans.c.why == PolicyReason.UNCERTAIN)
    told = exists().where(
        plans.c.customer_id == cases.c.customer_id,
        plans.c.journey == JOURNEY,
        plans.c.subject_id.in_(told_by),
        is_told,
        func.coalesce(plans.c.done_at, plans.c.assigned_at) >= cases.c.opened_at,
    )
    mended = (cases.c.cause == cause, cases.c.closed_at.is_not(None), ~told)
    return exists().where(cases.c.customer_id == customers.c.id, *mended)


def _has_ordered(*conditions: Any) -> ColumnElement[bool]:
    return exists().where(orders.c.customer_id == customers.c.id, is_order(), is_visible(orders), *conditions)

"""What journeys begin with that nobody tells them: found again and again, until it is planned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, select

from storage.reports.grouping import is_order
from storage.reports.rhythms import is_still_customer
from storage.tables import addresses, customers, orders, plans, rhythms
from surveys.journeys.calendar import MODULUS, Turn
from surveys.journeys.definition import EntryRule
from surveys.outreach.subjects import SubjectKind
from surveys.records.address import AddressKind

_NEWCOMER: Final = timedelta(days=14)
"""Nobody's turn comes before they have been a customer for so long."""
_FELL_SILENT: Final = (rhythms.c.last_at, rhythms.c.silent_at)
_NEWS_FOR: Final = timedelta(days=30)
"""A silence that began earlier is left alone: it was long over when anybody looked."""


@dataclass(frozen=True, slots=True)
class JourneyBeginning:
    """What a journey begins with for one customer."""

    customer_id: int
    subject_id: int
    happened_at: datetime


def new_orders(
    connection: Connection, journey: str, entry: EntryRule, since: datetime, until: datetime, limit: int
) -> list[JourneyBeginning]:
    """Up to `limit` orders made in [since, until] that the journey has no plan for, the earliest first.

    Of people who may be written to; cancelled orders and those of imports that do not count yet are left out.
    """
    wanted = [orders.c.ordered_at >= since, orders.c.ordered_at <= until, is_order()]
    if entry.touchpoints:
        wanted.append(orders.c.touchpoint.in_(sorted(entry.touchpoints)))
    theirs = orders.join(customers, customers.c.id == orders.c.customer_id)
    found = (
        select(orders.c.customer_id, orders.c.id, orders.c.ordered_at)
        .select_from(theirs)
        .where(*wanted, _is_reachable(orders.c.customer_id), *_may_be_written_to(entry))
        .where(_is_unplanned(journey, SubjectKind.ORDER, orders.c.id))
        .order_by(orders.c.ordered_at, orders.c.id)
        .limit(limit)
    )
    return _read(connection, found)


def customers_of_turn(
    connection: Connection, journey: str, entry: EntryRule, turn: Turn, now: datetime, limit: int
) -> list[JourneyBeginning]:
    """Up to `limit` customers whose turn it is and for whom the journey has no plan in this span."""
    place = customers.c.id % MODULUS * turn.days
    day = turn.span_start.toordinal()
    found = (
        select(customers.c.id)
        .where(place >= turn.low, place < turn.high, _is_reachable(customers.c.id))
        .where(customers.c.joined_at <= now - _NEWCOMER, customers.c.left_at.is_(None))
        .where(*_may_be_written_to(entry), _is_unplanned(journey, SubjectKind.DATE, day))
        .order_by(customers.c.id)
        .limit(limit)
    )
    return [JourneyBeginning(customer_id, day, now) for (customer_id,) in connection.execute(found)]


def silences(
    connection: Connection, journey: str, entry: EntryRule, now: datetime, limit: int
) -> list[JourneyBeginning]:
    """The last orders of up to `limit` customers who fell silent and for whom the journey has no plan.

    Who is silent for longer than their own rhythm allows is `surveys.statistics.rhythm`'s; of several orders
    of one moment the first stands for all.
    """
    is_last = (rhythms.c.customer_id == orders.c.customer_id) & (rhythms.c.last_at == orders.c.ordered_at)
    theirs = orders.join(customers, customers.c.id == orders.c.customer_id).join(rhythms, is_last)
    last = (
        select(orders.c.customer_id, func.min(orders.c.id).label("id"), *_FELL_SILENT)
        .select_from(theirs)
        .where(rhythms.c.silent_at <= now, rhythms.c.silent_at > now - _NEWS_FOR, is_still_customer())
        .where(is_order(), *_may_be_written_to(entry), _is_reachable(orders.c.customer_id))
        .group_by(orders.c.customer_id, *_FELL_SILENT)
        .subquery()
    )
    found = (
        select(last.c.customer_id, last.c.id, last.c.last_at)
        .where(_is_unplanned(journey, SubjectKind.ORDER, last.c.id, last.c.customer_id))
        .order_by(last.c.silent_at, last.c.id)
        .limit(limit)
    )
    return _read(connection, found)


def _is_reachable(customer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that the customer has an account of Telegram.

    No join: a database begins with the accounts then, which are more than what is looked for.
    """
    mine = (addresses.c.customer_id == customer_id) & (addresses.c.kind == AddressKind.TELEGRAM)
    return select(addresses.c.value).where(mine).exists()


def _may_be_written_to(entry: EntryRule) -> Collection[ColumnElement[bool]]:
    """For whom a plan is of use at all: the contact policy decides about everybody else."""
    wanted = [customers.c.blocked_at.is_(None), customers.c.stopped_at.is_(None)]
    if entry.segments:
        wanted.append(customers.c.segment.in_(sorted(entry.segments)))
    return wanted


def _is_unplanned(
    journey: str,
    kind: SubjectKind,
    subject_id: Any,
    customer_id: ColumnElement[int] = customers.c.id,
) -> ColumnElement[bool]:
    return ~(
        select(plans.c.id)
        .where(
            plans.c.journey == journey,
            plans.c.subject_kind == kind,
            plans.c.subject_id == subject_id,
            plans.c.customer_id == customer_id,
        )
        .exists()
    )


def _read(connection: Connection, found: Select[Any]) -> list[JourneyBeginning]:
    return [JourneyBeginning(*row) for row in connection.execute(found)]

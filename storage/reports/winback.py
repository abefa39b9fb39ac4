"""What the report on win-back is made of: those assigned to an arm, and what they did afterwards."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, literal_column, or_, select
from sqlalchemy import case as when

from storage.engines.functions import seconds_between
from storage.reports.grouping import Column, is_order, named, number
from storage.tables import consents, customers, orders, plans
from surveys.outreach.consents import ConsentKind
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.winback_invitations import JOURNEY, RETURN_WINDOW
from surveys.statistics import winback_report
from surveys.statistics.periods import Asked, Period
from surveys.statistics.winback_report import Assigned, WinbackReport

_WINBACK: Final[ColumnElement[str]] = literal_column(f"'{JOURNEY}'")
"""Not a parameter: the database must see that its index of invitations is meant."""


def report(connection: Connection, asked: Asked, now: datetime) -> WinbackReport:
    """The report on those who were to be invited back in the period, by the reason for which they left."""
    return winback_report.build(asked.period, assigned(connection, asked.period, now))


def assigned(connection: Connection, period: Period, now: datetime) -> list[Assigned]:
    """By reason and arm, how many were to be invited in the period, and what they did afterwards."""
    people = _people(period, now).subquery()
    settled, sent = people.c.is_settled == 1, people.c.is_delivered == 1
    rows = connection.execute(
        select(
            people.c.reason,
            people.c.arm,
            number(~settled),
            number(settled),
            number(and_(settled, sent)),
            number(and_(settled, people.c.has_returned == 1)),
            number(and_(settled, sent, people.c.has_refused == 1)),
        )
        .group_by(people.c.reason, people.c.arm)
        .order_by(people.c.reason, people.c.arm)
    )
    return [Assigned(reason, Arm(arm), *map(int, counts)) for reason, arm, *counts in rows]


def _people(period: Period, now: datetime) -> Select[Any]:
    return (
        select(
            named(plans.c.about).label("reason"),
            plans.c.arm,
            _flag(plans.c.planned_at <= now - RETURN_WINDOW).label("is_settled"),
            _flag(plans.c.state == PlanState.SENT).label("is_delivered"),
            _flag(_has_ordered()).label("has_returned"),
            _flag(or_(_has_refused(), _is_soon(customers.c.stopped_at))).label("has_refused"),
        )
        .join_from(plans, customers, customers.c.id == plans.c.customer_id)
        .where(plans.c.journey == _WINBACK, plans.c.arm.is_not(None))
        .where(plans.c.planned_at >= period.since, plans.c.planned_at < period.until)
    )


def _has_ordered() -> ColumnElement[bool]:
    return exists().where(
        orders.c.customer_id == plans.c.customer_id, is_order(), _is_soon(orders.c.ordered_at)
    )


def _has_refused() -> ColumnElement[bool]:
    own = consents.c.customer_id == plans.c.customer_id
    of_offers = and_(consents.c.kind == ConsentKind.PROMOTION, consents.c.given.is_(False))
    return exists().where(own, of_offers, _is_soon(consents.c.decided_at))


def _is_soon(moment: Column) -> ColumnElement[bool]:
    """Within the window after the invitation was due, as surveys/outreach/winback_invitations.py has it."""
    window_s = RETURN_WINDOW.total_seconds()
    return and_(moment >= plans.c.planned_at, seconds_between(plans.c.planned_at, moment) < window_s)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return when((condition, 1), else_=0)

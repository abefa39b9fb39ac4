"""What the report on win-back is made of: those assigned to an arm, and what they did afterwards."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal_column, or_, select
from sqlalchemy import case as when

from storage.engines.functions import seconds_between
from storage.reports.grouping import Column, is_order, named, number
from storage.tables import consents, customers, offers_given, orders, plans
from surveys.outreach.consents import ConsentKind
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.winback_invitations import JOURNEY, RETURN_WINDOW
from surveys.statistics import winback_report
from surveys.statistics.periods import Asked, Period
from surveys.statistics.winback_report import Assigned, OfferOutcome, WinbackReport

_WINBACK: Final[ColumnElement[str]] = literal_column(f"'{JOURNEY}'")
"""Not a parameter: the database must see that its index of invitations is meant."""


def report(
    connection: Connection, asked: Asked, now: datetime, window: timedelta = RETURN_WINDOW
) -> WinbackReport:
    """The report on those who were to be invited back in the period, by the reason for which they left."""
    return winback_report.build(
        asked.period,
        assigned(connection, asked.period, now, window),
        window,
        knows_orders=knows_orders(connection, asked.period.since),
        offers=offer_outcome(connection, now, *_is_settled(asked.period, now, window)),
    )


def assigned(
    connection: Connection, period: Period, now: datetime, window: timedelta = RETURN_WINDOW
) -> list[Assigned]:
    """By reason and arm, how many were to be invited in the period, and what they did afterwards."""
    people = _people(period, now, window).subquery()
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
            number(and_(settled, people.c.has_said_so == 1)),
        )
        .group_by(people.c.reason, people.c.arm)
        .order_by(people.c.reason, people.c.arm)
    )
    return [Assigned(reason, Arm(arm), *map(int, counts)) for reason, arm, *counts in rows]


def _is_settled(period: Period, now: datetime, window: timedelta) -> list[ColumnElement[bool]]:
    """The conditions on a plan that it invited in the period and its window has passed."""
    is_of_period = and_(plans.c.planned_at >= period.since, plans.c.planned_at < period.until)
    return [plans.c.journey == _WINBACK, is_of_period, plans.c.planned_at <= now - window]


def offer_outcome(connection: Connection, now: datetime, *of_plans: ColumnElement[bool]) -> OfferOutcome:
    """What became of the offers in the sent messages of these plans; used after its time counts as well."""
    given = offers_given.c
    is_used = given.used_at.is_not(None)
    row = connection.execute(
        select(
            func.count(),
            func.count(given.taken_at),
            func.count(given.used_at),
            number(and_(given.expires_at <= now, ~is_used)),
            number(and_(is_used, given.cost_minor.is_(None))),
            func.coalesce(func.sum(when((is_used, given.cost_minor))), 0),
        )
        .join_from(offers_given, plans, plans.c.id == given.plan_id)
        .where(plans.c.state == PlanState.SENT, *of_plans)
    ).one()
    shown, taken, used, expired, unknown, cost = map(int, row)
    return OfferOutcome(shown, taken, used, expired, cost if shown and not unknown else None)


def knows_orders(connection: Connection, since: datetime) -> bool:
    """Whether any order since then is known: without one the silence may be that of the company's files."""
    known = select(orders.c.id).where(is_order(), orders.c.ordered_at >= since).limit(1)
    return connection.execute(known).first() is not None


def _people(period: Period, now: datetime, window: timedelta) -> Select[Any]:
    def is_soon(moment: Column) -> ColumnElement[bool]:
        """Within the window after the invitation was due: `has_returned` of winback_invitations in SQL."""
        passed_s = seconds_between(plans.c.planned_at, moment)
        return and_(moment >= plans.c.planned_at, passed_s < window.total_seconds())

    return (
        select(
            named(plans.c.about).label("reason"),
            plans.c.arm,
            _flag(plans.c.planned_at <= now - window).label("is_settled"),
            _flag(plans.c.state == PlanState.SENT).label("is_delivered"),
            _flag(_has_ordered(is_soon(orders.c.ordered_at))).label("has_returned"),
            _flag(or_(_has_refused(is_soon(consents.c.decided_at)), is_soon(customers.c.stopped_at))).label(
                "has_refused"
            ),
            _flag(is_soon(customers.c.returned_at)).label("has_said_so"),
        )
        .join_from(plans, customers, customers.c.id == plans.c.customer_id)
        .where(plans.c.journey == _WINBACK, plans.c.arm.is_not(None))
        .where(plans.c.planned_at >= period.since, plans.c.planned_at < period.until)
    )


def _has_ordered(is_soon: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(orders.c.customer_id == plans.c.customer_id, is_order(), is_soon)


def _has_refused(is_soon: ColumnElement[bool]) -> ColumnElement[bool]:
    own = consents.c.customer_id == plans.c.customer_id
    of_offers = and_(consents.c.kind == ConsentKind.PROMOTION, consents.c.given.is_(False))
    return exists().where(own, of_offers, is_soon)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return when((condition, 1), else_=0)

"""What reports on leaving are made of: customers by when they came and left, and what they told."""

from typing import Final

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, or_, select
from sqlalchemy import case as when

from storage.grouping import NOTHING, Only, named
from storage.tables import churn_sessions, conversations, customers
from surveys.questions.reasons import ReasonClass
from surveys.statistics.churn_report import Base, Farewell
from surveys.statistics.periods import Period

_LEAVING: Final[ColumnElement[str]] = literal_column("'leaving'")
"""Not a parameter: the database must see that its index of leaving interviews is meant."""


def bases(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, Base]:
    """Who was there and who left, by segment, or of all under an empty name.

    Whoever came back since has no day of leaving any more; the interview keeps it. Empty where a touchpoint
    is asked for: customers have none.
    """
    if "touchpoint" in {by, *only}:
        return {}
    group = named(customers.c.segment if by else NOTHING)
    gone = or_(customers.c.left_at < period.until, customers.c.id.in_(_told_in(period)))
    there = customers.c.joined_at < period.since
    rows = connection.execute(
        select(group, _number(there), _number(there & gone), _number(~there & gone))
        .where(customers.c.joined_at < period.until)
        .where(or_(customers.c.left_at.is_(None), customers.c.left_at >= period.since))
        .where(*(customers.c[name] == value for name, value in only.items()))
        .group_by(group)
    )
    return {name: Base(int(started), int(lost), int(early)) for name, started, lost, early in rows}


def farewells(connection: Connection, period: Period, by: str | None, only: Only) -> list[Farewell]:
    """What each customer told last."""
    group = named(churn_sessions.c[by] if by else NOTHING)
    rows = connection.execute(
        select(
            churn_sessions.c.customer_id,
            group,
            churn_sessions.c.reason,
            churn_sessions.c.reason_class,
            churn_sessions.c.shown,
            churn_sessions.c.money_minor,
        )
        .where(churn_sessions.c.day >= period.start, churn_sessions.c.day < period.end)
        .where(*(churn_sessions.c[name] == value for name, value in only.items()))
        .order_by(churn_sessions.c.told_at, churn_sessions.c.id)
    )
    last = {customer: told for customer, *told in rows}
    return [
        Farewell(name, reason, ReasonClass(kind) if kind else None, shown, money)
        for name, reason, kind, shown, money in last.values()
    ]


def sessions(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, int]:
    """Interviews begun, answered or not."""
    group = named(conversations.c[by] if by else NOTHING)
    rows = connection.execute(
        select(group, func.count())
        .where(conversations.c.survey_id == _LEAVING)
        .where(conversations.c.started_at >= period.since, conversations.c.started_at < period.until)
        .where(*(conversations.c[name] == value for name, value in only.items()))
        .group_by(group)
    )
    return {name: int(n) for name, n in rows}


def _told_in(period: Period) -> Select[int]:
    """Customers who told in the period why they leave."""
    return (
        select(churn_sessions.c.customer_id)
        .where(churn_sessions.c.day >= period.start, churn_sessions.c.day < period.end)
        .where(churn_sessions.c.reason_class.is_not(None))
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(when((condition, 1), else_=0)), 0)

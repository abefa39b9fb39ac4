"""How the complaints of a period were handled, counted and measured where they are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    distinct,
    exists,
    func,
    null,
    or_,
    select,
)

from storage.engines.functions import seconds_between
from storage.reports.durations import NONE, Durations, durations
from storage.reports.grouping import Column, Only, is_complaint, matches, named, number
from storage.tables import cases
from surveys.statistics.complaints_report import CaseHandling, ElapsedTimes
from surveys.statistics.handling import WEEK_H
from surveys.statistics.periods import Period

SAME_MATTER_WITHIN: Final = timedelta(hours=WEEK_H)
"""The same matter of the same customer within this time was not solved at the first contact."""


def of_period(
    connection: Connection, period: Period, by: str, only: Only, now: datetime
) -> tuple[CaseHandling, dict[str, CaseHandling]]:
    """How the complaints of a period were handled, as a whole and by group.

    Groups without complaints are missing.
    """
    rows = _cases(period, by, only, now)
    replies, solutions = durations(connection, rows, "reply"), durations(connection, rows, "solution")
    whole = connection.execute(_counts(rows, null())).one()
    groups = connection.execute(_counts(rows, rows.c.name).group_by(rows.c.name))
    return (
        _handling(whole, replies, solutions),
        {row.name: _handling(row, replies, solutions) for row in groups},
    )


def _cases(period: Period, by: str, only: Only, now: datetime) -> Subquery:
    told = cases.c
    is_settled = told.closed_at <= now - SAME_MATTER_WITHIN
    return (
        select(
            named(told[by]).label("name"),
            told.customer_id,
            told.closed_at,
            told.reopened,
            seconds_between(told.opened_at, told.first_reply_at).label("reply"),
            seconds_between(told.opened_at, told.closed_at).label("solution"),
            is_settled.label("is_settled"),
            and_(is_settled, _has_one_answer(), told.reopened == 0, ~_is_repeated()).label("at_once"),
        )
        .where(is_complaint(cases), told.day >= period.start, told.day < period.end)
        .where(*matches(cases, only))
        .subquery()
    )


def _has_one_answer() -> ColumnElement[bool]:
    first, last = cases.c.first_reply_at, cases.c.last_reply_at
    return and_(first.is_not(None), or_(last.is_(None), last == first))


def _is_repeated() -> ColumnElement[bool]:
    """Whether the customer complained of the same matter within a week, before or after: neither was settled
    at once.
    """
    told, other = cases.c, cases.alias("other")
    apart_s = seconds_between(told.opened_at, other.c.opened_at)
    week_s = SAME_MATTER_WITHIN.total_seconds()
    is_other = and_(other.c.customer_id == told.customer_id, other.c.id != told.id, is_complaint(other))
    is_same = named(other.c.category) == named(told.category)
    return exists().where(is_other, is_same, apart_s <= week_s, apart_s >= -week_s)


def _counts(rows: Subquery, name: Column) -> Select[Any, int, int, int, int, int, int]:
    return select(
        name.label("name"),
        func.count().label("cases"),
        func.count(distinct(rows.c.customer_id)).label("complainants"),
        func.count(rows.c.closed_at).label("closed"),
        number(rows.c.reopened > 0).label("reopened"),
        number(rows.c.is_settled).label("settled"),
        number(rows.c.at_once).label("at_once"),
    ).select_from(rows)


def _handling(
    row: Any, replies: Mapping[str | None, Durations], solutions: Mapping[str | None, Durations]
) -> CaseHandling:
    return CaseHandling(
        complaints=row.cases,
        complainants=row.complainants,
        open=row.cases - row.closed,
        reopened=row.reopened,
        first_reply=_times(replies.get(row.name, NONE)),
        solution=_times(solutions.get(row.name, NONE)),
        settled=row.settled,
        at_first_contact=row.at_once,
    )


def _times(found: Durations) -> ElapsedTimes:
    return ElapsedTimes(found.n, found.median, found.p90)

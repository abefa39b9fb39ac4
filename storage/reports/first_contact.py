"""Which complaints of a period were solved at the first contact."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, or_, select

from storage.engines.functions import seconds_between
from storage.reports.grouping import Group, Only, Whole, is_complaint, matches, named, number, with_wholes
from storage.tables import cases
from surveys.statistics.handling import WEEK_H
from surveys.statistics.periods import DAY, Period

SAME_MATTER_WITHIN: Final = timedelta(hours=WEEK_H)
"""The same topic of the same customer within this time was not solved at the first contact."""
_AROUND: Final = SAME_MATTER_WITHIN + DAY
_READ: Final = (
    "day", "category", "touchpoint", "segment", "opened_at", "first_reply_at", "last_reply_at", "solved_at",
    "closed_at", "reopened",
)  # fmt: skip
"""All that is read of a case: an index has it."""


def first_contacts(
    connection: Connection, period: Period, by: Sequence[str], only: Only, now: datetime
) -> dict[Whole, tuple[int, int]]:
    """By group, how many complaints were solved long enough ago to know, and how many of them at once.

    Groups are told apart by these columns, by some of them and by none. At once is with one answer, never
    reopened, and without another complaint of the topic within a week.
    """
    settled = _is_settled(cases, now)
    of_period = [is_complaint(cases), *_within(cases, period, only)]
    key = [named(cases.c[name]) for name in by]
    counts = connection.execute(
        select(*key, number(settled), number(and_(settled, _took_one_answer(cases))))
        .where(*of_period)
        .group_by(*key)
    )
    again = _again(connection, period, by, only, now)
    found: dict[Whole, tuple[int, int]] = {}
    for *group, n, at_once in counts:
        for whole in with_wholes(tuple(group)):
            before = found.get(whole, (0, 0))
            found[whole] = before[0] + int(n), before[1] + int(at_once) - again.get(tuple(group), 0)
    return found


def _again(
    connection: Connection, period: Period, by: Sequence[str], only: Only, now: datetime
) -> dict[Group, int]:
    """By group, how many took one answer and have another complaint of the topic within a week."""
    rows = _repeated(period).subquery()
    week_s = SAME_MATTER_WITHIN.total_seconds()
    is_again = or_(
        seconds_between(rows.c.before, rows.c.opened_at) <= week_s,
        seconds_between(rows.c.opened_at, rows.c.after) <= week_s,
    )
    key = [named(rows.c[name]) for name in by]
    counts = connection.execute(
        select(*key, func.count())
        .where(_is_settled(rows, now), _took_one_answer(rows), is_again)
        .where(*_within(rows, period, only))
        .group_by(*key)
    )
    return {tuple(group): int(n) for *group, n in counts}


def _repeated(period: Period) -> Any:
    """Complaints of topics that their customer has several of, each with those before and after it.

    Such are few: to sort all complaints by customer and topic takes most of the time of the report.
    """
    rows, topic = cases.c, named(cases.c.category)
    around = is_complaint(cases), rows.day >= period.start - _AROUND, rows.day < period.end + _AROUND
    several = (
        select(rows.customer_id, topic.label("topic"))
        .where(*around)
        .group_by(rows.customer_id, topic)
        .having(func.count() > 1)
        .subquery()
    )
    same: dict[str, Any] = {"partition_by": (rows.customer_id, topic), "order_by": rows.opened_at}
    return (
        select(
            *(rows[name] for name in _READ),
            func.lag(rows.opened_at).over(**same).label("before"),
            func.lead(rows.opened_at).over(**same).label("after"),
        )
        .join(several, and_(several.c.customer_id == rows.customer_id, several.c.topic == topic))
        .where(*around)
    )


def _within(rows: FromClause, period: Period, only: Only) -> list[ColumnElement[bool]]:
    return [rows.c.day >= period.start, rows.c.day < period.end, *matches(rows, only)]


def _is_settled(rows: FromClause, now: datetime) -> ColumnElement[bool]:
    """Solved long enough ago; a case that ended because its customer was forgotten is not solved."""
    return and_(rows.c.solved_at.is_not(None), rows.c.closed_at <= now - SAME_MATTER_WITHIN)


def _took_one_answer(rows: FromClause) -> ColumnElement[bool]:
    first, last = rows.c.first_reply_at, rows.c.last_reply_at
    return and_(first.is_not(None), or_(last.is_(None), last == first), rows.c.reopened == 0)

"""What the report on leaving is made of: customers by when they came and left, and what they told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Exists,
    FromClause,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy import case as when

from storage.direction import Direction
from storage.engines.shared_reads import shared
from storage.reports import known_since, spans
from storage.reports.grouping import NOTHING, Only, grouped, is_pending, matches, named, number, without
from storage.reports.totals import CUSTOMERS, FIRST_STAY
from storage.tables import churn_sessions, conversations, customers, stays
from surveys.statistics import churn_report
from surveys.statistics.churn_report import Base, ChurnReport
from surveys.statistics.farewells import Farewell, FilterChoice
from surveys.statistics.periods import Asked, Period

_DIRECTIONS: Final = (Direction.CAME, Direction.RETURNED, Direction.LEFT)
_LEAVING: Final[tuple[ColumnElement[str], ...]] = (literal_column("'leaving'"), literal_column("'silent'"))
"""Not parameters: the database must see that its index of leaving interviews is meant."""


def report(connection: Connection, asked: Asked, now: datetime, *, by: str | None = None) -> ChurnReport:
    """The report on leaving in a period beside the one before it, as a whole and, with `by`, in groups.

    `by` is segment or touchpoint.
    """
    since = known_since.leaving(connection, asked.period.zone)
    groups = _facts(connection, asked, now, by) if by else None
    whole = _facts(connection, asked, now, None) if groups is None else _whole(connection, asked, now, groups)
    return churn_report.build(asked.period, asked.previous, whole, groups, _choices(connection, asked), since)


def _choices(connection: Connection, asked: Asked) -> list[FilterChoice]:
    """Each filter with what was told in all groups that it chooses from, under the other filters."""
    return [
        FilterChoice(value, farewells(connection, asked.period, name, without(asked.filters, name)))
        for name, value in asked.filters.items()
    ]


def _facts(connection: Connection, asked: Asked, now: datetime, by: str | None) -> churn_report.ChurnFacts:
    return churn_report.ChurnFacts(
        bases=_known_bases(connection, asked.period, now, by, asked.filters),
        bases_before=_bases_before(connection, asked, now, by),
        sessions=sessions(connection, asked.period, by, asked.filters),
        farewells=farewells(connection, asked.period, by, asked.filters),
    )


def _whole(
    connection: Connection, asked: Asked, now: datetime, groups: churn_report.ChurnFacts
) -> churn_report.ChurnFacts:
    """The facts of all: nobody told last in two groups, so what was told is not read again."""
    return churn_report.ChurnFacts(
        bases=_known_bases(connection, asked.period, now, None, asked.filters),
        bases_before=_bases_before(connection, asked, now, None),
        sessions={"": sum(groups.sessions.values())} if groups.sessions else {},
        farewells=[replace(one, group="") for one in sorted(groups.farewells, key=attrgetter("reason"))],
    )


def _known_bases(
    connection: Connection, period: Period, now: datetime, by: str | None, only: Only
) -> Mapping[str, Base] | None:
    """The bases of a period; None for one that has not begun, or was over before anybody could tell that they
    left: that nobody has is no churn of 0.
    """
    is_unknown = period.ends_before(known_since.leaving(connection, period.zone))
    return None if is_unknown or period.since > now else bases(connection, period, by, only)


def _bases_before(
    connection: Connection, asked: Asked, now: datetime, by: str | None
) -> Mapping[str, Base] | None:
    """The bases of the previous period; None where some of its leavers are unknown: nothing is held against
    them.
    """
    if asked.previous.begins_before(known_since.leaving(connection, asked.period.zone)):
        return None
    return _known_bases(connection, asked.previous, now, by, asked.filters)


@shared
def bases(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, Base] | None:
    """Customers who were there when a period began, and those who left within it, by segment.

    Without `by` all are under an empty name, also where nobody was there: that is known. Whoever came back
    since has left nevertheless; who came back within the period has not. Segments of nobody are left out.
    None where a touchpoint is asked for: customers have none.
    """
    if "touchpoint" in {by, *only}:
        return None
    before = _moves(connection, spans.BEGINNING, period.since, by, only)
    there = {name: moves.n for name, moves in before.items() if moves.n > 0}
    within = _moves(connection, period.since, period.until, by, only)
    joined = {name for name, moves in within.items() if moves.came or moves.returned}
    gone = _gone(connection, period, by, only)
    names = there.keys() | joined | (set() if by else {""})
    return {
        name: Base(there.get(name, 0), *gone.get(name, (0, 0)), within.get(name, _NO_MOVES).returned)
        for name in names
    }


class _Moves(NamedTuple):
    """How often customers came, came back and left."""

    came: int = 0
    returned: int = 0
    left: int = 0

    @property
    def n(self) -> int:
        return self.came + self.returned - self.left


_NO_MOVES: Final = _Moves()


def _moves(
    connection: Connection, since: datetime, until: datetime, by: str | None, only: Only
) -> dict[str, _Moves]:
    """The moves of customers within [since, until), by segment or under no name."""
    moves = spans.of_instants(CUSTOMERS, since, until)
    group = named(moves.c.segment if by else NOTHING)
    counts = [func.sum(when((moves.c.direction == one, moves.c.n), else_=0)) for one in _DIRECTIONS]
    rows = connection.execute(select(group, *counts).where(*matches(moves, only)).group_by(group))
    return {name: _Moves(*map(int, n)) for name, *n in rows}


def _gone(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, tuple[int, int]]:
    """By group, how many were there when the period began and not when it ended, and how many only between.

    Each is counted once, by their last stay, however often they went and returned.
    """
    person, back = stays.c.customer_id, _returned(period)
    later = stays.alias("later")
    is_later = (later.c.customer_id == person) & (later.c.number > stays.c.number)
    is_last = or_(person.not_in(back), ~exists().where(is_later, later.c.began_at < period.until))
    was_there = or_(stays.c.began_at < period.since, and_(person.in_(back), _was_there(period.since)))
    group = named(customers.c.segment if by else NOTHING)
    counts = (
        select(group, number(was_there), number(~was_there))
        .select_from(stays.join(customers, customers.c.id == person) if by or only else stays)
        .where(stays.c.ended_at >= period.since, stays.c.ended_at < period.until)
        .where(is_last, person.not_in(_PENDING), *matches(customers, only))
    )
    rows = connection.execute(grouped(counts, group, by))
    return {name: (int(lost), int(early)) for name, lost, early in rows}


_PENDING: Final = select(customers.c.id).where(customers.c.import_id.is_not(None), is_pending(customers))
"""Customers of an import that is still pending: they count nowhere."""


def _returned(period: Period) -> Select[Any]:
    """The few who came back in a period; nobody else can have been there in two stays of it."""
    return select(stays.c.customer_id).where(
        stays.c.number > literal_column(str(FIRST_STAY)),
        stays.c.began_at >= period.since,
        stays.c.began_at < period.until,
    )


def _was_there(moment: datetime) -> ColumnElement[bool]:
    """Whether the customer of a stay was one at that moment, looked up among their own few."""
    other = stays.alias()
    lasts = or_(other.c.ended_at.is_(None), other.c.ended_at >= moment)
    return exists().where(other.c.customer_id == stays.c.customer_id, other.c.began_at < moment, lasts)


@shared
def farewells(connection: Connection, period: Period, by: str | None, only: Only) -> list[Farewell]:
    """What each customer told last in the period; those who told and could choose the same are one entry."""
    told = churn_sessions.c
    alike = [named(told[by] if by else NOTHING), told.reason, told.reason_class, told.shown]
    rows = connection.execute(
        select(*alike, func.sum(told.money_minor), func.count())
        .where(*_within(churn_sessions, period, only), ~_told_later(period, only))
        .group_by(*alike)
        .order_by(*alike)
    )
    return [_farewell(row) for row in rows]


def _told_later(period: Period, only: Only) -> Exists:
    """Whether the customer of an interview has a later one in the period, looked up among their own few."""
    told, later = churn_sessions.c, churn_sessions.alias("later")
    is_later = or_(later.c.told_at > told.told_at, (later.c.told_at == told.told_at) & (later.c.id > told.id))
    same = later.c.customer_id == told.customer_id
    return exists().where(same, later.c.id != told.id, *_within(later, period, only), is_later)


def _within(interviews: FromClause, period: Period, only: Only) -> list[ColumnElement[bool]]:
    day = interviews.c.day
    return [day >= period.start, day < period.end, *matches(interviews, only)]


def _farewell(row: Any) -> Farewell:
    name, reason, kind, shown, money, n = row
    money_minor = None if money is None else int(money)
    return Farewell(name, reason, kind, shown, money_minor, n)


@shared
def sessions(connection: Connection, period: Period, by: str | None, only: Only) -> dict[str, int]:
    """How many interviews were begun in the period, answered or not, by group or under an empty name.

    Previews of the staff are none.
    """
    group = named(conversations.c[by] if by else NOTHING)
    rows = connection.execute(
        select(group, func.count())
        .where(conversations.c.survey_id.in_(_LEAVING), conversations.c.by_staff.is_(False))
        .where(conversations.c.started_at >= period.since, conversations.c.started_at < period.until)
        .where(*matches(conversations, only))
        .group_by(group)
    )
    return {name: int(n) for name, n in rows}

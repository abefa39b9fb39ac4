"""Running totals: what reports count often is counted as it arrives, by day and rolled up by month."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Select,
    String,
    Table,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    union_all,
)

from storage.direction import Direction
from storage.engines.functions import first_of_month, utc_day
from storage.reports import latest_scores, previous_orders, rhythms
from storage.reports import stays as stay_rows
from storage.reports.grouping import (
    NOTHING,
    Column,
    band_of,
    is_kept,
    is_order,
    is_pending,
    is_visible,
    named,
)
from storage.tables import (
    answers,
    case_days,
    case_months,
    cases,
    customer_days,
    customer_months,
    customers,
    latest_score_days,
    latest_score_months,
    order_days,
    order_months,
    orders,
    pending_customer_days,
    pending_order_days,
    score_days,
    score_months,
    stays,
)
from storage.upsert import insert_adding

FIRST_STAY: Final = 1
"""The number of the stay that began when a customer came; those after it are returns."""
_IDS_AT_ONCE: Final = 10_000
"""Both engines take some 32 000 parameters in a statement."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Rows that are counted one by one."""

    id: Column
    names: tuple[Column, ...]
    """The columns by which rows are told apart, in the order of the totals' key."""
    day: Column
    moment: Column | None = None
    """The instant of a day of UTC, to count a part of a day by; None where the day is the business's."""
    counts: ColumnElement[bool] | None = None
    """The condition of rows that count; None where all do."""
    rows: FromClause | None = None
    """The joined tables that are read; None where that of the id is enough."""

    def select(self, *columns: Column) -> Select[Any]:
        """A query of the day, the names and these columns, of the rows that count."""
        chosen = select(self.day.label("day"), *self.names, *columns)
        if self.rows is not None:
            chosen = chosen.select_from(self.rows)
        return chosen if self.counts is None else chosen.where(self.counts)


@dataclass(frozen=True, slots=True, eq=False)
class RunningTotal:
    """A table of days, the same rolled up by month, and the rows that both must be equal to."""

    days: Table
    months: Table | None
    """None where nothing is rolled up."""
    sources: tuple[Source, ...]
    locked: Column
    """The id of the rows that are locked while what they are counted by changes."""

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.days,) if self.months is None else (self.days, self.months)


SCORES: Final = RunningTotal(
    score_days,
    score_months,
    (
        Source(
            answers.c.id,
            (
                answers.c.survey_id,
                answers.c.question_id,
                named(answers.c.touchpoint).label("touchpoint"),
                named(answers.c.segment).label("segment"),
                answers.c.score,
            ),
            answers.c.day,
            counts=answers.c.score.is_not(None),
        ),
    ),
    answers.c.id,
)
LATEST_SCORES: Final = RunningTotal(
    latest_score_days,
    latest_score_months,
    (
        Source(
            answers.c.id,
            (
                answers.c.survey_id,
                answers.c.question_id,
                first_of_month(answers.c.latest_until).label("until_month"),
                named(answers.c.touchpoint).label("touchpoint"),
                named(answers.c.segment).label("segment"),
                band_of(answers.c.kind, answers.c.score).label("band"),
            ),
            answers.c.day,
            counts=answers.c.score.is_not(None) & answers.c.latest_until.is_not(None),
        ),
    ),
    answers.c.id,
)
CASES: Final = RunningTotal(
    case_days,
    case_months,
    (
        Source(
            cases.c.id,
            (
                cases.c.source,
                *(named(cases.c[name]).label(name) for name in ("category", "touchpoint", "segment")),
            ),
            cases.c.day,
        ),
    ),
    cases.c.id,
)


def _orders(counts: ColumnElement[bool]) -> Source:
    return Source(
        orders.c.id,
        (named(orders.c.touchpoint).label("touchpoint"), named(customers.c.segment).label("segment")),
        utc_day(orders.c.ordered_at),
        orders.c.ordered_at,
        counts,
        orders.join(customers, customers.c.id == orders.c.customer_id),
    )


_PEOPLE: Final = stays.join(customers, customers.c.id == stays.c.customer_id)


def _movements(counts: ColumnElement[bool]) -> tuple[Source, ...]:
    began, ended = stays.c.began_at, stays.c.ended_at
    kind = named(cast(stays.c.reason_class, String))
    return (
        _movement(Direction.CAME, began, counts & (stays.c.number == FIRST_STAY)),
        _movement(Direction.RETURNED, began, counts & (stays.c.number > FIRST_STAY)),
        _movement(Direction.LEFT, ended, counts & ended.is_not(None), kind),
    )


def _movement(
    direction: Direction, moment: Column, counts: ColumnElement[bool], reason_class: Column = NOTHING
) -> Source:
    named_so: Column = literal_column(f"'{direction}'").label("direction")
    names = named_so, reason_class.label("reason_class"), named(customers.c.segment).label("segment")
    return Source(stays.c.customer_id, names, utc_day(moment), moment, counts, _PEOPLE)


ORDERS: Final = RunningTotal(order_days, order_months, (_orders(is_order()),), orders.c.id)
CUSTOMERS: Final = RunningTotal(
    customer_days, customer_months, _movements(is_visible(customers)), customers.c.id
)
PENDING_ORDERS: Final = RunningTotal(
    pending_order_days, None, (_orders(is_kept() & is_pending(orders)),), orders.c.id
)
PENDING_CUSTOMERS: Final = RunningTotal(
    pending_customer_days, None, _movements(is_pending(customers)), customers.c.id
)
PENDING: Final = ((PENDING_CUSTOMERS, CUSTOMERS), (PENDING_ORDERS, ORDERS))
"""What the pending import comes to, beside what it is added to."""
ALL: Final = (CASES, CUSTOMERS, PENDING_CUSTOMERS, ORDERS, PENDING_ORDERS, LATEST_SCORES, SCORES)
"""In the order in which they are written, so that a rebuild and a writer never wait for each other."""


def add(connection: Connection, total: RunningTotal, ids: Collection[int]) -> None:
    """Count the rows of these ids as they are now, by day and by month."""
    _move(connection, total, ids, 1)


def subtract(connection: Connection, total: RunningTotal, ids: Collection[int]) -> None:
    """Take back what was counted of rows that are about to change.

    They are locked until the end of the transaction, so nobody else changes them meanwhile.
    """
    for some in portions(ids):
        rows = total.locked
        connection.execute(select(rows).where(rows.in_(some)).order_by(rows).with_for_update())
    _move(connection, total, ids, -1)


def settle(connection: Connection) -> None:
    """Add what the pending import comes to, in the transaction in which its rows begin to count."""
    for pending, total in PENDING:
        for table in total.tables:
            day = pending.days.c.day
            named_so = [column for column in pending.days.primary_key if column is not day]
            moved = first_of_month(day) if table is total.months else day
            counted = select(moved.label("day"), *named_so, func.sum(pending.days.c.n).label("n"))
            rows = counted.group_by(moved, *named_so).subquery()
            key = [rows.c[column.name] for column in table.primary_key]
            added = select(*key, rows.c.n).where(rows.c.n != 0).order_by(*key)
            connection.execute(insert_adding(connection.dialect.name, table, added))
        connection.execute(delete(pending.days))


def differences(connection: Connection) -> list[tuple[object, ...]]:
    """Where a recount finds something else than is stored: (table, …key, counted, stored).

    An empty list means that all is right; wrong stays, previous orders, rhythms and next scores are among the
    lines.
    """
    found = [line for total in ALL for table in total.tables for line in _differing(connection, total, table)]
    links = (stay_rows, previous_orders, rhythms, latest_scores)
    return found + [line for one in links for line in one.differences(connection)]


def rebuild(connection: Connection) -> None:
    """Count all running totals anew, each order's previous ones, each score's next, stays and rhythms.

    Whoever adds to a total meanwhile waits, or it would miss that or have it twice.
    """
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for total in ALL for table in total.tables)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    stay_rows.follow_all(connection)
    previous_orders.link_all(connection)
    rhythms.follow_all(connection)
    latest_scores.link_all(connection)
    for total in ALL:
        for table in total.tables:
            connection.execute(delete(table))
            connection.execute(insert(table).from_select(table.columns.keys(), _recount(total, table)))


def _move(connection: Connection, total: RunningTotal, ids: Collection[int], sign: int) -> None:
    for some in portions(ids):
        for table in total.tables:
            connection.execute(_moving(connection.dialect.name, total, table, sign), {"ids": some})


@cache
def _moving(dialect: str, total: RunningTotal, table: Table, sign: int) -> Executable:
    """In the order of the key: two that move the same totals never wait for each other in a circle."""
    counted = _recount(total, table, bindparam("ids", expanding=True)).subquery()
    key = [counted.c[column.name] for column in table.primary_key]
    return insert_adding(dialect, table, select(*key, sign * counted.c.n).order_by(*key))


def _recount(total: RunningTotal, table: Table, ids: Any = None) -> Select[Any]:
    """What the totals must be: of all rows, or of those with the ids."""
    found = [source.select() for source in total.sources]
    if ids is not None:
        found = [one.where(source.id.in_(ids)) for one, source in zip(found, total.sources, strict=True)]
    rows = union_all(*found).subquery()
    day = first_of_month(rows.c.day) if table is total.months else rows.c.day
    key = [day.label("day"), *(column for column in rows.c if column is not rows.c.day)]
    return select(*key, func.count().label("n")).group_by(*key)


def _differing(connection: Connection, total: RunningTotal, table: Table) -> Iterator[tuple[object, ...]]:
    counted = _by_key(connection, _recount(total, table))
    stored = _by_key(connection, select(*table.primary_key, table.c.n).where(table.c.n != 0))
    for key in sorted(counted.keys() | stored.keys(), key=str):
        if counted.get(key, 0) != stored.get(key, 0):
            yield (table.name, *key, counted.get(key, 0), stored.get(key, 0))


def _by_key(connection: Connection, statement: Select[Any]) -> dict[tuple[object, ...], int]:
    return {tuple(row)[:-1]: int(row[-1]) for row in connection.execute(statement)}


def portions(ids: Collection[int]) -> Iterator[Sequence[int]]:
    """The ids, sorted, as many at a time as fit into one statement: 10 000 at most."""
    rest = iter(sorted(ids))
    while some := list(islice(rest, _IDS_AT_ONCE)):
        yield some

"""How reports tell rows apart: by one column, or not at all; and what they leave out."""

from collections.abc import Iterator, Mapping
from itertools import product
from types import MappingProxyType
from typing import Any, Final, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy import case as when

from storage.states import ImportState
from storage.tables import answers, churn_sessions, customers, imports, orders
from surveys.cases.source import CaseSource

Ts = TypeVarTuple("Ts")

Only = Mapping[str, str]
"""Filters: the value that each column must have."""

NO_FILTER: Final[Only] = MappingProxyType({})

Column = ColumnElement[Any]

Group = tuple[str, ...]
"""The values of columns by which rows are told apart."""

Whole = tuple[str | None, ...]
"""Groups that are one; None for each column whose values are not told apart."""

CANCELLED: Final = "cancelled"
"""The status of an order that counts as none."""

NOTHING: Final[ColumnElement[str]] = literal_column("''")
"""In a column's place, where all are one group."""

INTERVIEW: Final[Column] = func.coalesce(churn_sessions.c.conversation_id, churn_sessions.c.id)
"""The conversation in which a reason to leave was told, be it one that was corrected later."""

PENDING_IMPORTS: Final = select(imports.c.id).where(
    imports.c.state.in_((ImportState.PENDING, ImportState.CANCELLING))
)


def named(column: Column) -> ColumnElement[str]:
    """The column with an empty name for null. PostgreSQL does not group by a bare constant, but by this."""
    return func.coalesce(column, NOTHING)


def band_of(kind: Column, score: Column) -> ColumnElement[int]:
    """0 for a detractor, 1 for a passive, 2 for a promoter; a score of another scale than 0…10 as it is."""
    return when(
        (kind != literal_column("'score'"), score),
        (score >= literal_column("9"), literal_column("2", Integer)),
        (score >= literal_column("7"), literal_column("1", Integer)),
        else_=literal_column("0", Integer),
    )


def is_low_score(question: tuple[str, str]) -> ColumnElement[bool]:
    """The condition that an answer is a low score to a question, as the partial indexes say it."""
    survey_id, question_id = question
    return and_(
        answers.c.kind == literal_column("'score'"),
        answers.c.score < literal_column("7"),
        answers.c.survey_id == survey_id,
        answers.c.question_id == question_id,
    )


def is_order() -> ColumnElement[bool]:
    """The condition that an order was not cancelled, and is of no import that is still pending."""
    return and_(is_kept(), is_visible(orders))


def is_complaint(rows: FromClause) -> ColumnElement[bool]:
    """The condition that a case, or a total of cases, is a complaint: a low score and a farewell are none."""
    return rows.c.source == CaseSource.COMPLAINT


def is_kept() -> ColumnElement[bool]:
    """The condition that an order was not cancelled, whatever import it is of."""
    return or_(orders.c.status.is_(None), orders.c.status != CANCELLED)


def is_visible(table: Table) -> ColumnElement[bool]:
    """The condition that a row is of no import that is still pending: those count nowhere."""
    return or_(table.c.import_id.is_(None), table.c.import_id.not_in(PENDING_IMPORTS))


def is_customer() -> ColumnElement[bool]:
    """The condition that somebody counts as a customer: of no pending import, and not one of the staff."""
    return and_(is_visible(customers), customers.c.staff_since.is_(None))


def non_customers(*others: ColumnElement[bool]) -> CompoundSelect[Any]:
    """The ids of those who do not count as customers, read from indexes: few, beside all others.

    Whoever meets one of the other conditions is among them.
    """
    conditions = customers.c.staff_since.is_not(None), is_pending(customers), *others
    return union_all(*(select(customers.c.id).where(condition) for condition in conditions))


def is_pending(table: Table) -> ColumnElement[bool]:
    """The condition that a row is of an import that is still pending."""
    return table.c.import_id.in_(PENDING_IMPORTS)


def with_wholes(group: Whole) -> Iterator[Whole]:
    """The group and all that it is a part of, up to the whole."""
    return product(*((value, None) for value in group))


def column_of(rows: FromClause, name: str | None) -> Column:
    """The column of that name with an empty name for null; without a name all rows are one group."""
    return named(rows.c[name] if name else NOTHING)


def grouped(rows: Select[*Ts], name: Column, by: str | None) -> Select[*Ts]:
    """The aggregate by that name, or of all rows without `by`, since a database sorts even one group."""
    return rows.group_by(name) if by else rows


def without(only: Only, name: str) -> Only:
    """The filters but for one."""
    return {other: value for other, value in only.items() if other != name}


def matches(rows: FromClause, only: Only) -> list[ColumnElement[bool]]:
    """The filters as conditions on columns of these names."""
    return [rows.c[name] == value for name, value in only.items()]


def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group meet the condition; 0 where there are no rows."""
    return func.coalesce(func.sum(when((condition, 1), else_=0)), 0)

"""How reports tell rows apart: by one column, or not at all; and what they leave out."""

from collections.abc import Mapping
from typing import Any, Final, TypeVarTuple

from sqlalchemy import ColumnElement, FromClause, Select, func, literal_column, or_
from sqlalchemy import case as when

from storage.tables import orders

Ts = TypeVarTuple("Ts")

Only = Mapping[str, str]
"""Filters: column and value."""

Column = ColumnElement[Any]

CANCELLED: Final = "cancelled"
"""An order of this status is none."""

NOTHING: Final[ColumnElement[str]] = literal_column("''")
"""In a column's place, where all are one group."""


def named(column: Column) -> ColumnElement[str]:
    """Without a name the empty one. PostgreSQL does not group by a constant as it stands, but by this."""
    return func.coalesce(column, NOTHING)


def is_order() -> ColumnElement[bool]:
    """What was cancelled is none."""
    return or_(orders.c.status.is_(None), orders.c.status != CANCELLED)


def grouped(rows: Select[*Ts], name: Column, by: str | None) -> Select[*Ts]:
    """An aggregate by that name; of all where there is no `by`, since a database sorts even one group."""
    return rows.group_by(name) if by else rows


def matches(rows: FromClause, only: Only) -> list[ColumnElement[bool]]:
    """The filters as conditions on columns of these names."""
    return [rows.c[name] == value for name, value in only.items()]


def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group meet it; 0 of no rows."""
    return func.coalesce(func.sum(when((condition, 1), else_=0)), 0)

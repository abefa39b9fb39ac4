"""How reports tell rows apart: by one column, or not at all."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, func, literal_column

Only = Mapping[str, str]
"""Filters: column and value."""

Column = ColumnElement[Any]

NOTHING: Final[ColumnElement[str]] = literal_column("''")
"""In a column's place, where all are one group."""


def named(column: Column) -> ColumnElement[str]:
    """Without a name the empty one. PostgreSQL does not group by a constant as it stands, but by this."""
    return func.coalesce(column, NOTHING)

"""What a row is as plain values by column, as statements take it."""

from operator import attrgetter
from typing import Any

from storage.rows import Row, columns_of


def _columns(kind: type[Row]) -> tuple[tuple[str, ...], "attrgetter[tuple[Any, ...]]"]:
    """The column names of a type and one call that reads them all."""
    names = tuple(column.name for column in columns_of(kind))
    return names, attrgetter(*names)


_COLUMNS = {kind: _columns(kind) for kind in Row.__subclasses__()}


def values_of(row: Row) -> dict[str, Any]:
    """A row's values by column."""
    names, read = _COLUMNS[type(row)]
    return dict(zip(names, read(row), strict=True))

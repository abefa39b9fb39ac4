"""Update many rows by one column, each with values of its own, in one statement."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table, Update, bindparam, update


@cache
def update_by_key(table: Table, names: tuple[str, ...], key: str = "id") -> Update:
    """A statement that updates a row by its key, to be executed with what `keyed` makes of each row.

    It is built once for the same arguments: building it costs more than running it.
    """
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    return update(table).where(table.c[key] == bindparam("the_key", type_=table.c[key].type)).values(values)


def keyed(key: object, values: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of `update_by_key` for one row: its key and the new values by column."""
    return {"the_key": key, **{f"new_{name}": value for name, value in values.items()}}

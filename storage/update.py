"""Update many rows by one column, each with values of its own, in one statement."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table, Update, bindparam, update


@cache
def update_by_key(table: Table, names: tuple[str, ...], key: str = "id") -> Update:
    """To be executed with what `keyed` makes of each row; built once, which costs more than running it."""
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    return update(table).where(table.c[key] == bindparam("the_key", type_=table.c[key].type)).values(values)


def keyed(key: object, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"the_key": key, **{f"new_{name}": value for name, value in values.items()}}

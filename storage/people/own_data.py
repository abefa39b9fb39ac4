"""What is stored about a person, as they get it: every row that is theirs, column by column."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, LargeBinary, select

from storage.people.personal_data import PERSONAL, DataSubject, PersonalTable

Rows = dict[str, list[dict[str, Any]]]
"""Plain values by column, of the rows by table."""


def collect(connection: Connection, person: DataSubject) -> Rows:
    """All rows about a person, less what is of the staff and the bytes of files; unknown values are None.

    Moments are ISO 8601 in UTC. Tables without a row of theirs are missing.
    """
    found = {one.table.name: list(_rows(connection, one, person)) for one in PERSONAL.values() if one.is_told}
    return {name: rows for name, rows in found.items() if rows}


def _rows(connection: Connection, one: PersonalTable, person: DataSubject) -> Iterator[dict[str, Any]]:
    told = [
        column
        for column in one.table.c
        if column.name not in one.of_staff and not isinstance(column.type, LargeBinary)
    ]
    chosen = select(*told).where(one.of(person)).order_by(*one.table.primary_key)
    for row in connection.execute(chosen).mappings():
        yield {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value

"""Numbers that people read: they count up by one, without the gaps and the length of an id."""

from sqlalchemy import Connection

from storage.tables import counters
from storage.upsert import upsert

CASES = "cases"


def next_number(connection: Connection, name: str) -> int:
    """The next number of that name, from 1 on.

    It is taken in the database at once, so that no two updates of a batch get the same.
    """
    counted = upsert(connection, counters, add=("value",), returning="value")
    number: int = connection.execute(counted, {"name": name, "value": 1}).scalar_one()
    return number


def skip(connection: Connection, name: str, taken: int) -> None:
    """Count on by the `taken` numbers that somebody else has given out."""
    connection.execute(upsert(connection, counters, add=("value",)), [{"name": name, "value": taken}])

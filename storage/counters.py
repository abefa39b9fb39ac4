"""Numbers that people read: they count up by one, without the gaps and the length of an id."""

from sqlalchemy import Connection, select

from storage.tables import counters
from storage.upsert import upsert

CASES = "cases"


def next_number(connection: Connection, name: str) -> int:
    """From 1 on. Taken at once, so that no two letters of a batch get the same."""
    connection.execute(upsert(connection, counters, add=("value",)), [{"name": name, "value": 1}])
    number: int = connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar_one()
    return number


def skip(connection: Connection, name: str, taken: int) -> None:
    """So many numbers were given out by somebody else."""
    connection.execute(upsert(connection, counters, add=("value",)), [{"name": name, "value": taken}])

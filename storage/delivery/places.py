"""Questions about places; how they are filled and emptied is in outbox.py."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, exists, select, update

from storage.states import OutboxState
from storage.tables import outbox, places


def is_taken(connection: Connection, name: str) -> bool:
    """Whether something is at that place, or is about to be sent there."""
    filled = exists().where(places.c.name == name, places.c.filled_at.is_not(None))
    coming = exists().where(outbox.c.fills == name, outbox.c.state == OutboxState.READY)
    return bool(connection.execute(select(filled | coming)).scalar())


def names_between(connection: Connection, first: str, last: str) -> list[str]:
    """The names of places in a range."""
    return list(connection.execute(select(places.c.name).where(places.c.name.between(first, last))).scalars())


def rename(connection: Connection, names: Mapping[str, str]) -> None:
    """Give places new names, which none has yet."""
    renamed = update(places).where(places.c.name == bindparam("before")).values(name=bindparam("after"))
    if names:
        connection.execute(renamed, [{"before": one, "after": other} for one, other in names.items()])

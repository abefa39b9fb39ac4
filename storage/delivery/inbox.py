"""The inbox: every update that Telegram handed over, kept until it was handled."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, literal_column, select, update

from storage.rows import InboxUpdate
from storage.states import InboxState
from storage.tables import inbox
from storage.upsert import insert_new

_IS_OPEN = inbox.c.state != literal_column("'done'")  # as the partial index says it
_WAITING = (
    select(
        inbox.c.bot_id,
        inbox.c.update_id,
        func.row_number()
        .over(partition_by=inbox.c.lane, order_by=(inbox.c.received_at, inbox.c.update_id))
        .label("nth"),
    )
    .where(_IS_OPEN, inbox.c.state == InboxState.WAITING)
    .subquery()
)
# However many wait in one lane, it has one head: the others' are found behind it.
_HEADS = (
    select(inbox)
    .join_from(
        _WAITING,
        inbox,
        and_(inbox.c.bot_id == _WAITING.c.bot_id, inbox.c.update_id == _WAITING.c.update_id),
    )
    .where(_WAITING.c.nth == 1)
    .order_by(inbox.c.received_at, inbox.c.update_id)
    .limit(bindparam("at_most"))
)
_THIS_ONE = and_(inbox.c.bot_id == bindparam("its_bot"), inbox.c.update_id == bindparam("its_update"))
_TO_DONE = update(inbox).where(_THIS_ONE).values(state=InboxState.DONE, payload=None)
_TO_POISON = (
    update(inbox)
    .where(_THIS_ONE)
    .values(
        state=InboxState.POISON,
        payload=bindparam("the_payload", type_=inbox.c.payload.type),
        error=bindparam("the_error"),
        tries=bindparam("the_tries"),
    )
)


def receive(connection: Connection, arrived: Sequence[InboxUpdate]) -> list[InboxUpdate]:
    """Make updates durable and return those to handle now: the first of each lane that was not known yet.

    The others of a lane wait in the inbox for a later batch.
    """
    heads, rest = _first_of_each_lane(arrived)
    if rest:
        store_waiting(connection, rest)
    if not heads:
        return []
    statement = insert_new(connection, inbox, "update_id")
    known = [_stored(entry, InboxState.DONE) for entry in heads]
    fresh = set(connection.execute(statement, known).scalars())
    return [entry for entry in heads if entry.update_id in fresh]


def store_waiting(connection: Connection, arrived: Sequence[InboxUpdate]) -> None:
    """Make updates durable, to be handled from the inbox in their order."""
    connection.execute(
        insert_new(connection, inbox, "update_id"), [_stored(entry, InboxState.WAITING) for entry in arrived]
    )


def take_waiting(connection: Connection, limit: int) -> list[InboxUpdate]:
    """The oldest waiting update of up to `limit` lanes, marked as done within the caller's transaction."""
    rows = connection.execute(_HEADS, {"at_most": limit}).mappings()
    taken = [InboxUpdate(**row) for row in rows]
    if taken:
        connection.execute(_TO_DONE, [_key(entry) for entry in taken])
    return taken


def newest(connection: Connection, limit: int) -> list[InboxUpdate]:
    """Up to `limit` updates, those received last first, without what they say."""
    columns = (inbox.c[name] for name in ("bot_id", "update_id", "lane", "kind", "state", "received_at"))
    found = connection.execute(select(*columns).order_by(inbox.c.received_at.desc()).limit(limit))
    return [InboxUpdate(*row) for row in found]


def next_waiting(connection: Connection) -> list[InboxUpdate]:
    """The update that `take_waiting` takes first, left where it is; an empty list where none waits."""
    return _oldest_waiting(connection, 1)


def poison(connection: Connection, spoilt: Iterable[tuple[InboxUpdate, str]]) -> None:
    """Keep updates that could not be handled, with the kind of error; none is tried again by itself."""
    rows = [
        {
            **_key(entry),
            "the_payload": entry.payload,
            "the_error": error[:200],
            "the_tries": entry.tries + 1,
        }
        for entry, error in spoilt
    ]
    if rows:
        connection.execute(_TO_POISON, rows)


def count_try(connection: Connection, entry: InboxUpdate) -> None:
    """Count one more try of an update, which stays as it is otherwise."""
    connection.execute(update(inbox).where(_THIS_ONE).values(tries=inbox.c.tries + 1), _key(entry))


def count_open(connection: Connection) -> dict[InboxState, int]:
    """How many updates wait and how many are poison, by state; 0 where there are none."""
    rows = connection.execute(select(inbox.c.state, func.count()).where(_IS_OPEN).group_by(inbox.c.state))
    return {InboxState.WAITING: 0, InboxState.POISON: 0} | dict(rows.all())


def forget(connection: Connection, before: datetime) -> int:
    """Drop updates received before that moment and return how many; a waiting one is never dropped."""
    return connection.execute(
        delete(inbox).where(inbox.c.received_at < before, inbox.c.state != InboxState.WAITING)
    ).rowcount


def _oldest_waiting(connection: Connection, limit: int) -> list[InboxUpdate]:
    oldest = (
        select(inbox)
        .where(_IS_OPEN, inbox.c.state == InboxState.WAITING)
        .order_by(inbox.c.received_at, inbox.c.update_id)
        .limit(limit)
    )
    return [InboxUpdate(**row) for row in connection.execute(oldest).mappings()]


def _first_of_each_lane(arrived: Sequence[InboxUpdate]) -> tuple[list[InboxUpdate], list[InboxUpdate]]:
    heads: dict[int, InboxUpdate] = {}
    rest: list[InboxUpdate] = []
    for entry in arrived:
        if heads.setdefault(entry.lane, entry) is not entry:
            rest.append(entry)
    return list(heads.values()), rest


def _stored(entry: InboxUpdate, state: InboxState) -> dict[str, Any]:
    return {
        "bot_id": entry.bot_id,
        "update_id": entry.update_id,
        "lane": entry.lane,
        "kind": entry.kind,
        "state": state,
        "tries": entry.tries,
        "received_at": entry.received_at,
        "payload": entry.payload if state == InboxState.WAITING else None,
    }


def _key(entry: InboxUpdate) -> dict[str, int]:
    return {"its_bot": entry.bot_id, "its_update": entry.update_id}

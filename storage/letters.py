"""Letters: every update that Telegram handed over, kept until it was handled."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, literal_column, select, update

from storage.rows import Letter
from storage.tables import letters
from storage.upsert import insert_new

WAITING, DONE, POISON = "waiting", "done", "poison"

_HEADS_LOOKED_AT = 500

_IS_OPEN = letters.c.state != literal_column("'done'")  # as the partial index says it
_THIS_ONE = and_(letters.c.bot_id == bindparam("its_bot"), letters.c.update_id == bindparam("its_update"))
_TO_DONE = update(letters).where(_THIS_ONE).values(state=DONE, payload=None)
_TO_POISON = (
    update(letters)
    .where(_THIS_ONE)
    .values(
        state=POISON,
        payload=bindparam("the_payload", type_=letters.c.payload.type),
        error=bindparam("the_error"),
        tries=bindparam("the_tries"),
    )
)


def receive(connection: Connection, arrived: Sequence[Letter]) -> list[Letter]:
    """Make letters durable and return those to handle now: the first of each lane that was not known yet.

    The others of a lane wait in the inbox for a later batch.
    """
    heads, rest = _first_of_each_lane(arrived)
    if rest:
        keep(connection, rest)
    if not heads:
        return []
    statement = insert_new(connection, letters, "update_id")
    known = [_stored(letter, DONE) for letter in heads]
    fresh = set(connection.execute(statement, known).scalars())
    return [letter for letter in heads if letter.update_id in fresh]


def keep(connection: Connection, arrived: Sequence[Letter]) -> None:
    """Make letters durable, to be handled from the inbox in their order."""
    connection.execute(
        insert_new(connection, letters, "update_id"), [_stored(letter, WAITING) for letter in arrived]
    )


def take_waiting(connection: Connection, limit: int) -> list[Letter]:
    """The oldest waiting letter of up to `limit` lanes, marked as done within the caller's transaction."""
    heads, _ = _first_of_each_lane(_oldest_waiting(connection, _HEADS_LOOKED_AT))
    taken = heads[:limit]
    if taken:
        connection.execute(_TO_DONE, [_key(letter) for letter in taken])
    return taken


def newest(connection: Connection, limit: int) -> list[Letter]:
    """Without what they say."""
    columns = (letters.c[name] for name in ("bot_id", "update_id", "lane", "kind", "state", "received_at"))
    found = connection.execute(select(*columns).order_by(letters.c.received_at.desc()).limit(limit))
    return [Letter(*row) for row in found]


def next_waiting(connection: Connection) -> list[Letter]:
    """The one that `take_waiting` takes first, left where it is."""
    return _oldest_waiting(connection, 1)


def poison(connection: Connection, spoilt: Iterable[tuple[Letter, str]]) -> None:
    """Keep letters that could not be handled, with the kind of error; never handled by themselves again."""
    rows = [
        {
            **_key(letter),
            "the_payload": letter.payload,
            "the_error": error[:200],
            "the_tries": letter.tries + 1,
        }
        for letter, error in spoilt
    ]
    if rows:
        connection.execute(_TO_POISON, rows)


def count_try(connection: Connection, letter: Letter) -> None:
    connection.execute(update(letters).where(_THIS_ONE).values(tries=letters.c.tries + 1), _key(letter))


def count_open(connection: Connection) -> dict[str, int]:
    """How many letters wait and how many are poison."""
    rows = connection.execute(select(letters.c.state, func.count()).where(_IS_OPEN).group_by(letters.c.state))
    return {WAITING: 0, POISON: 0} | dict(rows.all())


def forget(connection: Connection, before: datetime) -> int:
    """Drop letters received before then; a waiting one is never dropped."""
    return connection.execute(
        delete(letters).where(letters.c.received_at < before, letters.c.state != WAITING)
    ).rowcount


def _oldest_waiting(connection: Connection, limit: int) -> list[Letter]:
    oldest = (
        select(letters)
        .where(_IS_OPEN, letters.c.state == WAITING)
        .order_by(letters.c.received_at, letters.c.update_id)
        .limit(limit)
    )
    return [Letter(**row) for row in connection.execute(oldest).mappings()]


def _first_of_each_lane(arrived: Sequence[Letter]) -> tuple[list[Letter], list[Letter]]:
    heads: dict[int, Letter] = {}
    rest: list[Letter] = []
    for letter in arrived:
        if heads.setdefault(letter.lane, letter) is not letter:
            rest.append(letter)
    return list(heads.values()), rest


def _stored(letter: Letter, state: str) -> dict[str, Any]:
    return {
        "bot_id": letter.bot_id,
        "update_id": letter.update_id,
        "lane": letter.lane,
        "kind": letter.kind,
        "state": state,
        "tries": letter.tries,
        "received_at": letter.received_at,
        "payload": letter.payload if state == WAITING else None,
    }


def _key(letter: Letter) -> dict[str, int]:
    return {"its_bot": letter.bot_id, "its_update": letter.update_id}

"""The outbox: calls to make, and what became of them."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)

from storage.rows import File, OutboxRow, Place, columns_of
from storage.states import OutboxState
from storage.tables import files, outbox, places
from storage.update import keyed, update_by_key
from storage.upsert import upsert
from surveys.outreach.urgency import Urgency

_COLUMNS = columns_of(OutboxRow)
IN_LINE_TRIES = 3
"""Tries in which a row keeps its place in its line; then it waits by itself, and nothing waits for it."""
_UNFINISHED = (OutboxState.READY, OutboxState.SENDING)


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one row, to be written with the next transaction."""

    id: int
    state: OutboxState
    tries: int
    due_at: datetime
    done_at: datetime | None = None
    message_id: int | None = None
    error: str | None = None
    plan_id: int | None = None
    row: OutboxRow | None = None
    """The row as it was sent or refused."""


_MARK = (
    update(outbox)
    .where(outbox.c.id == bindparam("the_id"))
    .values(
        state=bindparam("new_state", type_=outbox.c.state.type),
        tries=bindparam("new_tries"),
        due_at=bindparam("new_due_at", type_=outbox.c.due_at.type),
        done_at=bindparam("new_done_at", type_=outbox.c.done_at.type),
        message_id=bindparam("new_message_id", type_=outbox.c.message_id.type),
        error=bindparam("new_error", type_=outbox.c.error.type),
        # The text goes once it was sent; a place's recipe stays, to heal it.
        body=case((and_(bindparam("is_over"), outbox.c.fills.is_(None)), null()), else_=outbox.c.body),
    )
)


_POSTPONE = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("the_id"),
        or_(outbox.c.state == OutboxState.READY, outbox.c.state == OutboxState.SENDING),
    )
    .values(
        state=OutboxState.READY,
        tries=bindparam("new_tries"),
        due_at=bindparam("new_due_at", type_=outbox.c.due_at.type),
        error=bindparam("new_error", type_=outbox.c.error.type),
    )
)


def mark(connection: Connection, marks: Sequence[Mark]) -> None:
    """Write what became of rows. The text of one that is done with goes, unless it is a place's recipe.

    What is to be tried again is not, where it was ended meanwhile.
    """
    ended = [_mark(one) for one in marks if one.state is not OutboxState.READY]
    if ended:
        connection.execute(_MARK, ended)
    postponed = [_mark(one) for one in marks if one.state is OutboxState.READY]
    if postponed:
        connection.execute(_POSTPONE, [{name: one[name] for name in _POSTPONED} for one in postponed])


_POSTPONED = ("the_id", "new_tries", "new_due_at", "new_error")


def postpone_chat(connection: Connection, chat_id: int, until: datetime) -> None:
    """Let nothing that waits for a chat be due before then."""
    waiting = update(outbox).where(
        outbox.c.chat_id == chat_id, outbox.c.state == OutboxState.READY, outbox.c.due_at < until
    )
    connection.execute(waiting.values(due_at=until))


def find_row(connection: Connection, row_id: int) -> OutboxRow | None:
    """The row of that id; None where it is not kept."""
    row = connection.execute(select(*_COLUMNS).where(outbox.c.id == row_id)).one_or_none()
    return OutboxRow(*row) if row else None


def hasten(connection: Connection, chat_id: int, now: datetime, *, only_oldest: bool = False) -> None:
    """Make due now what waits for a later moment in a chat, or its oldest row alone, as a test."""
    later = (outbox.c.chat_id == chat_id) & (outbox.c.state == OutboxState.READY) & (outbox.c.due_at > now)
    if only_oldest:
        later &= outbox.c.id == select(func.min(outbox.c.id)).where(later).scalar_subquery()
    connection.execute(update(outbox).where(later).values(due_at=now))


def newest(connection: Connection, limit: int) -> list[OutboxRow]:
    """Up to `limit` rows of any state, those added last first."""
    found = connection.execute(select(*_COLUMNS).order_by(outbox.c.id.desc()).limit(limit))
    return [OutboxRow(*row) for row in found]


def claim(connection: Connection, row_id: int) -> bool:
    """Turn a ready row into one that is being sent; False where it is not ready.

    What must not be sent twice is claimed before the call.
    """
    claimed = (
        update(outbox)
        .where(outbox.c.id == row_id, outbox.c.state == OutboxState.READY)
        .values(state=OutboxState.SENDING)
    )
    return connection.execute(claimed).rowcount == 1


def is_ready(connection: Connection, row_id: int) -> bool:
    """Whether a row still waits to be sent."""
    state = connection.execute(select(outbox.c.state).where(outbox.c.id == row_id)).scalar()
    return state == OutboxState.READY


def unclaim(connection: Connection, row_id: int) -> None:
    """Make a row that is being sent ready again: Telegram said that it did not carry the call out."""
    given_back = (
        update(outbox)
        .where(outbox.c.id == row_id, outbox.c.state == OutboxState.SENDING)
        .values(state=OutboxState.READY)
    )
    connection.execute(given_back)


def put_off(connection: Connection, row_id: int, until: datetime) -> bool:
    """Put a ready row off until that moment; False for a row that waits no longer."""
    later = (
        update(outbox).where(outbox.c.id == row_id, outbox.c.state == OutboxState.READY).values(due_at=until)
    )
    return connection.execute(later).rowcount == 1


def refuse(connection: Connection, row_id: int, why: str, now: datetime) -> bool:
    """End a ready row without sending it and store why; False for a row that waits no longer."""
    refused = (
        update(outbox)
        .where(outbox.c.id == row_id, outbox.c.state == OutboxState.READY)
        .values(state=OutboxState.REFUSED, error=why, done_at=now, body=None)
    )
    return connection.execute(refused).rowcount == 1


def plans_of(
    connection: Connection, state: OutboxState, chat_ids: Collection[int] | None = None
) -> list[int]:
    """Ids of the plans whose messages are in that state, in these chats or, where they are None, in all."""
    statement = select(outbox.c.plan_id).where(outbox.c.state == state, outbox.c.plan_id.is_not(None))
    if chat_ids is not None:
        statement = statement.where(outbox.c.chat_id.in_(chat_ids))
    return list(connection.execute(statement).scalars())


def give_up_claimed(connection: Connection, now: datetime) -> int:
    """After a restart, mark what was being sent as uncertain and return how many rows that were.

    It may or may not have arrived, so it is never sent again.
    """
    lost = (
        update(outbox)
        .where(outbox.c.state == OutboxState.SENDING)
        .values(
            state=OutboxState.UNCERTAIN,
            done_at=now,
            error="the process ended while it was being sent",
            body=None,
        )
    )
    return connection.execute(lost).rowcount


def cancel_chat(connection: Connection, chat_ids: Collection[int], now: datetime) -> list[OutboxRow]:
    """End whatever waits for these chats, since Telegram says that they are closed to us.

    Returns the rows from whose outcome something follows.
    """
    if not chat_ids:
        return []
    waiting = (outbox.c.chat_id.in_(chat_ids), outbox.c.state == OutboxState.READY)
    followed = connection.execute(select(*_COLUMNS).where(*waiting, outbox.c.purpose.is_not(None))).all()
    connection.execute(
        update(outbox).where(*waiting).values(state=OutboxState.UNREACHABLE, done_at=now, body=None)
    )
    return [OutboxRow(*row) for row in followed]


def move_chat(connection: Connection, old: int, new: int, now: datetime) -> None:
    """Readdress what waits for a group that became a supergroup, and what made its places.

    Messages are counted anew there: the group's places are empty until they are made again, what refers to a
    message by its old number no longer does so, and what would change such a message is given up. Where the
    messages of cases stood stays known, for what staff wrote there before and we hear only now.
    """
    kept = select(outbox.c.id, outbox.c.at, outbox.c.body).where(
        outbox.c.chat_id == old, outbox.c.body.is_not(None)
    )
    moved, changing = [], []
    for row in connection.execute(kept):
        body = {**json.loads(row.body), "chat_id": new}
        if row.at is None and "message_id" in body:
            changing.append(row.id)
        for numbered in _NUMBERED:
            body.pop(numbered, None)
        moved.append(keyed(row.id, {"chat_id": new, "body": _compact(body)}))
    if moved:
        connection.execute(update_by_key(outbox, ("chat_id", "body")), moved)
    _give_up(connection, changing, "the message stayed in the group of before", now)
    _remember_places(connection, old)
    nowhere = {"chat_id": None, "thread_id": None, "message_id": None, "filled_at": None}
    left = (places.c.chat_id == old) & ~_is_before()
    connection.execute(update(places).where(left).values(nowhere))


BEFORE = "before:"
"""How the name of a place begins that tells where something stood in the group of before."""


def _remember_places(connection: Connection, old: int) -> None:
    then, known = places.alias(), places.alias()
    name = literal(BEFORE).concat(then.c.name)
    stood = select(name, then.c.chat_id, then.c.message_id, then.c.recipe_id).where(
        then.c.chat_id == old,
        then.c.message_id.is_not(None),
        or_(*(then.c.name.startswith(kind) for kind in ("topic:", "card:", "case:"))),
        ~exists().where(known.c.name == name),
    )
    connection.execute(insert(places).from_select(["name", "chat_id", "message_id", "recipe_id"], stood))


def _is_before() -> ColumnElement[bool]:
    return places.c.name.startswith(BEFORE)


_NUMBERED = ("message_thread_id", "reply_parameters")
"""What refers to a message or a topic by its number, besides what the place of a row fills in."""


def _give_up(connection: Connection, row_ids: Collection[int], why: str, now: datetime) -> None:
    ended = update(outbox).where(outbox.c.id.in_(row_ids), outbox.c.state == OutboxState.READY)
    connection.execute(ended.values(state=OutboxState.EXPIRED, error=why, done_at=now, body=None))


def _compact(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


_WAITING_AT = select(func.count()).where(
    # As the partial index says it.
    and_(
        outbox.c.state == literal_column("'ready'"),
        outbox.c.at.is_not(None),
        outbox.c.at == bindparam("place"),
        outbox.c.tries < IN_LINE_TRIES,
        outbox.c.urgency < Urgency.SERVICE,  # the title gives way to words
    )
)


def count_waiting_at(connection: Connection, place: str) -> int:
    """How many rows wait in line to be sent to that place; what was put aside by itself does not count."""
    return connection.execute(_WAITING_AT, {"place": place}).scalar_one()


def count_by_state(connection: Connection) -> dict[OutboxState, int]:
    """How many rows are in each state; a state without rows is missing."""
    rows = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    return dict(rows.all())


def oldest_due(connection: Connection, before: Urgency | None = None) -> datetime | None:
    """The earliest moment for which a ready row is due; None where no row is ready.

    Only what is more urgent than `before` counts, where that is given.
    """
    statement = select(func.min(outbox.c.due_at)).where(outbox.c.state == OutboxState.READY)
    if before is not None:
        statement = statement.where(outbox.c.urgency < before)
    moment: datetime | None = connection.execute(statement).scalar()
    return moment


def highest_id(connection: Connection) -> int:
    """The highest id of any row; 0 where there is none."""
    return connection.execute(select(func.max(outbox.c.id))).scalar() or 0


def forget(connection: Connection, before_id: int) -> int:
    """Drop finished rows older than that id and return how many; recipes of places stay."""
    return connection.execute(
        delete(outbox).where(
            outbox.c.id < before_id,
            or_(outbox.c.fills.is_(None), outbox.c.state == OutboxState.REPLACED),
            outbox.c.state.not_in(_UNFINISHED),
        )
    ).rowcount


def recipes(connection: Connection, before_id: int) -> dict[int, str]:
    """Ids of finished rows older than that id that are recipes, with the places that they fill."""
    found = connection.execute(
        select(outbox.c.id, outbox.c.fills).where(
            outbox.c.id < before_id, outbox.c.fills.is_not(None), outbox.c.state.not_in(_UNFINISHED)
        )
    )
    return dict(found.all())


def forget_recipes(connection: Connection, row_ids: Collection[int]) -> None:
    """Drop these rows: what stands at their places is not made again when it is gone."""
    connection.execute(delete(outbox).where(outbox.c.id.in_(row_ids)))


# Places and files --------------------------------------------------------------------------------


def fill(connection: Connection, filled: Sequence[Place]) -> None:
    """Write down where things landed. What was recorded first stands until the place is emptied."""
    if filled:
        put = ("chat_id", "thread_id", "message_id", "file_id", "recipe_id", "filled_at")
        statement = upsert(connection, places, put=put, while_null="filled_at")
        connection.execute(statement, [_place_dict(place) for place in filled])


def empty(connection: Connection, name: str) -> None:
    """Forget where a place was, since Telegram says that it is gone; its recipe stays known."""
    connection.execute(
        update(places).where(places.c.name == name).values(thread_id=None, message_id=None, filled_at=None)
    )


def recipe_of(connection: Connection, name: str) -> OutboxRow | None:
    """The row that made a place; None where no such row is kept."""
    row = connection.execute(
        select(*_COLUMNS)
        .join(places, places.c.recipe_id == outbox.c.id)
        .where(places.c.name == name, outbox.c.body.is_not(None))
    ).one_or_none()
    return OutboxRow(*row) if row else None


def recipe_to_repeat(connection: Connection, name: str) -> OutboxRow | None:
    """The row that made a place which is empty now; None where nothing made it, or something is about to."""
    coming = outbox.alias()
    on_its_way = exists().where(
        coming.c.fills == name, coming.c.state.in_([OutboxState.READY, OutboxState.SENDING])
    )
    row = connection.execute(
        select(*_COLUMNS)
        .join(places, places.c.recipe_id == outbox.c.id)
        .where(places.c.name == name, places.c.filled_at.is_(None), outbox.c.body.is_not(None), ~on_its_way)
    ).one_or_none()
    return OutboxRow(*row) if row else None


def find_places(connection: Connection, names: Collection[str]) -> dict[str, Place]:
    """Places by name; names that are not known are missing."""
    statement = select(*columns_of(Place)).where(places.c.name.in_(names))
    return {row.name: Place(*row) for row in connection.execute(statement)}


def place_among(connection: Connection, ranges: Collection[tuple[str, str]], message_id: int) -> str | None:
    """Name of the place that this message of a private chat fills, within ranges of names (first, last).

    None where it fills none of them. The names are needed since no index knows the messages of private chats.
    """
    named = or_(false(), *(places.c.name.between(first, last) for first, last in ranges))
    found = select(places.c.name).where(named, places.c.message_id == message_id, places.c.chat_id > 0)
    name: str | None = connection.execute(found.limit(1)).scalar()
    return name


def read_files(connection: Connection, keys: Collection[int]) -> dict[int, File]:
    """Stored files by id; ids that are not known are missing."""
    columns = columns_of(File)
    rows = connection.execute(select(*columns).where(files.c.id.in_(keys)))
    return {row.id: File(*row) for row in rows}


def _place_dict(place: Place) -> dict[str, Any]:
    return {field.name: getattr(place, field.name) for field in fields(place)}


def _mark(one: Mark) -> dict[str, Any]:
    return {
        "the_id": one.id,
        "new_state": one.state,
        "new_tries": one.tries,
        "new_due_at": one.due_at,
        "new_done_at": one.done_at,
        "new_message_id": one.message_id,
        "new_error": one.error,
        "is_over": one.done_at is not None,
    }

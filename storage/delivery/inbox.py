"""The inbox: every update that Telegram handed over, kept until it was handled."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)

from storage.delivery import heartbeats
from storage.rows import InboxUpdate
from storage.states import InboxState
from storage.tables import inbox
from storage.upsert import insert_new

_TAPS_LIVE_FOR = timedelta(seconds=150)
_FORGOTTEN_TAPS = 1_000
"""More are hardly made in one absence."""
_NUMBERS_GO_ON_FOR = timedelta(days=6)
"""After a week without updates Telegram numbers them from anywhere."""
_LARGEST_GAP = 1_000_000
"""More was not missed, but counted anew, as servers of others do."""

ALBUM = "album"
"""The key of a payload under which the other messages of an album stand."""

IsHeld = Callable[[InboxUpdate], bool]
"""Whether an update is to wait although it is the first of its lane."""

_IS_OPEN = inbox.c.state != literal_column("'done'")  # as the partial index says it
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


def is_never_held(entry: InboxUpdate) -> bool:
    """For whoever takes updates as they stand there."""
    return False


def _heads(lanes: Sequence[ColumnElement[bool]] = ()) -> Select[Any]:
    """The first of each lane, however many wait in one: the others' are found behind it."""
    waiting = (
        select(
            inbox.c.bot_id,
            inbox.c.update_id,
            func.row_number()
            .over(partition_by=inbox.c.lane, order_by=(inbox.c.received_at, inbox.c.update_id))
            .label("nth"),
        )
        .where(_IS_OPEN, inbox.c.state == InboxState.WAITING, *lanes)
        .subquery()
    )
    of_lane = and_(inbox.c.bot_id == waiting.c.bot_id, inbox.c.update_id == waiting.c.update_id)
    return (
        select(inbox)
        .join_from(waiting, inbox, of_lane)
        .where(waiting.c.nth == 1)
        .order_by(inbox.c.received_at, inbox.c.update_id)
        .limit(bindparam("at_most"))
    )


_ALL_HEADS = _heads()  # built once: each batch that looks into the inbox needs it


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


def take_waiting(
    connection: Connection,
    limit: int,
    *,
    without: Collection[int] = (),
    only: int | None = None,
    is_held: IsHeld = is_never_held,
) -> list[InboxUpdate]:
    """The oldest waiting update of up to `limit` lanes, marked as done within the caller's transaction.

    Lanes `without` are left out; with `only` that lane alone is looked at. The messages of an album are taken
    as one update, unless it is held.
    """
    heads = _heads(_lanes(without, only)) if without or only is not None else _ALL_HEADS
    rows = connection.execute(heads, {"at_most": limit}).mappings()
    taken = [entry for row in rows if not is_held(entry := InboxUpdate(**row))]
    if taken:
        connection.execute(_TO_DONE, [_key(entry) for entry in taken])
    return [entry if entry.album is None else _with_album(connection, entry) for entry in taken]


def _with_album(connection: Connection, first: InboxUpdate) -> InboxUpdate:
    """The first message of an album with the others that wait in its payload, which are marked as done."""
    waiting = (
        select(inbox)
        .where(inbox.c.lane == first.lane, inbox.c.album == first.album, inbox.c.bot_id == first.bot_id)
        .where(inbox.c.state == InboxState.WAITING, inbox.c.update_id != first.update_id)
        .order_by(inbox.c.received_at, inbox.c.update_id)
    )
    others = [InboxUpdate(**row) for row in connection.execute(waiting).mappings()]
    if not others:
        return first
    connection.execute(_TO_DONE, [_key(entry) for entry in others])
    payload = first.payload or {}
    messages = [(entry.payload or {}).get(entry.kind) for entry in others]
    return replace(first, payload={**payload, ALBUM: [*payload.get(ALBUM, ()), *messages]})


def newest(connection: Connection, limit: int) -> list[InboxUpdate]:
    """Up to `limit` updates, those received last first, without what they say."""
    columns = (inbox.c[name] for name in ("bot_id", "update_id", "lane", "kind", "state", "received_at"))
    found = connection.execute(select(*columns).order_by(inbox.c.received_at.desc()).limit(limit))
    return [InboxUpdate(*row) for row in found]


def next_waiting(
    connection: Connection, *, without: Collection[int] = (), only: int | None = None
) -> list[InboxUpdate]:
    """The update that `take_waiting` takes first, left where it is; an empty list where none waits."""
    return _oldest_waiting(connection, 1, without, only)


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


def hold(connection: Connection, entry: InboxUpdate) -> None:
    """Keep an update as it came, until `release`."""
    held = update(inbox).where(_THIS_ONE).values(state=InboxState.HELD, payload=entry.payload)
    connection.execute(held, _key(entry))


def has_held(connection: Connection, lane: int) -> bool:
    """Whether something of that lane is held."""
    held = select(inbox.c.update_id).where(_IS_OPEN, inbox.c.lane == lane, inbox.c.state == InboxState.HELD)
    return connection.execute(held.limit(1)).first() is not None


def release(connection: Connection, lane: int) -> int:
    """Let what is held of a lane be handled from the inbox, in its order, and return how much it is."""
    held = (_IS_OPEN, inbox.c.lane == lane, inbox.c.state == InboxState.HELD)
    return connection.execute(update(inbox).where(*held).values(state=InboxState.WAITING)).rowcount


def is_unchanged(connection: Connection, edit: InboxUpdate) -> bool:
    """Whether an edited message says what it said when it came last; False where that is not remembered."""
    if edit.content_hash is None:
        return False
    before = (
        select(inbox.c.content_hash)
        .where(inbox.c.lane == edit.lane, inbox.c.message_id == edit.message_id)
        .where(inbox.c.content_hash.is_not(None), inbox.c.bot_id == edit.bot_id)
        .where(inbox.c.update_id < edit.update_id)
        .order_by(inbox.c.update_id.desc())
        .limit(1)
    )
    return connection.execute(before).scalar() == edit.content_hash


def count_try(connection: Connection, entry: InboxUpdate) -> None:
    """Count one more try of an update, which stays as it is otherwise."""
    connection.execute(update(inbox).where(_THIS_ONE).values(tries=inbox.c.tries + 1), _key(entry))


def count_open(connection: Connection) -> dict[InboxState, int]:
    """How many updates wait and how many are poison, by state; 0 where there are none."""
    rows = connection.execute(select(inbox.c.state, func.count()).where(_IS_OPEN).group_by(inbox.c.state))
    return {InboxState.WAITING: 0, InboxState.POISON: 0} | dict(rows.all())


def forget(connection: Connection, before: datetime) -> int:
    """Drop updates that were handled, or held, and received before that moment, and return how many."""
    over = inbox.c.state.in_((InboxState.DONE, InboxState.HELD))
    return connection.execute(delete(inbox).where(inbox.c.received_at < before, over)).rowcount


def _oldest_waiting(
    connection: Connection, limit: int, without: Collection[int], only: int | None
) -> list[InboxUpdate]:
    oldest = (
        select(inbox)
        .where(_IS_OPEN, inbox.c.state == InboxState.WAITING, *_lanes(without, only))
        .order_by(inbox.c.received_at, inbox.c.update_id)
        .limit(limit)
    )
    return [InboxUpdate(**row) for row in connection.execute(oldest).mappings()]


def _lanes(without: Collection[int], only: int | None) -> list[ColumnElement[bool]]:
    if only is not None:
        return [inbox.c.lane == only]
    return [inbox.c.lane.not_in(without)] if without else []


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
        "message_id": entry.message_id,
        "content_hash": entry.content_hash,
        "album": entry.album,
    }


def _key(entry: InboxUpdate) -> dict[str, int]:
    return {"its_bot": entry.bot_id, "its_update": entry.update_id}


def has_gap(connection: Connection, bot_id: int, first: int, now: datetime) -> bool:
    """Whether somebody else got updates between the last one that is known of this bot and that number.

    Telegram forgets a tap that nobody fetched for 150 seconds, and its number with it: after a longer absence
    only a gap counts that is larger than taps are likely to make. False where none is known, or none of the
    last days: Telegram may have begun to count anew.
    """
    known = select(func.max(inbox.c.update_id), func.max(inbox.c.received_at)).where(inbox.c.bot_id == bot_id)
    last, received_at = connection.execute(known).one()
    if last is None or now - received_at >= _NUMBERS_GO_ON_FOR:
        return False
    heard_at = heartbeats.last(connection, "intake") or received_at
    was_away = now - heard_at >= _TAPS_LIVE_FOR
    missing: int = first - last - 1
    return (_FORGOTTEN_TAPS if was_away else 0) < missing < _LARGEST_GAP

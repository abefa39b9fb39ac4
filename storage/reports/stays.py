"""When customers were customers: their stays follow what is written of them, and are what reports count.

Of a customer the table of customers has the stay of now: it began when they came or came back last, and ended
when they left. A return begins another stay; the one before it stays as it was.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update

from storage.rows import Stay
from storage.tables import churn_sessions, customers, stays
from surveys.questions.correction import replaces
from surveys.questions.reasons import ReasonClass

_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_AT_ONCE: Final = 10_000
_NAMES: Final = tuple(field.name for field in fields(Stay))
_PEOPLE: Final = (
    select(*(customers.c[name] for name in ("id", "joined_at", "returned_at", "left_at", "staff_since")))
    .where(customers.c.id.in_(_IDS))
    .order_by(customers.c.id)
)
_STAYS: Final = (
    select(*(stays.c[name] for name in _NAMES))
    .where(stays.c.customer_id.in_(_IDS))
    .order_by(stays.c.customer_id, stays.c.number)
)
_REASONS: Final = (
    select(churn_sessions.c.customer_id, churn_sessions.c.told_at, churn_sessions.c.reason_class)
    .where(churn_sessions.c.customer_id.in_(_IDS), churn_sessions.c.reason_class.is_not(None))
    .order_by(churn_sessions.c.told_at, churn_sessions.c.id)
)
_FORGET: Final = delete(stays).where(stays.c.customer_id.in_(_IDS))


@dataclass(frozen=True, slots=True)
class _Person:
    id: int
    joined_at: datetime
    returned_at: datetime | None
    left_at: datetime | None
    staff_since: datetime | None


def find(connection: Connection, customer_ids: Collection[int]) -> dict[int, list[Stay]]:
    """The stays of customers by their ids, the first one first; unknown ids are missing."""
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    if customer_ids:
        for row in connection.execute(_STAYS, {"ids": sorted(customer_ids)}):
            found[row.customer_id].append(Stay(*row))
    return dict(found)


def follow(connection: Connection, customer_ids: Collection[int]) -> None:
    """Make the stays say what is stored of these customers now; at most some 30 000 at a time."""
    if not customer_ids:
        return
    wrong = _wrong(connection, customer_ids)
    if stale := [person for person, (_, stored) in wrong.items() if stored]:
        connection.execute(_FORGET, {"ids": stale})
    if fresh := [_values(stay) for right, _ in wrong.values() for stay in right]:
        connection.execute(insert(stays), fresh)


def follow_all(connection: Connection) -> None:
    """The same of all customers."""
    for some in _everybody(connection):
        follow(connection, some)


def differences(connection: Connection) -> list[tuple[object, ...]]:
    """Customers whose stored stays are wrong: (table, id, the right ones, the stored ones)."""
    wrong = (_wrong(connection, some) for some in _everybody(connection))
    return [(stays.name, person, *both) for those in wrong for person, both in those.items()]


def _everybody(connection: Connection) -> Iterator[list[int]]:
    everybody = iter(connection.execute(select(customers.c.id).order_by(customers.c.id)).scalars().all())
    while some := list(islice(everybody, _AT_ONCE)):
        yield some


def _wrong(
    connection: Connection, customer_ids: Collection[int]
) -> Mapping[int, tuple[list[Stay], list[Stay]]]:
    """The right stays and the stored ones, by the customers of whom they differ."""
    ids = sorted(customer_ids)
    people = [_Person(*row) for row in connection.execute(_PEOPLE, {"ids": ids})]
    known = find(connection, ids)
    reasons = _reasons_of(connection, [person.id for person in people if person.left_at is not None])
    both = {
        person.id: (_stays_of(person, stored, reasons.get(person.id, [])), stored)
        for person in people
        for stored in [known.get(person.id, [])]
    }
    return {person: (right, stored) for person, (right, stored) in both.items() if right != stored}


def take_over(connection: Connection, kept: int, gone: int) -> None:
    """Give a customer the stays of another in place of their own: two rows turned out to be one person."""
    connection.execute(_FORGET, {"ids": [kept]})
    connection.execute(update(stays).where(stays.c.customer_id == gone).values(customer_id=kept))


def _reasons_of(
    connection: Connection, customer_ids: Collection[int]
) -> dict[int, list[tuple[datetime, ReasonClass]]]:
    """The classes of the reasons for which these customers said to leave, and when, in order."""
    found: defaultdict[int, list[tuple[datetime, ReasonClass]]] = defaultdict(list)
    if customer_ids:
        for customer_id, told_at, kind in connection.execute(_REASONS, {"ids": customer_ids}):
            found[customer_id].append((told_at, kind))
    return found


def _stays_of(person: _Person, known: list[Stay], reasons: list[tuple[datetime, ReasonClass]]) -> list[Stay]:
    if person.staff_since is not None:
        return []
    past = list(_past(person, known))
    if past:
        assert person.returned_at is not None
        began = max(person.returned_at, past[-1].ended_at or person.returned_at)
        # What is said of a day before the return is about the stay before it.
        left_at = person.left_at if person.left_at is not None and person.left_at > began else None
    else:
        began = person.joined_at
        left_at = None if person.left_at is None else max(person.left_at, began)
    theirs = reasons if not past else [(at, kind) for at, kind in reasons if at >= began]
    return [*past, Stay(person.id, len(past) + 1, began, left_at, _class_of(left_at, theirs))]


def _class_of(left_at: datetime | None, reasons: list[tuple[datetime, ReasonClass]]) -> ReasonClass | None:
    """The class of a loss: of what was told last when they left; what is told later is of its own day."""
    if left_at is None:
        return None
    return next((kind for at, kind in reversed(reasons) if replaces(left_at, at)), None)


def _past(person: _Person, known: list[Stay]) -> Iterator[Stay]:
    """The stays that are over, as they were; whoever left and returned at once left when they returned."""
    back = person.returned_at
    if back is None or back <= person.joined_at:
        return
    over = known[:-1] if len(known) > 1 and back <= known[-1].began_at else known
    for stay in over or [Stay(person.id, 1, person.joined_at)]:
        ended_at = min(back, stay.ended_at or back)
        began_at = min(person.joined_at, ended_at) if stay.number == 1 else stay.began_at
        yield replace(stay, began_at=began_at, ended_at=ended_at)


def _values(stay: Stay) -> dict[str, Any]:
    return {name: getattr(stay, name) for name in _NAMES}

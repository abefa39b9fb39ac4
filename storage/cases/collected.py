"""What customers write faster than staff can read it by the message: it waits and is passed on together."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, literal_column, select, update

from storage.rows import Message, columns_of
from storage.states import Forwarding
from storage.tables import messages

_MESSAGE = columns_of(Message)
_IS_PENDING = messages.c.forwarding.in_(  # as the partial index says it
    [literal_column("'collected'"), literal_column("'held'")]
)
_THEIRS = and_(
    messages.c.case_id == bindparam("case"),
    messages.c.staff_telegram_id.is_(None),
    messages.c.forwarding.is_distinct_from(Forwarding.STORY),
)
# Built once: each message about a case needs it.
_LATEST = (
    select(messages.c.received_at, messages.c.forwarding)
    .where(_THEIRS)
    .order_by(messages.c.id.desc())
    .limit(bindparam("at_most"))
)


class EarlierMessage(NamedTuple):
    """When a customer wrote about a case before, and how far that is on its way to staff.

    `forwarding` is None for what staff got at once.
    """

    received_at: datetime
    forwarding: Forwarding | None


def latest(connection: Connection, case_id: int, limit: int) -> list[EarlierMessage]:
    """Up to `limit` messages of the customer about a case, the latest first."""
    rows = connection.execute(_LATEST, {"case": case_id, "at_most": limit})
    return [EarlierMessage(*row) for row in rows]


def collect(connection: Connection, case_id: int) -> None:
    """Let everything that the customer ever wrote beyond a case's own words wait to be passed on together."""
    connection.execute(
        update(messages).where(_THEIRS).values(forwarding=Forwarding.COLLECTED), {"case": case_id}
    )


def mark(connection: Connection, ids: Collection[int], forwarding: Forwarding) -> None:
    """Note how far these messages are on their way to staff."""
    if ids:
        connection.execute(update(messages).where(messages.c.id.in_(ids)).values(forwarding=forwarding))


def cases_waiting(connection: Connection, limit: int) -> list[int]:
    """Ids of up to `limit` cases about which something was collected, the one that waits longest first."""
    found = connection.execute(
        select(messages.c.case_id)
        .where(_IS_PENDING, messages.c.forwarding == Forwarding.COLLECTED)
        .group_by(messages.c.case_id)
        .order_by(func.min(messages.c.id))
        .limit(limit)
    )
    return list(found.scalars())


def take(connection: Connection, case_id: int, limit: int, which: Forwarding) -> list[Message]:
    """Up to `limit` messages about a case that are collected, or held, the oldest first.

    They are marked as passed on in the same statement, so that nobody else passes them on too.
    """
    oldest = (
        select(messages.c.id)
        .where(_IS_PENDING, messages.c.case_id == case_id, messages.c.forwarding == which)
        .order_by(messages.c.id)
        .limit(limit)
    )
    taken = connection.execute(
        update(messages)
        .where(messages.c.id.in_(oldest), messages.c.forwarding == which)
        .values(forwarding=Forwarding.PASSED)
        .returning(*_MESSAGE)
    )
    return sorted((Message(*row) for row in taken), key=lambda message: message.id)


def count_held(connection: Connection, case_id: int) -> int:
    """How many files of a case staff have not been shown."""
    held = select(func.count()).where(
        _IS_PENDING, messages.c.case_id == case_id, messages.c.forwarding == Forwarding.HELD
    )
    return connection.execute(held).scalar_one()

"""Weekly digests: planned as rows ahead, each ordered once and sent once, whatever restarts between."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, delete, or_, select, update

from storage.tables import cases, digest_settings, weekly_digests
from storage.upsert import upsert

_PLANNED: Final = weekly_digests.c.taken_at.is_(None)  # as the partial index says it


@dataclass(frozen=True, slots=True)
class DigestSetting:
    """When a manager wants the digest: an hour of the business's clock, 0…23."""

    hour: int
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest of a manager that is due; `week` is the Monday on which it is."""

    telegram_id: int
    week: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class AskedCases:
    """How many cases a digest asked to answer, and how many of them were answered or closed since."""

    n: int
    done: int


def settings(connection: Connection, telegram_ids: Collection[int]) -> dict[int, DigestSetting]:
    """What managers chose, by their Telegram ids; those who chose nothing are missing."""
    rows = connection.execute(select(digest_settings).where(digest_settings.c.telegram_id.in_(telegram_ids)))
    return {telegram_id: DigestSetting(hour, is_on) for telegram_id, hour, is_on in rows}


def choose(connection: Connection, telegram_id: int, chosen: DigestSetting) -> None:
    """Store what a manager chose, in place of what they chose before."""
    row = {"telegram_id": telegram_id, "hour": chosen.hour, "is_on": chosen.is_on}
    connection.execute(upsert(connection, digest_settings, put=("hour", "is_on")), [row])


def plan(connection: Connection, planned: Collection[DueDigest]) -> None:
    """Plan these digests and no others: what was planned for somebody else, or another week, goes.

    A planned one gets its new time; one that was taken stays as it is.
    """
    wanted = {(one.telegram_id, one.week) for one in planned}
    open_keys = select(weekly_digests.c.telegram_id, weekly_digests.c.week).where(_PLANNED)
    for telegram_id, week in connection.execute(open_keys).all():
        if (telegram_id, week) not in wanted:
            theirs = weekly_digests.c.telegram_id == telegram_id, weekly_digests.c.week == week
            connection.execute(delete(weekly_digests).where(*theirs, _PLANNED))
    if planned:
        rows = [{"telegram_id": one.telegram_id, "week": one.week, "due_at": one.due_at} for one in planned]
        connection.execute(upsert(connection, weekly_digests, put=("due_at",), while_null="taken_at"), rows)


def planned(connection: Connection) -> list[DueDigest]:
    """Those that are still to be taken, the earliest first."""
    columns = weekly_digests.c.telegram_id, weekly_digests.c.week, weekly_digests.c.due_at
    rows = connection.execute(select(*columns).where(_PLANNED).order_by(weekly_digests.c.due_at, columns[0]))
    return [DueDigest(*row) for row in rows]


def taken(connection: Connection, week: date) -> set[int]:
    """The Telegram ids of those whose digest of that Monday was taken."""
    found = select(weekly_digests.c.telegram_id).where(weekly_digests.c.week == week, ~_PLANNED)
    return set(connection.execute(found).scalars())


def take(connection: Connection, one: DueDigest, now: datetime) -> bool:
    """Take a planned digest; False where it was taken before, or is due later by now."""
    taken = (
        update(weekly_digests)
        .where(weekly_digests.c.telegram_id == one.telegram_id, weekly_digests.c.week == one.week)
        .where(_PLANNED, weekly_digests.c.due_at <= now)
        .values(taken_at=now)
    )
    return connection.execute(taken).rowcount == 1


def mark_sent(
    connection: Connection, telegram_id: int, week: date, asked: Collection[int], now: datetime
) -> bool:
    """Note that a digest is on its way, and which cases it asks to answer; False where it was before."""
    marked = (
        update(weekly_digests)
        .where(weekly_digests.c.telegram_id == telegram_id, weekly_digests.c.week == week)
        .where(weekly_digests.c.sent_at.is_(None))
        .values(sent_at=now, asked=list(asked))
    )
    return connection.execute(marked).rowcount == 1


def asked_cases(connection: Connection, telegram_id: int, week: date) -> AskedCases | None:
    """What became of the cases that a digest asked to answer.

    None where it asked for none, or was not sent.
    """
    found = select(weekly_digests.c.asked).where(
        weekly_digests.c.telegram_id == telegram_id,
        weekly_digests.c.week == week,
        weekly_digests.c.sent_at.is_not(None),
    )
    ids = connection.execute(found).scalar()
    if not ids:
        return None
    is_done = or_(cases.c.first_reply_at.is_not(None), cases.c.closed_at.is_not(None))
    left = connection.execute(select(cases.c.id).where(cases.c.id.in_(ids), ~is_done)).scalars().all()
    return AskedCases(len(ids), len(ids) - len(left))


def forget(connection: Connection, before: date) -> int:
    """Drop the digests of weeks before that day and return how many."""
    return connection.execute(delete(weekly_digests).where(weekly_digests.c.week < before)).rowcount

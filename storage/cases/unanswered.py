"""Open cases that no person has answered yet, without those whose customers nobody can answer here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import cases


@dataclass(frozen=True, slots=True)
class UnansweredCase:
    id: int
    number: int
    opened_at: datetime


def opened_between(
    connection: Connection, since: datetime | None, until: datetime, most: int
) -> list[UnansweredCase]:
    """Those opened from `since`, where it is given, until a moment; the oldest first, at most so many."""
    found = (
        select(cases.c.id, cases.c.number, cases.c.opened_at)
        .where(cases.c.closed_at.is_(None), cases.c.first_reply_at.is_(None), cases.c.opened_at <= until)
        .where(cases.c.by_phone.is_(False), cases.c.unreachable_since.is_(None))
        .order_by(cases.c.opened_at, cases.c.id)
        .limit(most)
    )
    if since is not None:
        found = found.where(cases.c.opened_at >= since)
    return [UnansweredCase(*row) for row in connection.execute(found)]

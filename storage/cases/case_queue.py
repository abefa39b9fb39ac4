"""Who waits for staff: how many cases, and since when the longest of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.tables import cases
from surveys.hours.business_hours import BusinessHours


@dataclass(frozen=True, slots=True)
class CaseQueue:
    """The open cases whose customers wait for staff."""

    n: int = 0
    since: datetime | None = None
    """Since when whoever waits longest has waited; None where nobody waits."""

    def age_s(self, now: datetime, hours: BusinessHours) -> float | None:
        """Working seconds that whoever waits longest has waited; None where nobody waits."""
        return None if self.since is None else hours.seconds_between(self.since, now)


def case_queue(connection: Connection) -> CaseQueue:
    """The queue as it is now."""
    since = cases.c.awaiting_since
    found = select(func.count(since), func.min(since)).where(cases.c.closed_at.is_(None))
    return CaseQueue(*connection.execute(found).one())

"""From which day on the bot hears of something: how much of it there was before is unknown, and not none.

That is the day of its first start, or an earlier one of which the company's files tell.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from storage import installation
from storage.engines.shared_reads import shared
from storage.reports.grouping import is_complaint
from storage.reports.totals import CASES
from storage.tables import stays


@shared
def complaints(connection: Connection, zone: ZoneInfo) -> date | None:
    """The first day of which complaints are known; None before the first start."""
    days = CASES.days.c
    first = select(days.day).where(is_complaint(CASES.days), days.n > 0).order_by(days.day).limit(1)
    return _earlier(_began_on(connection, zone), connection.execute(first).scalar())


@shared
def leaving(connection: Connection, zone: ZoneInfo) -> date | None:
    """The first day of which it is known who left; None before the first start."""
    ended = stays.c.ended_at
    first = select(ended).where(ended.is_not(None)).order_by(ended).limit(1)
    return _earlier(_began_on(connection, zone), _day(connection.execute(first).scalar(), zone))


def _began_on(connection: Connection, zone: ZoneInfo) -> date | None:
    here = installation.find(connection)
    return _day(here.began_at, zone) if here is not None else None


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return None if moment is None else moment.astimezone(zone).date()


def _earlier(began_on: date | None, first: date | None) -> date | None:
    return first if began_on is not None and first is not None and first < began_on else began_on

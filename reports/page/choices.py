"""What can be chosen on the page: periods, what they are held against, touchpoints."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from reports.report import Report
from storage.engines.database import Connection
from storage.reports import touchpoints
from surveys.statistics.period_text import last_month
from surveys.statistics.periods import YEARS, Asked, Period, parse

BEFORE: Final = "before"
YEAR_EARLIER: Final = "year"
WORDS: Final = ("30d", "90d", "365d", "month")
"""The periods, in words that `parse` reads; the last whole month follows."""
LAST_MONTH: Final = "last-month"
TOUCHPOINTS: Final = 6
"""How many can be chosen at most: the busiest of the year."""
LISTED: Final = 32
"""Of how many touchpoints the rows stand on the page at most."""
_LEAP_DAY: Final = (2, 29)


def periods(now: datetime, zone: ZoneInfo) -> dict[str, Asked]:
    """The periods by their keys, each beside the one before it."""
    found = {word: parse(word, now, zone) for word in WORDS}
    found[LAST_MONTH] = parse(last_month(found["month"], now), now, zone)
    return found


def comparisons(asked: Asked) -> dict[str, Asked]:
    """The same days beside those before them and beside those of a year earlier."""
    period = asked.period
    earlier = Period(_year_earlier(period.start), _year_earlier(period.end), period.zone)
    found = {BEFORE: asked}
    if earlier.start.year in YEARS:
        found[YEAR_EARLIER] = replace(asked, previous=earlier)
    return found


def busiest(connection: Connection, reports: Iterable[Report[Any]], days: Period) -> list[str]:
    """Touchpoints that have data in those days, those with most answers first, then those with other data.

    `LISTED` at most.
    """
    found: dict[str, None] = {}
    for source in dict.fromkeys(report.touchpoints for report in reports):
        if source is not None:
            found.update(dict.fromkeys(touchpoints.busiest(connection, source, days.start, days.end)))
    return list(found)[:LISTED]


def _year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == _LEAP_DAY else day.day)

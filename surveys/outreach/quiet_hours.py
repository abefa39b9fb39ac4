"""Quiet hours by the wall clock of whoever would be woken, over every change of the clocks.

Whom they bind: `judge` in surveys/outreach/policy.py. How they are set: `business.quiet_hours`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from surveys.hours.business_hours import BusinessHours

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours from `start` until `end`, over midnight when `start` is later; none when they are equal."""

    start: time
    end: time

    def covers(self, instant: datetime, zone: ZoneInfo) -> bool:
        """Whether it is quiet at that instant by the wall clock of the zone."""
        wall = instant.astimezone(zone).time()
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end

    def next_allowed(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The instant itself when it is not quiet then, else the next one at which it is not, in UTC."""
        while self.covers(instant, zone):
            instant = self._end(instant, zone)
        return instant.astimezone(UTC)

    def waking_hours(self, zone: ZoneInfo) -> BusinessHours:
        """All hours of the week that are not quiet."""
        start, end = _seconds(self.start), _seconds(self.end)
        if start == end:
            return BusinessHours(zone)
        day = ((end, start),) if end < start else ((0.0, start), (end, _DAY.total_seconds()))
        return BusinessHours(zone, (tuple(one for one in day if one[0] < one[1]),) * 7)

    def _end(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The first end after the instant: a clock set back shows it twice, one set forward may skip it."""
        local = instant.astimezone(zone)
        day = local.date() + (_DAY if local.time() >= self.end else timedelta())
        ends = (datetime.combine(day, self.end, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        return min(end for end in ends if end > instant)


def _seconds(wall: time) -> float:
    """Seconds of the day on the clock on the wall."""
    return wall.hour * 3600.0 + wall.minute * 60.0 + wall.second


USUAL_QUIET_HOURS: Final = QuietHours(time(21), time(9))
"""Where a company sets none."""

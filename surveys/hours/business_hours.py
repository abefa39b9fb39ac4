"""When staff are there to answer: working time between instants, over every change of the clocks.

Without hours it is always working time. How they are set: `[support]` of the configuration.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from surveys.hours.holiday_calendar import NO_HOLIDAYS, DayKind, HolidayCalendar

_DAY: Final = timedelta(days=1)
_DAY_S: Final = 86_400.0
_EPOCH: Final = date(1970, 1, 1)
_CACHED_DAYS: Final = 4096
_FIRST_YEAR: Final = datetime(2000, 1, 1, tzinfo=UTC).timestamp()

Span = tuple[float, float]
"""A beginning and an end, the end outside, in seconds: of the day in hours, since 1970 in instants."""
Blocks = tuple[Span, ...]
"""The working hours of a day in order, in seconds of its wall clock, 0…86400; empty on a day off."""


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """Hours of the week by the wall clock of a zone, but for holidays and days of their own."""

    zone: ZoneInfo
    week: tuple[Blocks, ...] = ()
    """From Monday to Sunday, at least one of them with hours; empty for round the clock."""
    holidays: HolidayCalendar = NO_HOLIDAYS
    own_days: tuple[tuple[date, Blocks], ...] = ()
    """The hours of single days, which count more than the week and the holidays."""
    _own: dict[date, Blocks] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_own", dict(self.own_days))

    @property
    def is_always_open(self) -> bool:
        """Whether no hours are set, so that all time is working time."""
        return not self.week

    def is_open(self, instant: datetime) -> bool:
        """Whether it is working time at that instant."""
        return self.next_opening(instant) == instant

    def next_opening(self, instant: datetime) -> datetime:
        """The instant itself when it is working time then, else the next one at which it is, in UTC."""
        if self.is_always_open:
            return instant.astimezone(UTC)
        at = instant.timestamp()
        begin, _ = next(self._spans_from(at))
        return instant.astimezone(UTC) if begin <= at else _instant(begin)

    def seconds_between(self, begin: datetime, end: datetime) -> float:
        """Working seconds from one instant to a later one; 0 where the end is not later."""
        if self.is_always_open:
            return max(0.0, (end - begin).total_seconds())
        since, until, total = begin.timestamp(), end.timestamp(), 0.0
        for day in range(int(since // _DAY_S), int(until // _DAY_S) + 1):
            for opens, closes in _spans_of(self, day):
                total += max(0.0, min(closes, until) - max(opens, since))
        return total

    def after(self, instant: datetime, seconds: float) -> datetime:
        """The first instant by which so many working seconds have passed, in UTC.

        That is the instant itself for 0 seconds or fewer.
        """
        if seconds <= 0 or self.is_always_open:
            return (instant + timedelta(seconds=max(0.0, seconds))).astimezone(UTC)
        at = instant.timestamp()
        for opens, closes in self._spans_from(at):
            begin = max(opens, at)
            if seconds <= closes - begin:
                return _instant(begin + seconds)
            seconds -= closes - begin
        raise AssertionError("a week has hours")

    def before(self, instant: datetime, seconds: float) -> datetime:
        """The last instant from which so many working seconds lead to that one, in UTC.

        No earlier than the year 2000; the instant itself for 0 seconds or fewer.
        """
        if seconds <= 0 or self.is_always_open:
            return (instant - timedelta(seconds=max(0.0, seconds))).astimezone(UTC)
        at = instant.timestamp()
        day = int(at // _DAY_S)
        while day * _DAY_S > _FIRST_YEAR:
            for opens, closes in reversed(_spans_of(self, day)):
                end = min(closes, at)
                if opens < end:
                    if seconds <= end - opens:
                        return _instant(end - seconds)
                    seconds -= end - opens
            day -= 1
        return _instant(_FIRST_YEAR)

    def blocks_of(self, day: date) -> Blocks:
        """The working hours of a day of the calendar; empty on a day off.

        A day off that was made a working one has the hours of its weekday, else of the last weekday before
        it that has any.
        """
        if day in self._own:
            return self._own[day]
        kind, weekday = self.holidays.kind_of(day), day.weekday()
        if kind is DayKind.HOLIDAY:
            return ()
        if kind is DayKind.TRANSFERRED:
            return next(blocks for back in range(7) if (blocks := self.week[weekday - back]))
        return self.week[weekday]

    def _spans_from(self, at: float) -> Iterator[Span]:
        """Working time from an instant on, without end; the first span may have begun before."""
        day = int(at // _DAY_S)
        while True:
            yield from (span for span in _spans_of(self, day) if span[1] > at)
            day += 1


@lru_cache(maxsize=_CACHED_DAYS)
def _spans_of(hours: BusinessHours, day: int) -> tuple[Span, ...]:
    """Working time within a day of UTC, by its number since 1970."""
    begin, spans = day * _DAY_S, list[Span]()
    for since, until, offset in _offsets(hours.zone, begin, begin + _DAY_S):
        local = int((since + offset) // _DAY_S)
        while local * _DAY_S - offset < until:
            midnight = local * _DAY_S - offset
            for opens, closes in hours.blocks_of(_EPOCH + local * _DAY):
                span = max(since, midnight + opens), min(until, midnight + closes)
                if span[0] < span[1]:
                    spans.append(span)
            local += 1
    return tuple(spans)


def _offsets(zone: ZoneInfo, since: float, until: float) -> Iterator[tuple[float, float, float]]:
    """Parts of a stretch of time, each with the offset of the wall clock in it, in seconds.

    A stretch must be too short for two changes of the clock, as a day is.
    """
    first, last = _offset(zone, since), _offset(zone, until - 1)
    if first == last:
        yield since, until, first
        return
    before, after = since, until - 1  # the last second known with the old offset, one known with the new
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(zone, middle) == first else (before, middle)
    yield since, after, first
    yield after, until, last


def _offset(zone: ZoneInfo, at: float) -> float:
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    assert offset is not None
    return offset.total_seconds()


def _instant(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)

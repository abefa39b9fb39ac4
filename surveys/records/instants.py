"""Days and times as files write them; a day that could be two is never guessed."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from surveys.records.cells import Cell, UnreadableValue, text_of

_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:\s*г\.?)?")
_SLASHED: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_BACKWARDS: Final = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NAMED: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([^\W\d]+)[.,]?[\s-]*(\d{4})(?:\s*г(?:ода|\.)?)?"
)
_NAMED_FIRST: Final = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_PATTERNS: Final = (
    (_BACKWARDS, (1, 2, 3)),
    (_DOTTED, (3, 2, 1)),
    (_COMPACT, (1, 2, 3)),
    (_NAMED, (3, 2, 1)),
    (_NAMED_FIRST, (3, 1, 2)),
)
"""Each with its groups of year, month and day."""
_TIME: Final = re.compile(
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(am|pm)?\s*(z|utc|gmt|msk|мск|(?:utc|gmt)?[+-]\d\d?:?(?:\d\d)?)?"
)
_SPLIT: Final = re.compile(r"[t\s,]+(?=\d{1,2}:\d\d)|(?<=\d)t(?=\d)")
_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d+)?")
_EPOCH: Final = re.compile(r"1?\d{9}|1?\d{12}")
_NOTHING: Final = re.compile(r"0000-00-00.*|0?0\.0?0\.0000.*|01\.01\.0001.*|0001-01-01.*")
_SERIALS: Final = range(18264, 73051)
"""1950 to 2099, counted in days by spreadsheets."""
_SERIAL_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day has no zone
_EARLIEST: Final = 1900
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        [
            "янв jan",
            "фев feb",
            "мар mar",
            "апр apr",
            "мая май may",
            "июн jun",
            "июл jul",
            "авг aug",
            "сен sep",
            "окт oct",
            "ноя nov",
            "дек dec",
        ],
        start=1,
    )
    for name in names.split()
}


class DayOrder(StrEnum):
    """Which of the first two numbers of a day is the month."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def read_instant(cell: Cell, zone: ZoneInfo, order: DayOrder | None = None) -> datetime | None:
    """The instant in UTC; None for an empty cell. A day alone is its midnight, a time alone is by `zone`.

    Raises UnreadableValue where it is no day, and where it could be two and no order is given.
    """
    if isinstance(cell, datetime):
        return _instant(cell, zone)
    if isinstance(cell, date):
        return _instant(datetime.combine(cell, time()), zone)
    if isinstance(cell, bool | time | timedelta):
        raise UnreadableValue("record-no-day", value=cell)
    text = text_of(cell)
    return _read(text, zone, order) if text else None


def possible_orders(cell: Cell) -> frozenset[DayOrder]:
    """The orders in which a cell is a day; empty where the order does not matter."""
    if not isinstance(cell, str):
        return frozenset()
    found = _SLASHED.match(cell.strip())
    if not found:
        return frozenset()
    first, second = int(found[1]), int(found[2])
    possible = {DayOrder.DAY_FIRST: second <= 12, DayOrder.MONTH_FIRST: first <= 12}
    return frozenset(order for order, may in possible.items() if may and first != second)


@lru_cache(maxsize=32768)
def _read(text: str, zone: ZoneInfo, order: DayOrder | None) -> datetime | None:
    plain = text.casefold()
    if _NOTHING.fullmatch(plain):
        return None
    if (whole := _counted(plain)) is not None:
        return whole if whole.tzinfo else _instant(whole, zone)
    day_text, *rest = _SPLIT.split(plain, maxsplit=1)
    day = _day(day_text.strip(" ,"), order, text)
    clock = _TIME.fullmatch(rest[0].strip()) if rest else None
    if day is None or (rest and clock is None):
        raise UnreadableValue("record-no-day", value=text)
    try:
        return _instant(_timed(day, clock), zone)
    except (ValueError, OverflowError):
        raise UnreadableValue("record-no-day", value=text) from None


def _counted(text: str) -> datetime | None:
    """Days of a spreadsheet or seconds of a clock."""
    if _SERIAL.fullmatch(text) and int(text[:5]) in _SERIALS:
        return rounded_to_seconds(_SERIAL_ZERO + timedelta(days=float(text.replace(",", "."))))
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    return None


def rounded_to_seconds(moment: datetime) -> datetime:
    """The nearest whole second: days with a fraction are never exact."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _day(text: str, order: DayOrder | None, whole: str) -> date | None:
    if found := _SLASHED.fullmatch(text):
        return _ordered(found, order, whole)
    for pattern, (year, month, day) in _PATTERNS:
        if found := pattern.fullmatch(text):
            try:
                return date(_year(found[year]), _month(found[month]), int(found[day]))
            except (ValueError, KeyError):
                return None
    return None


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS[text[:3]]


def _ordered(found: re.Match[str], order: DayOrder | None, whole: str) -> date:
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    possible = possible_orders(found[0])
    if len(possible) > 1 and order is None:
        raise UnreadableValue("record-two-days", value=whole)
    chosen = order if len(possible) > 1 else next(iter(possible), DayOrder.DAY_FIRST)
    month, day = (second, first) if chosen is DayOrder.DAY_FIRST else (first, second)
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableValue("record-no-day", value=whole) from None


def _year(text: str) -> int:
    """Two digits are of this century up to 2069, as `strptime` has it."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 69 else 1900)


def _timed(day: date, clock: re.Match[str] | None) -> datetime:
    moment = datetime.combine(day, time())
    if clock is None:
        return moment
    hour = int(clock[1])
    if clock[4]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if clock[4] == "pm" else 0)
    moment = moment.replace(hour=hour, minute=int(clock[2]), second=int(clock[3] or 0))
    return moment.replace(tzinfo=_zone(clock[5])) if clock[5] else moment


def _zone(text: str) -> tzinfo:
    if text in ("msk", "мск"):
        return ZoneInfo("Europe/Moscow")
    digits = text.removeprefix("utc").removeprefix("gmt").replace(":", "")
    if digits in ("", "z"):
        return UTC
    hours, minutes = int(digits[1:3]), int(digits[3:] or 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if digits[0] == "-" else offset)


def _instant(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.year < _EARLIEST:
        raise UnreadableValue("record-no-day", value=moment.isoformat(" "))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)

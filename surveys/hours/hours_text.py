"""Hours as the configuration writes them: "mon-fri 09:00-13:00 14:00-18:00", "2026-12-31 10:00-14:00"."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from surveys.hours.business_hours import Blocks, Span

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BLOCK: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_CLOSED: Final = "closed"
_MIDNIGHT: Final = 86_400.0


def read_week(lines: Sequence[str]) -> tuple[Blocks, ...]:
    """The hours from Monday to Sunday; of days that no line names none. Without lines there is no week.

    Raises ValueError for a line that cannot be understood, and for a day that two lines name.
    """
    week: dict[int, Blocks] = {}
    for line in lines:
        days, *blocks = line.lower().split()
        for day in _days(days):
            if day in week:
                raise ValueError(f"a day that is named twice: {line}")
            week[day] = _blocks(blocks)
    return tuple(week.get(day, ()) for day in range(len(WEEKDAYS))) if week else ()


def seconds_a_week(week: Sequence[Blocks]) -> float:
    """How much working time a week has, in seconds; without a week it is all of it."""
    worked = sum(end - begin for blocks in week for begin, end in blocks)
    return worked if week else len(WEEKDAYS) * _MIDNIGHT


def read_own_days(lines: Sequence[str]) -> tuple[tuple[date, Blocks], ...]:
    """Days with hours of their own; `closed` in place of hours is a day off.

    Raises ValueError for a line that cannot be understood, and for a day that two lines name.
    """
    found: dict[date, Blocks] = {}
    for line in lines:
        day, *blocks = line.lower().split()
        if (on := date.fromisoformat(day)) in found:
            raise ValueError(f"a day that is named twice: {line}")
        found[on] = () if blocks == [_CLOSED] else _blocks(blocks)
    return tuple(sorted(found.items()))


def _days(text: str) -> range:
    first, _, last = text.partition("-")
    days = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    if not days:
        raise ValueError(f"days that are not in order: {text}")
    return days


def _blocks(texts: Sequence[str]) -> Blocks:
    """At least one block, each later than the one before it."""
    blocks = tuple(_block(text) for text in texts)
    ends = [0.0, *(end for _, end in blocks)]
    if not blocks or any(begin < end for (begin, _), end in zip(blocks, ends, strict=False)):
        raise ValueError("hours that are not in order")
    return blocks


def _block(text: str) -> Span:
    found = _BLOCK.fullmatch(text)
    if found is None:
        raise ValueError(f"no hours: {text}")
    hours, minutes, until_hours, until_minutes = (int(part) for part in found.groups())
    begin, end = hours * 3600.0 + minutes * 60, until_hours * 3600.0 + until_minutes * 60
    if not begin < end <= _MIDNIGHT:
        raise ValueError(f"hours that do not end after they begin: {text}")
    return begin, end

"""Manager's words for a period: `/nps 90d touchpoint:delivery`, `/complaints 2026-10`, `/nps прошлый месяц`,
`/nps touchpoint:"North branch"`.

A period is whole days of the business, half-open; in words both ends count. A month, week, quarter or year
without a number is the running one so far, beside the last whole one; a stated period is beside the one of
the same length before it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from surveys.language.calendar_points import UnreadDaysError
from surveys.language.named_days import NamedDays, is_filler, named_days
from surveys.language.quoted_words import unquoted, words_of

DAY: Final = timedelta(days=1)
YEARS: Final = range(1970, 2101)
USUAL: Final = "30d"
"""The period without words: the last 30 days, today among them, beside the 30 before."""

_FILTERS: Final = {"touchpoint": "touchpoint", "точка": "touchpoint"}


class BadWordError(ValueError):
    """A word that is neither a period nor a filter, or a second one where one is enough."""

    def __init__(self, word: str) -> None:
        super().__init__(f"'{word}' is no period or filter here")
        self.word = word


@dataclass(frozen=True, slots=True)
class Period:
    """The days [start, end) of the business."""

    start: date
    end: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        """First instant of the period, in UTC."""
        return _midnight(self.start, self.zone)

    @property
    def until(self) -> datetime:
        """First instant after the period, in UTC."""
        return _midnight(self.end, self.zone)

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.end - DAY

    def begins_before(self, day: date | None) -> bool:
        """Whether some of its days are before that one; before none without a day."""
        return day is not None and self.start < day

    def ends_before(self, day: date | None) -> bool:
        """Whether all of its days are before that one; none without a day."""
        return day is not None and self.end <= day

    @property
    def is_month(self) -> bool:
        """Whether it is one whole calendar month."""
        return self.start.day == 1 and self.end == _months_later(self.start, 1)

    @property
    def before(self) -> "Period":
        """The period right before and as long: in months when this one is whole months, else in days."""
        return Period(self._moved(self.start, -1), self.start, self.zone)

    @property
    def after(self) -> "Period":
        """The period right after and as long: in months when this one is whole months, else in days."""
        return Period(self.end, self._moved(self.end, 1), self.zone)

    def _moved(self, day: date, times: int) -> date:
        if self.start.day == self.end.day == 1:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
            return _months_later(day, times * months)
        return day + times * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a manager wants to see."""

    period: Period
    previous: Period
    filters: Mapping[str, str]


def parse(arguments: str, now: datetime, zone: ZoneInfo, usual: str = USUAL) -> Asked:
    """What the words ask for, in any order; without a period among them the `usual` one.

    Raises BadWordError for a word that is neither a period nor a filter, or a second one where one is enough.
    """
    filters: dict[str, str] = {}
    words = []
    for word in words_of(arguments):
        name, _, value = word.partition(":")
        key = _FILTERS.get(name.casefold())
        if value and key is not None and key not in filters:
            filters[key] = unquoted(value)
        else:
            words.append(word)
    asked = _stated(" ".join(words), now, zone) if words else parse(usual, now, zone)
    return Asked(asked.period, asked.previous, filters)


def _stated(text: str, now: datetime, zone: ZoneInfo) -> Asked:
    """The one period that a text is, and nothing else."""
    found, rest = read(text, now, zone, alone=True)
    unread = [place for place in re.finditer(r"\S+", rest) if not is_filler(place[0])]
    if unread or not found:
        raise BadWordError(_word_at(text, unread[0].start() if unread else 0))
    if len(found) > 1:
        raise BadWordError(text[found[1][1]].strip())
    return found[0][0]


def read(text: str, now: datetime, zone: ZoneInfo, *, alone: bool) -> tuple[list[tuple[Asked, slice]], str]:
    """The periods that a text names, each with its place there, and the text with blanks in their places.

    What `alone` means see `named_days`. Raises BadWordError for days of no calendar or outside `YEARS`.
    """
    try:
        named, rest = named_days(text, now.astimezone(zone).date(), alone=alone)
    except UnreadDaysError as error:
        raise BadWordError(text[error.at].strip()) from error
    return [(_asked(days, text[at], zone), at) for days, at in named], rest


def _asked(days: NamedDays, words: str, zone: ZoneInfo) -> Asked:
    if not {days.start.year, days.end.year} <= set(YEARS):
        raise BadWordError(words.strip())
    period = Period(days.start, days.end, zone)
    return Asked(period, Period(days.before, days.start, zone) if days.before else period.before, {})


def _word_at(text: str, place: int) -> str:
    """The word of a text, as it was written, within which a place is."""
    return next(word[0] for word in re.finditer(r"\S+", text) if word.end() > place)


def _months_later(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the day begins, in UTC, also where the clock skips midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)

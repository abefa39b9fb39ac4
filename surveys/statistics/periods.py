"""Manager's words for a period: `/nps 90d touchpoint:delivery`, `/complaints 2026-10`, `/nps октябрь`,
`/nps touchpoint:"North branch"`.

A period is whole days of the business, half-open. A month, week, quarter or year without a number is the
running one so far, beside the last whole one; a stated period is beside the one of the same length before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from surveys.language.quoted_words import unquoted, words_of

DAY: Final = timedelta(days=1)
YEARS: Final = range(1970, 2101)
USUAL: Final = "month"
"""The period without words: the running month, beside the last one."""

_MONTHS: Final = (
    ("январь", "января", "январе", "янв", "january", "jan"),
    ("февраль", "февраля", "феврале", "фев", "february", "feb"),
    ("март", "марта", "марте", "мар", "march", "mar"),
    ("апрель", "апреля", "апреле", "апр", "april", "apr"),
    ("май", "мая", "мае", "may"),
    ("июнь", "июня", "июне", "июн", "june", "jun"),
    ("июль", "июля", "июле", "июл", "july", "jul"),
    ("август", "августа", "августе", "авг", "august", "aug"),
    ("сентябрь", "сентября", "сентябре", "сен", "september", "sep"),
    ("октябрь", "октября", "октябре", "окт", "october", "oct"),
    ("ноябрь", "ноября", "ноябре", "ноя", "november", "nov"),
    ("декабрь", "декабря", "декабре", "дек", "december", "dec"),
)
MONTH_NUMBERS: Final = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
"""The number of a month, 1…12, by its name in any of its forms."""
_UNITS: Final = {
    "сегодня": "day", "today": "day", "день": "day", "day": "day",
    "неделя": "week", "неделю": "week", "week": "week",
    "месяц": "month", "month": "month",
    "квартал": "quarter", "quarter": "quarter",
    "год": "year", "year": "year",
}  # fmt: skip
_FILTERS: Final = {"touchpoint": "touchpoint", "точка": "touchpoint"}

_LAST: Final = re.compile(r"(\d{1,4})(d|w|д|дн|н|нед)")
_DAYS_IN: Final = {"d": 1, "д": 1, "дн": 1, "w": 7, "н": 7, "нед": 7}
_YEAR: Final = re.compile(r"\d{4}")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DOTTED_DATE: Final = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")


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
    today = now.astimezone(zone).date()
    filters: dict[str, str] = {}
    stated: tuple[Period, Period] | None = None
    for word in _words(arguments):
        name, colon, value = word.partition(":")
        key = _FILTERS.get(name.casefold())
        if colon and value and key is not None and key not in filters:
            filters[key] = unquoted(value)
        elif stated is None:
            stated = _periods(word, today, zone)
        else:
            raise BadWordError(word)
    period, previous = stated or _periods(usual, today, zone)
    return Asked(period, previous, filters)


def _words(arguments: str) -> Iterator[str]:
    """The words one by one, a month's name and the year after it as one."""
    words = words_of(arguments)
    while words:
        word = words.pop(0)
        month = MONTH_NUMBERS.get(word.casefold())
        if month and words and _YEAR.fullmatch(words[0]):
            yield f"{words.pop(0)}-{month:02}"
        else:
            yield word


def _periods(word: str, today: date, zone: ZoneInfo) -> tuple[Period, Period]:
    plain = word.casefold()
    if plain in _UNITS:
        return _so_far(_UNITS[plain], today, zone)
    try:
        days = _last_days(plain, today) or _calendar(plain, today) or _range(plain)
    except ValueError as error:
        raise BadWordError(word) from error
    if days is None or not days[0] < days[1] or not {day.year for day in days} <= set(YEARS):
        raise BadWordError(word)
    period = Period(*days, zone)
    return period, period.before


def _so_far(unit: str, today: date, zone: ZoneInfo) -> tuple[Period, Period]:
    start = _unit_start(unit, today)
    last = _unit_start(unit, start - DAY)
    return Period(start, today + DAY, zone), Period(last, start, zone)


def _unit_start(unit: str, day: date) -> date:
    match unit:
        case "week":
            return day - day.weekday() * DAY
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def _last_days(word: str, today: date) -> tuple[date, date] | None:
    """The days of `90d` or `4w`, today as the last of them; None for another word."""
    found = _LAST.fullmatch(word)
    if found is None:
        return None
    end = today + DAY
    return end - int(found[1]) * _DAYS_IN[found[2]] * DAY, end


def _calendar(word: str, today: date) -> tuple[date, date] | None:
    """A year, a month, a month by name (the last that has begun) or a single day; None for another word."""
    if _YEAR.fullmatch(word):
        return date(int(word), 1, 1), date(int(word) + 1, 1, 1)
    if found := _MONTH.fullmatch(word):
        start = date(int(found[1]), int(found[2]), 1)
        return start, _months_later(start, 1)
    if month := MONTH_NUMBERS.get(word):
        start = date(today.year if month <= today.month else today.year - 1, month, 1)
        return start, _months_later(start, 1)
    day = _date(word)
    return (day, day + DAY) if day else None


def _range(word: str) -> tuple[date, date] | None:
    """The days of `2026-10-01..2026-11-01`, of which the second no longer counts; None for another word."""
    ends: Sequence[date | None] = [_date(part) for part in word.split("..")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    return ends[0], ends[1]


def _date(word: str) -> date | None:
    if found := _DOTTED_DATE.fullmatch(word):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return date.fromisoformat(word) if _ISO_DATE.fullmatch(word) else None


def _months_later(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the day begins, in UTC, also where the clock skips midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)

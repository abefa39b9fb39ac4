"""The period that a sentence names: "жалобы за прошлый месяц", "churn in September", "NPS за 90 дней"."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from surveys.statistics.periods import MONTH_NUMBERS, Asked, BadWordError, parse

_Read = Callable[[re.Match[str], datetime, ZoneInfo], Asked]

_UNITS: Final = {
    "day": (1, r"дн(?:я|ей|ь|ю)?|день|сутки|days?"),
    "week": (7, r"недел\w*|weeks?"),
    "month": (30, r"месяц\w*|months?"),
    "quarter": (90, r"квартал\w*|quarters?"),
    "year": (365, r"год\w*|лет|years?"),
}
"""Words of surveys.statistics.periods, each with its days and its forms."""
_UNIT: Final = "|".join(forms for _, forms in _UNITS.values())
_MONTH: Final = "|".join(sorted(MONTH_NUMBERS.keys() - {"may"}, key=len, reverse=True))
_OF_MAY: Final = r"(?<=in )may|(?<=for )may|(?<=of )may|may(?= 20\d\d)"
"""Elsewhere it is a verb."""
_SEASONS: Final = {
    12: r"зим(?:а|у|ы|ой|е|н\w+)|winter",
    3: r"весн(?:а|у|ы|ой|е)|весенн\w+|spring",
    6: r"лет(?:о|а|ом|н\w+)|summer",
    9: r"осен(?:ь|и|ью|н\w+)|autumn",
}
"""The forms of each season's name, by the number of its first month."""
_SEASON: Final = "|".join(_SEASONS.values())
_MONTHS_OF_SEASON: Final = 3
_UNREAD: Final = re.compile(
    r"\b(?:позавчера|пол(?:года|угоди\w+)|выходн\w+|будн\w+|понедельник\w*|вторник\w*|сред[уы]|четверг\w*"
    r"|пятниц\w+|суббот\w+|воскресень\w+|half[- ]year|weekends?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
)
"""Words that name days which are not read: whoever writes them means no other period."""


def find_period(text: str, now: datetime, zone: ZoneInfo) -> Asked | None:
    """The period that is named; None where none is.

    Raises BadWordError for two of them, and for figures and days that are no part of one: none is guessed.
    """
    rest, found = text.casefold().replace("ё", "е"), []
    for pattern, read in _PATTERNS:
        found += [read(one, now, zone) for one in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    unread = re.search(r"\S*\d\S*", rest) or _UNREAD.search(rest)
    if unread or len(found) > 1:
        raise BadWordError(unread[0] if unread else text)
    return found[0] if found else None


def _unit(word: str) -> tuple[str, int]:
    return next((name, days) for name, (days, forms) in _UNITS.items() if re.fullmatch(forms, word))


def _stated(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Asked:
    return parse(found[0], now, zone)


def _last_days(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Asked:
    """The days up to today: of "3 недели" 21, of "последний месяц" 30."""
    times = int(found["times"] or 1)
    return parse(f"{times * _unit(found['unit'])[1]}d", now, zone)


def _previous(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Asked:
    period = parse(_unit(found["unit"])[0], now, zone).previous
    return Asked(period, period.before, {})


def _running(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Asked:
    return parse(_unit(found["unit"])[0], now, zone)


def _month(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Asked:
    if found["day"]:
        raise BadWordError(found[0])
    return parse(f"{found['month']} {found['year'] or ''}", now, zone)


def _season(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Asked:
    """The season of a year; without one the last that has begun, or that is over where the last one is meant.

    A winter belongs to two years, so that one of a year is not understood.
    """
    month = next(month for month, forms in _SEASONS.items() if re.fullmatch(forms, found["season"]))
    if found["year"] and month + _MONTHS_OF_SEASON > 12:
        raise BadWordError(found[0])
    today = now.astimezone(zone).date()
    years = [int(found["year"])] if found["year"] else [today.year - ago for ago in range(3)]
    seasons = [_days_of_season(year, month) for year in years]
    meant = [one for one in seasons if found["year"] or one[bool(found["last"])] <= today]
    return parse("..".join(map(str, meant[0])), now, zone)


def _days_of_season(year: int, month: int) -> tuple[date, date]:
    """Its first day, and the first that is no part of it any more."""
    years_on, last = divmod(month + _MONTHS_OF_SEASON - 1, 12)
    return date(year, month, 1), date(year + years_on, last + 1, 1)


def _yesterday(found: re.Match[str], now: datetime, zone: ZoneInfo) -> Asked:
    period = parse("day", now, zone).previous
    return Asked(period, period.before, {})


def _patterns() -> Iterator[tuple[str, _Read]]:
    yield r"\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}|\d{4}-\d{2}(?:-\d{2})?|\d{2}\.\d{2}\.\d{4}", _stated
    yield r"\d{1,4}(?:d|w|д|дн|н|нед)", _stated
    yield rf"(?P<times>\d{{1,2}}) (?P<unit>{_UNIT})", _last_days
    yield rf"(?:последн\w+|past)(?P<times>) (?P<unit>{_UNIT})", _last_days
    yield rf"(?:прошл\w+|предыдущ\w+|last|previous) (?P<unit>{_UNIT})", _previous
    yield rf"(?P<day>\d{{1,2}} )?(?P<month>{_MONTH}|{_OF_MAY})(?: (?P<year>20\d\d))?(?: год\w*)?", _month
    yield rf"(?P<last>(?:прошл\w+|last|previous|past) )?(?P<season>{_SEASON})(?: (?P<year>20\d\d))?", _season
    yield r"20\d\d(?= год|$|\W)", _stated
    yield rf"(?:за|for the|эт\w+|this|текущ\w+|current) (?P<unit>{_UNIT})", _running
    yield r"сегодня|today", _stated
    yield r"вчера\w*|yesterday", _yesterday


_PATTERNS: Final = [(re.compile(rf"(?<![\w.-])(?:{words})(?![\w-])"), read) for words, read in _patterns()]
"""From what is longest to what is shortest: what one has read the next does not see."""

"""Which days that were a text names: "вчера", "1–15 октября", "с июля по сентябрь", "Q3 2026", "90d".

One way of reading for commands and for sentences. What may mean other days names none.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from surveys.language.calendar_points import (
    BEGUN,
    FURTHER,
    NUMBERED_DAY,
    POINT,
    CalendarPoint,
    UnreadDaysError,
    numbered_day,
    points_in,
)
from surveys.language.numerals import WHOLE_NUMBERS

_DAY: Final = timedelta(days=1)
_UNITS: Final = {
    "day": (1, r"дн(?:я|ей|ь|ю)?|день|сут(?:ки|ок)|days?"),
    "week": (7, r"недел[а-я]*|нед|weeks?"),
    "month": (30, r"месяц[а-я]*|мес|months?"),
    "quarter": (90, r"квартал[а-я]*|quarters?"),
    "year": (365, r"год[ауе]?|годом|лет|years?"),
}
"""Each with its days and its forms."""
_LETTERS: Final = {"d": "day", "д": "day", "w": "week", "н": "week"}
_TO_DATE: Final = {"wtd": "week", "mtd": "month", "qtd": "quarter", "ytd": "year"}
_NUMBERED: Final = r"(?:\d+ квартал|(?:\d*[02-9]|\d*1\d) ?(?:недел[яю]|день|месяц|год))\b"
"""The fortieth week and not forty weeks."""
_HALF_YEAR: Final = 180
_LEAP_YEAR: Final = 2028
"""A year in which every day of a month exists."""

_UNIT: Final = rf"(?P<unit>{'|'.join(forms for _, forms in _UNITS.values())})"
_COUNTED: Final = rf"{_UNIT[:-1]}|[{''.join(_LETTERS)}])"
_LAST: Final = r"последн\w+|прошедш\w+|past|latest"
_PREVIOUS: Final = r"прошл\w+|предыдущ\w+|last|previous"
_RUNNING: Final = (
    r"(?:с )?начал[ао](?: эт\w+| текущ\w+)?|(?:since )?(?:the )?(?:start|beginning) of (?:the|this)"
    r"|эт\w+|текущ\w+|this|current|for the"
)
_BARE: Final = r"(?P<unit>недел[яю]|week|месяц|month|квартал|quarter|год|year|день|day)"
_FROM: Final = r"(?:(?:с|со|from|between|между) (?:the )?)?"
_TO: Final = r"(?: ?(?:-|\.\.+) ?| (?:по|до|to|till|until|through) (?:the )?)"
_TO_OR_AND: Final = rf"(?:{_TO}| (?:и|and) )"
_FILLERS: Final = frozenset(
    ("за", "в", "во", "на", "по", "of", "for", "from", "in", "on", "the", "during", "over")
)


@dataclass(frozen=True, slots=True)
class NamedDays:
    """The days [start, end), and what they are to be held against."""

    start: date
    end: date
    before: date | None = None
    """The first of the days right before that they are held against; None for as many, or as many months."""


_Points = Mapping[int, CalendarPoint]
_Read = Callable[[re.Match[str], _Points, date], NamedDays]


def named_days(text: str, today: date, *, alone: bool) -> tuple[list[tuple[NamedDays, slice]], str]:
    """The days that a text names in their order, each with its place, and the text with blanks there.

    `alone` reads words such as "месяц" too, which in a sentence name no days by themselves.
    Raises UnreadDaysError.
    """
    rest, points = points_in(_plain(text), today)
    found: list[tuple[NamedDays, slice]] = []
    for pattern, read in _ALONE if alone else _IN_SENTENCES:
        for match in pattern.finditer(rest):
            at = slice(*match.span())
            try:
                days = read(match, points, today)
            except (ValueError, OverflowError):
                raise UnreadDaysError(at) from None
            if not days.start < days.end:
                raise UnreadDaysError(at)
            found.append((days, at))
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    return sorted(found, key=lambda one: one[1].start), rest


def is_filler(word: str) -> bool:
    """Whether a word beside days, such as "за", means nothing by itself."""
    return word.casefold() in _FILLERS


def unit_start(unit: str, day: date) -> date:
    """The first day of the day, week, month, quarter or year in which a day lies."""
    match unit:
        case "week":
            return day - day.weekday() * _DAY
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def _plain(text: str) -> str:
    """The text in small letters with one kind of dash, as long as before."""
    signs = {"ё": "е", "–": "-", "—": "-", "\u2212": "-", "\xa0": " ", BEGUN: " ", FURTHER: " "}
    small = (sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return "".join(signs.get(sign, sign) for sign in small)


# Units ----------------------------------------------------------------------------------------------


def _unit(match: re.Match[str]) -> str:
    said = match["unit"]
    return _LETTERS.get(said) or next(
        name for name, (_, forms) in _UNITS.items() if re.fullmatch(forms, said)
    )


def _last_days(days: int, today: date) -> NamedDays:
    """So many days, today the last of them, beside as many."""
    start = today + _DAY - days * _DAY
    return NamedDays(start, today + _DAY, start - days * _DAY)


def _counted(match: re.Match[str], _: _Points, today: date) -> NamedDays:
    said = match.groupdict().get("times") or "1"
    times = WHOLE_NUMBERS.get(said) or int(said)
    return _last_days(times * _UNITS[_unit(match)][0], today)


def _half_year(_: re.Match[str], points: _Points, today: date) -> NamedDays:
    return _last_days(_HALF_YEAR, today)


def _so_far(unit: str, today: date) -> NamedDays:
    start = unit_start(unit, today)
    return NamedDays(start, today + _DAY, unit_start(unit, start - _DAY))


def _running(match: re.Match[str], _: _Points, today: date) -> NamedDays:
    return _so_far(_unit(match), today)


def _to_date(match: re.Match[str], _: _Points, today: date) -> NamedDays:
    return _so_far(match["of"] or _TO_DATE[match[0]], today)


def _previous(match: re.Match[str], _: _Points, today: date, *, times: int = 1) -> NamedDays:
    """The last whole one, or the one before it."""
    unit = _unit(match)
    start = end = unit_start(unit, today)
    for _time in range(times):
        end, start = start, unit_start(unit, start - _DAY)
    return NamedDays(start, end)


# Points of the calendar -----------------------------------------------------------------------------


def _point(match: re.Match[str], points: _Points, today: date) -> NamedDays:
    point = points[match.start("a")].latest(today, is_over=bool(match.groupdict().get("last")))
    return NamedDays(point.first(), point.after())


def _since(match: re.Match[str], points: _Points, today: date) -> NamedDays:
    return NamedDays(points[match.start("a")].latest(today).first(), today + _DAY)


def _range(match: re.Match[str], points: _Points, today: date) -> NamedDays:
    return _between(points[match.start("a")], points[match.start("b")], today)


def _range_to(match: re.Match[str], points: _Points, today: date) -> NamedDays:
    """ "1–15 октября": the month is said behind the second day."""
    last = points[match.start("b")]
    if last.day is None:
        raise ValueError(match[0])
    return _between(last.on_day(numbered_day(match)), last, today)


def _range_from(match: re.Match[str], points: _Points, today: date) -> NamedDays:
    """ "October 1–15, 2026": the month is said before the first day."""
    first = points[match.start("a")]
    if first.day is None:
        raise ValueError(match[0])
    if match["b"]:
        first = replace(first, year=_year_alone(points[match.start("b")]))
    return _between(first, first.on_day(numbered_day(match)), today)


def _year_alone(point: CalendarPoint) -> int | None:
    if point != CalendarPoint(point.year, 1, 12):
        raise ValueError(point)
    return point.year


def _between(first: CalendarPoint, last: CalendarPoint, today: date) -> NamedDays:
    """From one to another, both included; a year that was not said is the nearest one that was."""
    is_one_year = first.year is None or last.year is None
    if is_one_year and first.month == last.month and first.first(_LEAP_YEAR) >= last.after(_LEAP_YEAR):
        raise ValueError("the first day is behind the last")
    if first.year is None and last.year is not None:
        year = last.year if first.first(last.year) < last.after() else last.year - 1
        return NamedDays(first.first(year), last.after())
    start = first.latest(today).first()
    if last.year is not None:
        return NamedDays(start, last.after())
    return NamedDays(start, last.after(start.year if last.after(start.year) > start else start.year + 1))


def _patterns() -> Iterator[tuple[str, _Read]]:
    """From what is longest to what is shortest: what one has read the next does not see."""
    a, b = rf"(?P<a>{POINT})", rf"(?P<b>{POINT})"
    yield rf"{_FROM}{a}{_TO}{b}|(?:between|между) {a.replace('a>', 'c>')} (?:и|and) {POINT}", _range
    yield rf"{_FROM}{NUMBERED_DAY}{_TO_OR_AND}{b}", _range_to
    yield rf"{_FROM}{a}{_TO}{NUMBERED_DAY}(?![\d:]|\.\d)(?:,? {b})?", _range_from
    yield rf"(?:с|со|начиная с|since|starting(?: from)?) {a}(?:{_TO}(?:сейчас|now))?", _since
    yield rf"{a}{_TO}(?:сейчас|now)", _since
    yield r"(?:последн\w+ |past |last )?(?:полгода|half[- ]a[- ]year|half[- ]year)", _half_year
    times = rf"(?!{_NUMBERED})(?P<times>\d{{1,4}}|{'|'.join(WHOLE_NUMBERS)})"
    yield rf"(?:(?:the )?(?:{_LAST}|{_PREVIOUS}) )?{times} ?{_COUNTED}", _counted
    yield rf"позапрошл\w+ {_UNIT}", partial(_previous, times=2)
    yield rf"(?:{_LAST}) {_UNIT}", _counted
    yield rf"(?:{_PREVIOUS}) {_UNIT}", _previous
    yield rf"(?:{_RUNNING}) {_UNIT}", _running
    yield rf"(?:за|(?:in|for|over) a) {_UNIT}", _counted
    yield rf"{'|'.join(_TO_DATE)}|(?P<of>week|month|quarter|year)[- ]to[- ]date", _to_date
    yield rf"(?:(?P<last>{_PREVIOUS}) |(?:эт\w+|this|текущ\w+) )?{a}", _point


def _compiled(words: str, read: _Read) -> tuple[re.Pattern[str], _Read]:
    return re.compile(rf"(?<![\w.-])(?:{words})(?![\w-])"), read


_IN_SENTENCES: Final = [_compiled(*one) for one in _patterns()]
_ALONE: Final = [*_IN_SENTENCES, _compiled(_BARE, _running)]

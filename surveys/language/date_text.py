"""The day to come that a customer named: "15.03", "в конце марта", "через две недели", "в пятницу", "к лету".

A text that names a day loosely gives a day within what was said. A text that may mean something else gives
none, so that the customer is asked again.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from surveys.language.calendar_periods import CalendarPeriod, PeriodPart, coming, day_of, months_of, week_of
from surveys.language.months import MONTHS, month_number
from surveys.language.numerals import ORDINALS
from surveys.language.time_spans import is_from_another_day, span_in

FARTHEST: Final = timedelta(days=2 * 366)
"""A later day is a slip of the finger."""

_SEASONS: Final = {
    3: r"весн\w+|spring",
    6: r"лет(?:о|а|у|ом)|summer",
    9: r"осен\w+|autumn",
    12: r"зим\w+|winter",
}
_WEEKDAYS: Final = (
    "понедельник(?:а|у)?|пн|monday", "вторник(?:а|у)?|вт|tuesday", "сред[ауые]|ср|wednesday",
    "четверг(?:а|у)?|чт|thursday", "пятниц[ауые]|пт|friday", "суббот[ауые]|сб|saturday",
    "воскресень[еяю]|вс|sunday",
)  # fmt: skip
_PARTS: Final = {
    PeriodPart.BEGINNING: (
        r"начал\w+|первых числах|первой половине|(?:beginning|start|first half) of|early(?: in)?"
    ),
    PeriodPart.MIDDLE: r"середин\w+|второй половине|(?:middle|second half) of|mid",
    PeriodPart.END: r"кон(?:ец|ц[аеу])|end of|late(?: in)?",
}

_PREFIX: Final = (
    r"\b(?:(?P<negated>не(?!\s+раньше)|not(?!\s+(?:before|until|till))|кроме|except|через|кажд\w+|every|по)\s+)?"
    r"(?:(?P<until>до|раньше(?:\s+чем)?|until|till|before)\s+)?"
    r"(?:(?:в|во|на|к|ко|с|in|on|at|by)\s+)?(?:(?P<after>после|after)\s+)?(?:the\s+)?"
)
_PART: Final = f"(?P<part>{'|'.join(_PARTS.values())})(?:-|\\s+)(?:the\\s+)?"
_NEXT: Final = r"(?:(?P<next>следующ\w+|next)\s+)?(?:(?:this|эт[уоа]т?|ближайш\w+)\s+)?"
_YEAR: Final = r"(?:,?\s+(?:in\s+)?(?P<year>20\d\d)\b|,?\s+(?P<next_year>следующего года|(?:of )?next year))?"
_MONTH: Final = "|".join(MONTHS)
_ORDINAL: Final = "|".join(ORDINALS)
_FIGURES: Final = r"\d{1,2}(?:-?(?:го|е|th|st|nd|rd))?"
_DAY: Final = rf"(?:{_FIGURES}|{_ORDINAL})"
_SEPARATOR: Final = r"(?:\s*[-–—]\s*|\s+(?:и|или|по|до|and|or|to)\s+)(?:the\s+)?"
_MEASURES: Final = "тыс|млн|руб|кг|км|час|мин|утра|веч|дн|ноч|мес|год|лет|нед|сут|раз|бал"
_NO_MEASURE: Final = rf"(?!\s*(?:[₽$€%]|{_MEASURES}|[рмл]\b|[ap]m\b))"

_ISO: Final = r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"
_WITH_YEAR: Final = (
    rf"{_PREFIX}(?<![\d.,:/])(?P<day>\d{{1,2}})[.-](?P<month>\d{{1,2}})[.-](?P<year>20\d\d|\d\d)(?![\d:./])"
)
_DOTTED: Final = (
    rf"{_PREFIX}(?<![\d.,:])(?<!\bв )(?<!\bat )(?P<day>\d{{1,2}})\."
    rf"(?P<month>\d\d(?![\d:]|[.,]\d){_NO_MEASURE}|\d(?=\s*(?:$|[,;!?)–—-]|\.(?!\d))))"
)
_SLASHED: Final = r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(?P<year>20\d\d))?(?![\d/])"
_DATED: Final = (
    rf"{_PREFIX}(?:(?:между|с|between|from)\s+)?(?:(?P<day>{_DAY})(?:{_SEPARATOR}{_DAY})?\s+(?:of\s+)?"
    rf"(?P<month>{_MONTH})\b|(?P<month_before>{_MONTH})\s+(?:the\s+)?(?P<day_behind>{_DAY})\b(?![:.]?\d)){_YEAR}"
)
_NAMED: Final = rf"{_PREFIX}(?:{_PART})?{_NEXT}(?P<name>{_MONTH}|{'|'.join(_SEASONS.values())})\b{_YEAR}"
_PART_OF: Final = rf"{_PREFIX}{_PART}{_NEXT}(?P<unit>недели|месяца|года|week|month|year)\b"
_NEXT_UNIT: Final = (
    rf"{_PREFIX}(?:следующ\w+|next)\s+(?P<unit>недел\w+|месяц\w*|квартал\w*|год\w*|week|month|quarter|year)\b"
)
_DAY_OF_MONTH: Final = (
    rf"{_PREFIX}(?P<day>\d{{1,2}})(?:(?:-?(?:го|е))?\s+числа|-?го|(?<=\bthe \d)(?:th|st|nd|rd)"
    r"|(?<=\bthe \d\d)(?:th|st|nd|rd))\b(?:\s+(?P<next>следующего месяца|of next month))?"
)
_WEEKDAY: Final = rf"{_PREFIX}{_NEXT}(?P<name>{'|'.join(_WEEKDAYS)})\b"
_WEEKEND: Final = rf"{_PREFIX}{_NEXT}(?:выходны[ехм]|weekend)\b"
_NEXT_WEEK: Final = r"следующей неделе|next week"
_NEW_YEAR: Final = rf"{_PREFIX}(?:нов(?:ого|ый|ому) год[ау]?|new year)\b(?!\s*[-–—])"
_IN_NEW_YEAR: Final = r"\bв новом году|\bin the new year"
_MAY_HOLIDAYS: Final = rf"{_PREFIX}майски[ехм]\b"
_HOLIDAYS: Final = r"\b(?:после праздников|after the holidays)\b"
_AFTER_TOMORROW: Final = rf"{_PREFIX}(?:послезавтра|day after tomorrow)\b"
_TOMORROW: Final = rf"{_PREFIX}(?:завтра|tomorrow)\b"


def day_in(text: str, today: date) -> date | None:
    """The day after `today`, at most `FARTHEST` away, that the text names; None where that is not certain.

    The most exact way of naming a day that the text has is the one that counts; of several days the first.
    """
    plain = text.casefold().replace("ё", "е")
    if is_from_another_day(plain):
        return None
    for reading in _READINGS:
        days = list(reading(plain, today))
        if days:
            return min((day for day in days if day and today < day <= today + FARTHEST), default=None)
    return None


def _in_figures(plain: str, today: date) -> Iterator[date | None]:
    for found in re.finditer(_ISO, plain):
        yield _meant(iter([day_of(int(found[1]), int(found[2]), int(found[3]))]), found, today)
    for found in re.finditer(_WITH_YEAR, plain):
        year = int(found["year"]) % 100 + 2000
        yield _meant(iter([day_of(year, int(found["month"]), int(found["day"]))]), found, today)
    if re.search(_WITH_YEAR, plain) or re.search(_ISO, plain):
        return
    for found in re.finditer(_DOTTED, plain):
        yield _yearly(found, int(found["month"]), int(found["day"]), today)
    for found in re.finditer(_SLASHED, plain):
        numbers = {(int(found[1]), int(found[2])), (int(found[2]), int(found[1]))}
        possible = [(day, month) for day, month in numbers if day_of(2028, month, day)]
        if len(possible) == 1:
            yield _yearly(found, possible[0][1], possible[0][0], today)


def _dated(plain: str, today: date) -> Iterator[date | None]:
    for found in re.finditer(_DATED, plain):
        month = month_number(found["month"] or found["month_before"])
        yield _yearly(found, month, _number(found["day"] or found["day_behind"]), today)


def _span(plain: str, today: date) -> Iterator[date | None]:
    if (span := span_in(plain)) is not None:
        yield span.after(today)


def _tomorrow(plain: str, today: date) -> Iterator[date | None]:
    for distance, pattern in ((2, _AFTER_TOMORROW), (1, _TOMORROW)):
        if (found := re.search(pattern, plain)) is not None:
            yield None if found["negated"] else today + timedelta(days=distance)
            return


def _part_of_this(plain: str, today: date) -> Iterator[date | None]:
    """ "В конце недели", "end of next month", "конец года"."""
    for found in re.finditer(_PART_OF, plain):
        periods = _running(found["unit"], today)
        if found["next"]:
            next(periods)
        day = _meant(periods, found, today)
        yield _begun(day) if found["unit"] in ("года", "year") else day


def _named(plain: str, today: date) -> Iterator[date | None]:
    """A month or a season, or a part of one."""
    for found in re.finditer(_NAMED, plain):
        index = _index((*MONTHS, *_SEASONS.values()), found["name"])
        month, count = (index + 1, 1) if index < len(MONTHS) else ((*_SEASONS,)[index - len(MONTHS)], 3)
        periods = [months_of(year, month, count) for year in _years(found, today)]
        is_next = bool(found["next"])
        yield _meant((one for one in periods if not is_next or one.first > today), found, today)


def _day_of_month(plain: str, today: date) -> Iterator[date | None]:
    if re.search(_NAMED, plain):
        return
    for found in re.finditer(_DAY_OF_MONTH, plain):
        months = [today.year * 12 + today.month - 1 + ahead for ahead in range(1 if found["next"] else 0, 4)]
        days = (day_of(index // 12, index % 12 + 1, int(found["day"])) for index in months)
        yield _meant(days, found, today)


def _weekday(plain: str, today: date) -> Iterator[date | None]:
    next_monday = week_of(today).last + timedelta(days=1)
    for found in re.finditer(_WEEKDAY, plain):
        number = _index(_WEEKDAYS, found["name"])
        is_next = found["next"] or re.search(_NEXT_WEEK, plain)
        ahead = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
        day = next_monday + timedelta(days=number) if is_next else ahead
        yield _meant(iter([CalendarPeriod(day, day)]), found, today)
    for found in re.finditer(_WEEKEND, plain):
        to_saturday = timedelta(days=(5 - today.weekday() - 1) % 7 + (8 if found["next"] else 1))
        saturday = today + to_saturday
        weekend = CalendarPeriod(saturday, saturday + timedelta(days=1))
        yield _meant(iter([weekend]), found, today)


def _next_unit(plain: str, today: date) -> Iterator[date | None]:
    found = re.search(_NEXT_UNIT, plain)
    if found is None or found["negated"]:
        return
    if found["unit"].startswith(("год", "year")):
        yield _begun(date(today.year + 1, 1, 1))
    elif (span := span_in(f"через {found['unit']}")) is not None:
        yield span.after(today)


def _holidays(plain: str, today: date) -> Iterator[date | None]:
    """The New Year's holidays, to 8 January, and those of May, to the 11th; without a name the near ones."""
    years = range(today.year - 1, today.year + 3)
    new_year = [CalendarPeriod(date(year, 12, 31), date(year + 1, 1, 8)) for year in years]
    may = [CalendarPeriod(date(year, 5, 1), date(year, 5, 11)) for year in years]
    for pattern, periods in ((_NEW_YEAR, new_year), (_MAY_HOLIDAYS, may)):
        for found in re.finditer(pattern, plain):
            is_after = bool(found["after"] or found["until"])
            yield None if found["negated"] else coming(iter(periods), today, None, is_after=is_after)
    if re.search(_IN_NEW_YEAR, plain):
        yield _begun(date(today.year + 1, 1, 1))
    if re.search(_HOLIDAYS, plain):
        near = [
            period for period in (*new_year, *may) if timedelta() < period.last - today < timedelta(days=101)
        ]
        yield min((period.day(None, is_after=True) for period in near), default=None)


_READINGS: Final[tuple[Callable[[str, date], Iterator[date | None]], ...]] = (
    *(_in_figures, _dated, _day_of_month, _span, _tomorrow, _part_of_this, _named),
    *(_weekday, _next_unit, _holidays),
)
"""From the most exact one on."""


def _running(unit: str, today: date) -> Iterator[CalendarPeriod]:
    """This week, month or year and the two that follow."""
    for ahead in range(3):
        if unit in ("недели", "week"):
            yield week_of(today + timedelta(days=7 * ahead))
        elif unit in ("месяца", "month"):
            index = today.year * 12 + today.month - 1 + ahead
            yield months_of(index // 12, index % 12 + 1)
        else:
            yield months_of(today.year + ahead, 1, 12)


def _yearly(found: re.Match[str], month: int, day: int, today: date) -> date | None:
    """The next such day of a year, or that of the year that was named; None where the calendar has none."""
    return _meant((day_of(year, month, day) for year in _years(found, today)), found, today)


def _meant(periods: Iterator[CalendarPeriod | None], found: re.Match[str], today: date) -> date | None:
    """The first day that is meant of one of the periods; None where it was refused: "not in May"."""
    said = found.groupdict()
    if said.get("negated"):
        return None
    part = (
        PeriodPart.LAST_DAY
        if said.get("until") and _part(said.get("part")) is PeriodPart.END
        else _part(said.get("part"))
    )
    return coming(periods, today, part, is_after=bool(said.get("after")))


def _years(found: re.Match[str], today: date) -> Iterator[int]:
    groups = found.groupdict()
    if groups.get("year"):
        yield int(groups["year"])
    elif groups.get("next_year"):
        yield today.year + 1
    else:
        yield from range(today.year - 1, today.year + 3)


def _begun(day: date | None) -> date | None:
    """A day when a year that has just begun is under way: 9 January for the first eight days."""
    return date(day.year, 1, 9) if day is not None and (day.month, day.day) < (1, 9) else day


def _number(day: str) -> int:
    return ORDINALS[day] if day in ORDINALS else int(re.sub(r"\D", "", day))


def _index(names: Sequence[str], said: str) -> int:
    """Which of the names was said."""
    return next(index for index, name in enumerate(names) if re.fullmatch(name, said))


def _part(said: str | None) -> PeriodPart | None:
    return next((part for part, names in _PARTS.items() if re.fullmatch(names, said)), None) if said else None

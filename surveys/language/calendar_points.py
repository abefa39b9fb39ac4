"""What of the calendar a text names: a day, a month, a season, a quarter, half a year, a year.

Texts are in small letters, with е for ё and a hyphen for every dash. The year may be missing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from surveys.language.months import MONTHS, month_number
from surveys.language.numerals import ORDINALS

_Read = Callable[[re.Match[str]], "CalendarPoint"]

_SEASONS: Final = {
    12: r"зим(?:а|у|ы|ой|е|н\w+)|winter",
    3: r"весн(?:а|у|ы|ой|е)|весенн\w+|spring",
    6: r"лет(?:о|а|ом|н\w+)|summer",
    9: r"осен(?:ь|и|ью|н\w+)|autumn",
}
"""The forms of each season's name, by the number of its first month."""
_ORDINALS: Final = (r"перв\w+|first|i", r"втор\w+|second|ii", r"трет\w+|third|iii", r"четверт\w+|fourth|iv")
_MONTHS_OF_YEAR: Final = 12

_MONTH: Final = "|".join(MONTHS)
_SEASON: Final = "|".join(_SEASONS.values())
_ORDINAL: Final = "|".join(_ORDINALS)
NUMBERED_DAY: Final = rf"(?:(?P<day>\d{{1,2}})(?:-?(?:го|ое|е|st|nd|rd|th))?|(?P<word>{'|'.join(ORDINALS)}))"
"""A pattern of the number of a day within its month, in figures or as a word."""
_DAY: Final = rf"{NUMBERED_DAY}(?!\d)"
_DOT: Final = r"\b(?:\.(?!\d))?"
"""What ends the name of a month: it may be shortened with a dot, as in "окт."."""
_DAYS_AGO: Final = {
    2: r"позавчера(?:шн\w+(?: день| дня)?)?\b|(?:the )?day before yesterday\b",
    1: r"вчера(?:шн\w+(?: день| дня)?)?\b|yesterday\b",
    0: r"сегодня(?:шн\w+(?: день| дня)?)?\b|today\b",
}
"""The words for today and the days before it, by how long ago that was."""
_FOUR_FIGURES: Final = r"(?P<year>19[7-9]\d|20\d\d|2100)(?!\d)"
_YEAR: Final = (
    rf"(?:,? (?:of )?(?:{_FOUR_FIGURES}(?: год[уа]?\b| г\b\.?)?"
    r"|(?P<last_year>прошлого года|last year)|(?P<this_year>этого года|this year)))?"
)


class UnreadDaysError(ValueError):
    """Days that no calendar has, or that end before they begin."""

    def __init__(self, at: slice) -> None:
        super().__init__(f"no days at {at.start}:{at.stop}")
        self.at = at
        """Where in the text they are named."""


@dataclass(frozen=True, slots=True)
class CalendarPoint:
    """A day or some months in a row, of a year that may not have been said."""

    year: int | None
    month: int
    months: int = 1
    day: int | None = None
    """None where whole months are meant."""

    def first(self, year: int | None = None) -> date:
        """Its first day in a year; raises ValueError where the calendar has none."""
        return date(year or self._said_year, self.month, 1 if self.day is None else self.day)

    def after(self, year: int | None = None) -> date:
        """The day behind its last one; raises ValueError where the calendar has none."""
        if self.day is not None:
            return self.first(year) + timedelta(days=1)
        index = (year or self._said_year) * _MONTHS_OF_YEAR + self.month - 1 + self.months
        return date(index // _MONTHS_OF_YEAR, index % _MONTHS_OF_YEAR + 1, 1)

    def on_day(self, day: int) -> "CalendarPoint":
        """That day of its month."""
        return replace(self, day=day)

    def latest(self, today: date, *, is_over: bool = False) -> "CalendarPoint":
        """It with the year that was said, else with the last in which it had begun, or was over, by today."""
        if self.year is not None:
            return self
        for year in range(today.year, today.year - 9, -1):
            try:
                if (self.after(year) if is_over else self.first(year)) <= today:
                    return replace(self, year=year)
            except ValueError:  # 29 February
                continue
        return replace(self, year=today.year)

    @property
    def _said_year(self) -> int:
        if self.year is None:
            raise ValueError("no year was said")
        return self.year


def points_in(text: str, today: date) -> tuple[str, Mapping[int, CalendarPoint]]:
    """The points by the place at which they begin, and the text with `POINT` in their places.

    The text stays as long as it was. Raises UnreadDaysError for a day or a month that no calendar has.
    """
    found: dict[int, CalendarPoint] = {}
    relative: list[tuple[re.Pattern[str], _Read]] = [
        (pattern, partial(_ago, today - timedelta(days=ago))) for ago, pattern in _RELATIVE
    ]
    for pattern, read in (*relative, *_PATTERNS):
        for match in pattern.finditer(text):
            try:
                found[match.start()] = _of_year(read(match), match.groupdict(), today)
            except (ValueError, OverflowError):  # the last day of all has none behind it
                raise UnreadDaysError(slice(*match.span())) from None
        text = pattern.sub(lambda match: BEGUN + FURTHER * (len(match[0]) - 1), text)
    return text, found


BEGUN: Final = "\ue000"
FURTHER: Final = "\ue001"
POINT: Final = f"{BEGUN}{FURTHER}*"
"""A pattern of what stands in a text in the place of a point."""


def _of_year(point: CalendarPoint, said: Mapping[str, str | None], today: date) -> CalendarPoint:
    if point.year is None and (said.get("last_year") or said.get("this_year")):
        point = replace(point, year=today.year - 1 if said.get("last_year") else today.year)
    if point.year is not None:
        if point.months > 1 and point.month + point.months > _MONTHS_OF_YEAR + 1:
            raise ValueError("a winter belongs to two years")
        point.first(), point.after()
    elif point.day is not None:
        point.first(2028)
    return point


def _year(match: re.Match[str]) -> int | None:
    said = match["year"]
    if not said:
        return None
    return int(said) if len(said) > 2 else 2000 + int(said)


def _in_figures(match: re.Match[str]) -> CalendarPoint:
    day = match.groupdict().get("day")
    return CalendarPoint(_year(match), int(match["month"]), day=int(day) if day else None)


def numbered_day(match: re.Match[str]) -> int:
    """The number of the day that `NUMBERED_DAY` found."""
    return int(match["day"]) if match["day"] else ORDINALS[match["word"]]


def _dated(match: re.Match[str]) -> CalendarPoint:
    return CalendarPoint(_year(match), month_number(match["name"]), day=numbered_day(match))


def _ago(day: date, _: re.Match[str]) -> CalendarPoint:
    return CalendarPoint(day.year, day.month, day=day.day)


def _named(match: re.Match[str]) -> CalendarPoint:
    return CalendarPoint(_year(match), month_number(match["name"]))


def _season(match: re.Match[str]) -> CalendarPoint:
    month = next(month for month, forms in _SEASONS.items() if re.fullmatch(forms, match["name"]))
    return CalendarPoint(_year(match), month, 3)


def _part(months: int) -> _Read:
    """A quarter or half a year, by its number."""

    def read(match: re.Match[str]) -> CalendarPoint:
        said = next(word for name, word in match.groupdict().items() if name.startswith("part") and word)
        number = int(said) if said.isdecimal() else _ordinal(said)
        return CalendarPoint(_year(match), (number - 1) * months + 1, months)

    return read


def _ordinal(word: str) -> int:
    return next(number for number, forms in enumerate(_ORDINALS, start=1) if re.fullmatch(forms, word))


def _whole_year(match: re.Match[str]) -> CalendarPoint:
    return CalendarPoint(_year(match), 1, _MONTHS_OF_YEAR)


def _patterns() -> Iterator[tuple[str, _Read]]:
    """From what is longest to what is shortest: what one has read the next does not see."""
    yield r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _in_figures
    yield r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)(?!\d)", _in_figures
    yield rf"{_DAY} (?:of )?(?P<name>{_MONTH}){_DOT}{_YEAR}", _dated
    yield rf"(?P<name>{_MONTH}){_DOT} (?:the )?{_DAY}(?![.:]\d){_YEAR}", _dated
    yield rf"(?P<name>{_MONTH})[-/]{_FOUR_FIGURES}", _named
    yield r"(?P<year>20\d\d)[- ]?(?:q|кв)(?P<part>[1-4])\b", _part(3)
    quarter = r"квартал(?:е|у|ом)?"
    yield (
        rf"(?:(?:q|кв\.? ?)(?P<part_a>[1-4])|quarter (?P<part_b>[1-4])|(?P<part_c>[1-4]) кв(?!\w)\.?"
        rf"|(?P<part_d>[1-4])(?:-?(?:[йм]|ый|ий|ой|ом|ем))? {quarter}|(?P<part_e>[1-4])-?го квартала"
        rf"|(?P<part_f>[1-4])(?:st|nd|rd|th) quarter|(?P<part_g>{_ORDINAL}) (?:квартал(?:а|е|у|ом)?|quarter))"
        rf"(?!\w){_YEAR}",
        _part(3),
    )  # fmt: skip
    half = "перв\\w+|втор\\w+|first|second"
    yield (
        rf"(?:h(?P<part_a>[12])|(?P<part_b>[12])(?:-?(?:е|го|м|ом))? полугоди[еюяи]м?|(?P<part_c>{half}) "
        rf"(?:полугоди[еюяи]м?|half)(?: of)?)(?!\w){_YEAR}",
        _part(6),
    )  # fmt: skip
    yield r"(?P<year>\d{4})-(?P<month>\d\d)(?!\d)", _in_figures
    yield rf"(?P<name>{_MONTH}){_DOT}(?: месяц\w?)?{_YEAR}", _named
    yield rf"(?P<name>{_SEASON})\b{_YEAR}", _season
    yield r"(?P<day>\d{1,2})\.(?P<month>\d\d)(?P<year>)?(?![\d.]\d|\d)", _in_figures
    yield rf"(?<![^\W\d]-){_FOUR_FIGURES}(?: год[уа]?\b| г\b\.?)?(?![\w-]*\w)", _whole_year


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w:])(?<!\d[.,])(?:{words})")


_RELATIVE: Final = [(ago, _compiled(words)) for ago, words in _DAYS_AGO.items()]
_PATTERNS: Final = [(_compiled(words), read) for words, read in _patterns()]

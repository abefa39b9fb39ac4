"""A span of time that a customer named: "через полтора месяца", "in two or three weeks"."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from surveys.language.numerals import number_at

_WORDS: Final = r"\d+(?:[.,]\d+)?|[^\W\d_]+|[-–—]"
_BEFORE: Final = ("через", "спустя", "in", "after", "through")
_BEHIND: Final = (["from", "now"], ["from", "today"], ["later"], ["спустя"])
_ELSEWHERE: Final = ("после", "до", "от", "перед", "назад", "тому", "after", "before", "from", "ago")
"""Such a word behind a span counts it from another day than today."""
_FROM_TODAY: Final = (["from", "now"], ["from", "today"], ["after", "tomorrow"])
_REFUSED: Final = (["не"], ["not"])
_OR: Final = ("-", "–", "—", "или", "либо", "or", "to")
_AND: Final = ("и", "and")
_ANOTHER: Final = ("другую", "другой")
_ROUGHLY: Final = frozenset(["где", "то", "примерно", "приблизительно", "about", "around", "roughly"])
_POLITE: Final = frozenset(
    [
        *(
            "давай",
            "давайте",
            "лучше",
            "ну",
            "наверное",
            "пожалуйста",
            "можно",
            "напомните",
            "напомни",
            "так",
        ),
        *("может", "быть", "please", "maybe", "say", "ok"),
    ]
)


@dataclass(frozen=True, slots=True)
class Span:
    """A span of calendar months and days; parts of them are half ones."""

    months: float
    days: float
    is_counted: bool = False
    """Whether a number was said beside the unit."""

    def after(self, today: date) -> date:
        """The day at the end of the span; half a month is fifteen days, and half a day is a whole one."""
        whole = int(self.months)
        index = today.year * 12 + today.month - 1 + whole
        year, month = index // 12, index % 12 + 1
        day = date(year, month, min(today.day, monthrange(year, month)[1]))
        return day + timedelta(days=ceil(self.days + 30 * (self.months - whole)))

    def times(self, number: float) -> "Span":
        """The span so many times over."""
        return Span(self.months * number, self.days * number, is_counted=True)


_UNITS: Final = (
    (r"полгод\w*", Span(6, 0, is_counted=True)),
    (r"полмесяц\w*", Span(0.5, 0, is_counted=True)),
    (r"д(?:ень|ня|ней|ни|н)|ден[её]к|деньк\w+|сут(?:ки|ок)|days?", Span(0, 1)),
    (r"нед(?:ел\w+)?|weeks?", Span(0, 7)),
    (r"мес(?:яц\w*)?|months?", Span(1, 0)),
    (r"квартал\w*|quarters?", Span(3, 0)),
    (r"год(?:а|у|ик\w*|ок)?|лет|years?", Span(12, 0)),
)
_ALONE: Final = r"недел[яюь]\w*|месяц(?:ок)?|квартал|год(?:ик|ок)?"
"""The units that are one of themselves when nothing else is said."""


def is_from_another_day(plain: str) -> bool:
    """Whether the text counts a span from a day other than today: "a week before", "две недели назад"."""
    words = _split(plain)
    spans = (_span_at(words, at) for at in range(len(words)))
    ends = (found[1] for found in spans if found is not None)
    behind = (words[end : end + 2] for end in ends)
    return any(pair[:1] and pair[0] in _ELSEWHERE and pair not in _FROM_TODAY for pair in behind)


def span_in(plain: str) -> Span | None:
    """The span from today that the text, in small letters, names; None when it names none for certain."""
    words = _split(plain)
    for at, word in enumerate(words):
        if words[at - 1 : at] in _REFUSED:
            continue
        if word in _BEFORE and (found := _span_at(words, at + 1) or _inverted(words, at)) is not None:
            return found[0]
        found = _span_at(words, at)
        if found is not None and any(
            words[found[1] : found[1] + len(behind)] == behind for behind in _BEHIND
        ):
            return found[0]
    return _alone([word for word in words if word not in _POLITE])


def _split(plain: str) -> list[str]:
    return [word for word in re.findall(_WORDS, plain.replace("пол-", "пол")) if word not in _ROUGHLY]


def _alone(words: Sequence[str]) -> Span | None:
    """A span that is all that was said."""
    found = _span_at(words, 0)
    if found is None or found[1] != len(words):
        return None
    is_one = found[0].is_counted or words[0] in ("a", "an") or re.fullmatch(_ALONE, words[0])
    return found[0] if is_one else None


def _span_at(words: Sequence[str], at: int) -> tuple[Span, int] | None:
    """The span that begins at a word and the place behind it: "год и два месяца"; None without one."""
    first = _single_at(words, at)
    if first is None or first[1] >= len(words) or words[first[1]] not in _AND:
        return first
    second = _single_at(words, first[1] + 1)
    if second is None:
        return first
    return Span(first[0].months + second[0].months, first[0].days + second[0].days, is_counted=True), second[
        1
    ]


def _single_at(words: Sequence[str], at: int) -> tuple[Span, int] | None:
    if words[at : at + 1] in (["half"], ["пол"]):
        unit = _unit_at(words, at + 2 if words[at + 1 : at + 2] == ["a"] else at + 1)
        return (unit[0].times(0.5), unit[1]) if unit is not None else None
    counted = _number_or_range_at(words, at)
    if counted is not None:
        unit = _unit_at(words, counted[1])
        return (unit[0].times(counted[0]), unit[1]) if unit is not None else None
    unit = _unit_at(words, at + 1 if words[at : at + 1] in (["a"], ["an"]) else at)
    return _extended(words, *unit) if unit is not None else None


def _extended(words: Sequence[str], unit: Span, end: int) -> tuple[Span, int]:
    """The unit with what is said behind it: "неделю-другую", "месяц или два", "a year and a half"."""
    if words[end : end + 1] and words[end] in _OR:
        if words[end + 1 : end + 2] and words[end + 1] in _ANOTHER:
            return unit.times(2), end + 2
        further = number_at(words, end + 1)
        if further is not None and _unit_at(words, further[1]) is None:
            return unit.times(max(1, further[0])), further[1]
    if words[end : end + 2] == ["с", "половиной"]:
        return unit.times(1.5), end + 2
    return (unit.times(1.5), end + 3) if words[end : end + 3] == ["and", "a", "half"] else (unit, end)


def _inverted(words: Sequence[str], at: int) -> tuple[Span, int] | None:
    """ "Недели через две": the unit before the word at this place, the number behind it; None otherwise."""
    unit = _unit_at(words, at - 1) if at > 0 else None
    counted = _number_or_range_at(words, at + 1) if unit is not None else None
    if unit is None or counted is None or _unit_at(words, counted[1]) is not None:
        return None
    return unit[0].times(counted[0]), counted[1]


def _number_or_range_at(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """A number; of two, "две-три", the greater one."""
    first = number_at(words, at)
    if first is None or words[first[1] : first[1] + 1] == [] or words[first[1]] not in _OR:
        return first
    second = number_at(words, first[1] + 1)
    return (max(first[0], second[0]), second[1]) if second is not None else first


def _unit_at(words: Sequence[str], at: int) -> tuple[Span, int] | None:
    word = words[at] if at < len(words) else ""
    return next(((unit, at + 1) for names, unit in _UNITS if re.fullmatch(names, word)), None)

"""The day to come that a customer named: "15.03", "15 марта", "in March", "через две недели", "весной"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

FARTHEST: Final = timedelta(days=2 * 366)
"""A later day is a slip of the finger."""

_MONTHS: Final = (
    "янв(?:ар[ьяе])?|jan(?:uary)?", "фев(?:рал[ьяе])?|feb(?:ruary)?", "мар(?:та?|те)?|mar(?:ch)?",
    "апр(?:ел[ьяе])?|apr(?:il)?", r"ма[йяе]|may(?!\s+[a-z])", "июн[ьяе]?|june?", "июл[ьяе]?|july?",
    "авг(?:уста?|усте)?|aug(?:ust)?", "сен(?:тябр[ьяе])?|sept?(?:ember)?", "окт(?:ябр[ьяе])?|oct(?:ober)?",
    "ноя(?:бр[ьяе])?|nov(?:ember)?", "дек(?:абр[ьяе])?|dec(?:ember)?",
)  # fmt: skip
"""An English May before another word is the verb."""
_SEASONS: Final = {3: "весн|spring", 6: "лет[ао]|summer", 9: "осен|autumn", 12: "зим|winter"}
_FEW: Final = {"пару": 2, "couple of": 2, "два": 2, "две": 2, "two": 2, "три": 3, "three": 3, "полтора": 1}
_NUMBER: Final = "|".join([r"\d{1,3}", *_FEW])
_DAYS: Final = {"д[ен]|сут|day": 1, "недел|week": 7}
_MONTHS_IN: Final = {"полгод|half a year": 6, "мес|month": 1, "квартал|quarter": 3, "год|лет|year": 12}

_BEFORE: Final = r"(?:\b(\d{1,2})(?:-?го|th|st|nd|rd)?\s+(?:of\s+)?)?"
_AFTER: Final = r"(?:\s+(\d{1,2})(?:th|st|nd|rd)?\b)?(?:,?\s+(20\d\d)\b)?"
_NAMED: Final = [re.compile(rf"{_BEFORE}\b(?:{names})\b{_AFTER}") for names in _MONTHS]
_ISO: Final = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DOTTED: Final = re.compile(r"\b(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?\b")
_LATER: Final = re.compile(
    rf"\b(?:через|in|next|следующ\w+)\s+(?:(?:a|an)\s+)?(?:({_NUMBER})\s+)?([a-zа-я ]+)"
)


def day_in(text: str, today: date) -> date | None:
    """The first day that the text names after `today` and at most `FARTHEST` away; None without one."""
    plain = text.casefold().replace("ё", "е")
    return next((day for day in _readings(plain, today) if today < day <= today + FARTHEST), None)


def _readings(plain: str, today: date) -> Iterator[date]:
    if found := _ISO.search(plain):
        yield from _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.search(plain):
        day, month = int(found[1]), int(found[2])
        if found[3]:
            yield from _day(int(found[3]) % 100 + 2000, month, day)
        else:
            yield from _next(month, day, today)
    if "послезавтра" in plain or "day after tomorrow" in plain:
        yield today + timedelta(days=2)
    elif "завтра" in plain or "tomorrow" in plain:
        yield today + timedelta(days=1)
    if found := _LATER.search(plain):
        yield from _later(int(_FEW.get(found[1] or "", found[1] or 1)), found[2], today)
    for month, pattern in enumerate(_NAMED, start=1):
        if found := pattern.search(plain):
            day = int(found[1] or found[2] or 1)
            yield from _day(int(found[3]), month, day) if found[3] else _next(month, day, today)
    for month, names in _SEASONS.items():
        if re.search(rf"\b(?:{names})\w*", plain):
            yield from _next(month, 1, today)


def _later(number: int, unit: str, today: date) -> Iterator[date]:
    for stem, days in _DAYS.items():
        if re.match(stem, unit):
            yield today + timedelta(days=number * days)
    for stem, months in _MONTHS_IN.items():
        if re.match(stem, unit):
            index = today.year * 12 + today.month - 1 + number * months
            year, month = index // 12, index % 12 + 1
            yield date(year, month, min(today.day, monthrange(year, month)[1]))


def _next(month: int, day: int, today: date) -> Iterator[date]:
    """That day of this year and of the next one, where the calendar has it."""
    for year in (today.year, today.year + 1):
        yield from _day(year, month, day)


def _day(year: int, month: int, day: int) -> Iterator[date]:
    if 2000 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        yield date(year, month, day)

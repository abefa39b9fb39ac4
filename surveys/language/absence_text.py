"""Until when somebody of the team is away, in their words: "3", "до понедельника", "until 5 December"."""

import re
from datetime import date, timedelta
from typing import Final

from surveys.language.date_text import day_in

_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=366)
"""Within it a day needs no year where it is shown."""
_WRAPPED: Final = timedelta(days=300)
"""A day without a year that is so far away was meant to be one that is just over."""
_YEAR: Final = re.compile(r"\d{4}|\d\.\d\d?\.\d|\bгод|\byear|\bмес|\bmonth")
_LATER: Final = re.compile(r"\b(?:с|со|from|starting)\b|^\d{1,2}\s?[-–—]\s?\d{1,2}\b(?![-–—.])")
"""Words of an absence that does not begin today."""
_FOR: Final = re.compile(r"^(?:на|for) ")
_DAYS: Final = re.compile(r"(\d{1,3})(?: (?:д(?:н\w*|ень|\.)?|days?))?")
_TODAY: Final = frozenset({"сегодня", "до вечера", "до конца дня", "today", "until tonight"})
_INCLUDED: Final = re.compile(r"(?:по|through) (.+)|(.+?),? (?:включительно|включая|inclusive|inclusively)")
_END: Final = re.compile(r"\bкон(?:ец|ц[ае])\b|\bend of\b")


def return_day(text: str, today: date) -> date | None:
    """The first day on which they are back, after `today`; None where the words do not say it for certain.

    None as well for longer than a year, and for an absence that begins later. A number is so many days, today
    the first of them. Whoever says "until the end of the week", or a last day ("по пятницу", "through
    Friday"), is back on the day after. Nothing said is today alone.
    """
    plain = _FOR.sub("", " ".join(text.casefold().replace("ё", "е").split()), count=1)
    if not plain or plain in _TODAY:
        return today + _DAY
    if (counted := _DAYS.fullmatch(plain)) is not None:
        days = int(counted[1]) * _DAY
        return today + days if timedelta() < days <= _LONGEST else None
    included = _INCLUDED.fullmatch(plain)
    said = next(filter(None, included.groups())) if included is not None else plain
    day = None if _LATER.search(said) else day_in(said, today)
    if day is None or day - today > (_LONGEST if _YEAR.search(said) else _WRAPPED):
        return None
    return day + _DAY if included is not None or _END.search(plain) else day

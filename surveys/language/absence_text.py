"""Until when somebody of the team is away, in their words: "3", "до понедельника", "until 5 December"."""

import re
from datetime import date, timedelta
from typing import Final

from surveys.language.date_text import FARTHEST, day_in

_DAY: Final = timedelta(days=1)
_FOR: Final = re.compile(r"^(?:на|for) ")
_DAYS: Final = re.compile(r"(\d{1,3})(?: (?:д(?:н\w*|ень|\.)?|days?))?")
_TODAY: Final = frozenset({"сегодня", "до вечера", "до конца дня", "today", "until tonight"})
_INCLUDED: Final = re.compile(r"(?:по|through) (.+)")
_END: Final = re.compile(r"\bкон(?:ец|ц[ае])\b|\bend of\b")


def return_day(text: str, today: date) -> date | None:
    """The first day on which they are back, after `today`; None where the words do not say it for certain.

    A number is so many days, today the first of them. Whoever says "until the end of the week", or a last day
    ("по пятницу", "through Friday"), is back on the day after. Nothing said is today alone.
    """
    plain = _FOR.sub("", " ".join(text.casefold().replace("ё", "е").split()), count=1)
    if not plain or plain in _TODAY:
        return today + _DAY
    if (counted := _DAYS.fullmatch(plain)) is not None:
        days = int(counted[1]) * _DAY
        return today + days if timedelta() < days <= FARTHEST else None
    included = _INCLUDED.fullmatch(plain)
    day = day_in(included[1] if included is not None else plain, today)
    if day is None:
        return None
    return day + _DAY if included is not None or _END.search(plain) else day

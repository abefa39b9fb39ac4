"""The period that a sentence names: "жалобы за прошлый месяц", "churn in September", "NPS за 90 дней"."""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from surveys.statistics.periods import Asked, BadWordError, read

_UNREAD: Final = re.compile(
    r"\b(?:выходн\w+|будн\w+|понедельник\w*|вторник\w*|сред[уы]|четверг\w*|пятниц\w+|суббот\w+|воскресень\w+"
    r"|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
)
"""Words that name days which are not read: whoever writes them means no other period."""


def find_period(text: str, now: datetime, zone: ZoneInfo) -> Asked | None:
    """The period that is named; None where none is.

    Raises BadWordError for two of them, and for figures and days that are no part of one: none is guessed.
    """
    found, rest = read(text, now, zone, alone=False)
    unread = re.search(r"\S*\d\S*", rest) or _UNREAD.search(rest)
    if unread or len(found) > 1:
        raise BadWordError(unread[0] if unread else text)
    return found[0][0] if found else None

"""The period that a sentence names: "жалобы за прошлый месяц", "churn in September", "NPS за 90 дней"."""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from surveys.statistics.periods import Asked, BadWordError, read

_UNIT: Final = r"дн\w+|день|недел\w+|месяц\w*|квартал\w*|год\w*|лет|days?|weeks?|months?|quarters?|years?"
_UNREAD: Final = re.compile(
    r"\b(?:выходн\w+|будн\w+|понедельник\w*|вторник\w*|сред[уы]|четверг\w*|пятниц\w+|суббот\w+|воскресень\w+"
    r"|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|завтра\w*|tomorrow|назад|ago|за все время|all[- ]time"
    rf"|(?:следующ\w+|будущ\w+|next|нескольк\w+|полтор[аы]|several|(?:a )?few) (?:{_UNIT}))\b"
)
"""Words that name days which are not read: whoever writes them means no other period."""
_CHANGED: Final = re.compile(
    r"\b(?:до|после|кроме|before|after|until|till|except|(?:начал|коне?ц|середин|половин)\w*|early|late|mid"
    r"|(?:the )?(?:beginning|start|end|middle|half) of(?: the)?)(?:-|\s{3})"
)
"""Words that change what the days behind them mean: blanks are left of those days."""


def find_period(text: str, now: datetime, zone: ZoneInfo) -> Asked | None:
    """The period that is named; None where none is.

    Raises BadWordError for two of them, and for figures and days that are no part of one: none is guessed.
    """
    found, rest = read(text, now, zone, alone=False)
    unread = re.search(r"\S*\d\S*", rest) or _UNREAD.search(rest) or _CHANGED.search(rest)
    if unread or len(found) > 1:
        raise BadWordError(unread[0] if unread else text)
    return found[0][0] if found else None

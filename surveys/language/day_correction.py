"""Words after a day that set it right: "нет, через два месяца", "лучше в апреле"."""

import re
from datetime import date
from typing import Final

from surveys.language.date_text import day_in

_SLIP: Final = re.compile(
    r"\s*(?:(?:о[йи]+|ах|упс|нет|хотя|лучше|точнее|вернее|то есть|давайте|(?:я )?(?:ошиб|перепута)\w+"
    r"|простите|извините|o+ps|no|sorry|wait|actually|rather|better|make it|i mean(?:t)?)"
    r"(?!\w)[\s,.!:;…–—-]*)+",
    re.IGNORECASE,
)
_DAY_FIRST: Final = re.compile(
    r"(?:\d|(?:в|во|на|к|ко|с|через|после|не раньше|завтра|in|on|at|after|by|next|not before|tomorrow)\b)",
    re.IGNORECASE,
)
_LONGEST: Final = 40


def day_set_right(text: str, today: date) -> str | None:
    """The words of the new day; None where the text does not begin by taking the old one back, or says more.

    A day among other words may be the day of something else.
    """
    slip = _SLIP.match(text)
    rest = text[slip.end() :].strip() if slip is not None else ""
    if not _DAY_FIRST.match(rest) or len(rest) > _LONGEST or day_in(rest, today) is None:
        return None
    return rest

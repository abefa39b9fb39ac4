"""Durations as the files write them: "14d", "12h", "30m"."""

import re
from datetime import timedelta
from typing import Final

_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}
DURATION: Final = re.compile(r"([1-9]\d{0,4})([dhm])")


def duration(text: str) -> timedelta:
    """The duration that a file states, such as `14d`; raises ValueError for what is none."""
    found = DURATION.fullmatch(text)
    if found is None:
        raise ValueError(f"no duration: {text!r}")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})

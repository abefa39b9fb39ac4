"""Whom staff mean when they ask for a person: a case by its number, a phone, an id."""

import re
from typing import Final

from surveys.records.phone import normalized

_CASE: Final = re.compile(r"#([0-9]{1,9})")
_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,}")
_LONGEST: Final = 100


def case_number(said: str) -> int | None:
    """The number of a case, which is written with its sign, as #17; None for anything else."""
    found = _CASE.fullmatch(said.strip())
    return int(found[1]) if found else None


def spellings(said: str) -> list[str]:
    """The addresses of a person that may be meant, the likeliest first: the words, then a phone."""
    wanted = said.strip()[:_LONGEST]
    phone = normalized(wanted) if _PHONE.fullmatch(wanted) else None
    return [one for one in (wanted, phone) if one]

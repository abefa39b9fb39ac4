"""Whom staff mean by their words: a case by its number, a phone, an id."""

import re
from dataclasses import dataclass
from typing import Final

from surveys.records.phone import normalized

_CASE: Final = re.compile(r"#([0-9]{1,9})")
_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,}")
_AHEAD: Final = re.compile(r"\+?[\d(][\d\s().-]{5,}\d(?!\w)")
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


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody for whom a case is opened, and what they said."""

    who: str
    words: str
    phone: str | None
    """Their number in E.164; None where they are named otherwise."""


def caller(said: str) -> Caller | None:
    """Who is named at the beginning, by any address, and the words behind it; None without both."""
    ahead = _AHEAD.match(said.strip())
    phone = normalized(ahead[0]) if ahead is not None else None
    if ahead is not None and phone is not None:
        who, words = ahead[0].strip(), said.strip()[ahead.end() :]
    else:
        who, _, words = said.strip().partition(" ")
    words = words.strip(" \n,:—–-")
    return Caller(who, words, phone) if who and words else None

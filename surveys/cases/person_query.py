"""Whom staff mean by their words: a case by its number, a phone, an id."""

import re
from dataclasses import dataclass
from typing import Final

from surveys.records.phone import normalized

_CASE: Final = re.compile(r"#([0-9]{1,9})")
_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,}")
_AHEAD: Final = re.compile(r"\+?[\d(][\d \t\xa0().-]{5,}\d(?!\w)")
_DATE: Final = re.compile(r"\s\d{1,2}\.\d{1,2}(?!\d)")
_SLIP: Final = re.compile(r"[+(]|\d{1,3}[\s-](?=(?:\D*\d){6})")
"""Figures that begin as a phone does."""
_SIGNS: Final = " \n,:—–-"
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
    """Who is named at the beginning, by any address, and the words behind it; None without both.

    None as well for figures that look like a phone with a slip: the first ones may be the id of another.
    """
    said = said.strip()
    ahead = _AHEAD.match(said)
    figures = _DATE.split(ahead[0], maxsplit=1)[0] if ahead is not None else ""
    who, phone = _phone_in(figures)
    if phone is None:
        if _SLIP.match(figures):
            return None
        who = next(iter(said.split()), "")
    words = said.removeprefix(who).strip(_SIGNS)
    who = who.strip(_SIGNS)
    return Caller(who, words, phone) if who and words else None


def _phone_in(figures: str) -> tuple[str, str | None]:
    """The beginning that is a phone, and that in E.164; None where there is none.

    The longest one, as what stands behind may be of the words: "8 916 123-45-67 2 торта". One without the
    code of its country comes before: with those figures it may be a phone abroad.
    """
    ends = [len(figures), *reversed([gap.start() for gap in re.finditer(r"\s", figures)])]
    found = [(figures[:end], phone) for end in ends if (phone := normalized(figures[:end])) is not None]
    at_home = (one for one in found if re.sub(r"\D", "", one[0]) != one[1].removeprefix("+"))
    return next(at_home, None) or next(iter(found), ("", None))

"""Time zones as people name them: a city, a name of the time zone database, a shift from Greenwich."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from surveys.language.cities import CITIES

OFFERED: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": (
        *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk"),
        *("Asia/Novosibirsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Kamchatka"),
        *("Europe/Minsk", "Asia/Almaty", "Asia/Tashkent", "Asia/Tbilisi", "Asia/Yerevan", "Europe/Berlin"),
    ),
    "en": (
        *("Europe/London", "Europe/Berlin", "Europe/Istanbul", "Europe/Moscow", "Asia/Dubai"),
        *("Asia/Yekaterinburg", "Asia/Almaty", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo"),
        *("Australia/Sydney", "America/Sao_Paulo", "America/New_York", "America/Chicago"),
        *("America/Denver", "America/Los_Angeles"),
    ),
}
"""Keys for buttons, by the reader's language."""

_SHIFT: Final = re.compile(r"(utc|gmt|msk|мск)? ?([+−–-]) ?(\d{1,2})(?::?([0-5]\d))?")
_FROM_MOSCOW: Final = ("msk", "мск")
_MOSCOW: Final = timedelta(hours=3)
_NEVER_CHANGED: Final = (
    *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk"),
    *("Asia/Novosibirsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan"),
    *("Asia/Kamchatka", "UTC", "Asia/Tehran", "Asia/Kabul", "Asia/Kolkata", "Asia/Kathmandu"),
    *("Asia/Yangon", "Australia/Darwin"),
)
"""Zones without summer time: a shift from Greenwich means one of them where it can."""


def find(words: str) -> ZoneInfo | None:
    """The zone that the words name; None for words that name none that this machine knows."""
    said = words.casefold().strip(" .!")
    for part in (said, *re.split(r"[,;(]", said)):
        if (shift := _shift(part.strip(" )"))) is not None:
            return _at(shift)
        if (key := _by_name().get(_plain(part))) is not None:
            return ZoneInfo(key)
    return None


def label(key: str, language: str) -> str:
    """A zone as people name it: `Екатеринбург`, `New York`; a shift is `UTC+5`, as everybody reads it."""
    if key.startswith("Etc/GMT"):
        sign = {"-": "+", "+": "-"}.get(key[7:8], "")
        return f"UTC{sign}{key[8:]}"
    if language == "ru" and key in CITIES:
        return CITIES[key].partition(",")[0]
    return key.rpartition("/")[2].replace("_", " ")


def offset(zone: ZoneInfo, now: datetime) -> str:
    """How far the zone's clocks are ahead of Greenwich at `now`, as `+5` or `+5:30`."""
    minutes = round((now.astimezone(zone).utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _shift(words: str) -> timedelta | None:
    found = _SHIFT.fullmatch(words)
    if found is None:
        return None
    base, sign, hours, minutes = found.groups()
    shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return (_MOSCOW if base in _FROM_MOSCOW else timedelta()) + (shift if sign == "+" else -shift)


def _at(shift: timedelta) -> ZoneInfo | None:
    known = available_timezones()
    for key in _NEVER_CHANGED:
        if key in known and datetime(2026, 1, 1, tzinfo=ZoneInfo(key)).utcoffset() == shift:
            return ZoneInfo(key)
    hours = shift / timedelta(hours=1)
    key = f"Etc/GMT{-hours:+.0f}"  # the database counts westward
    return ZoneInfo(key) if hours.is_integer() and key in known else None


@cache
def _by_name() -> dict[str, str]:
    """Plain names → keys of this machine's database; what is named first goes before what sounds alike."""
    names: dict[str, str] = {}
    for name, key in _names():
        names.setdefault(_plain(name), key)
    return names


def _names() -> Iterator[tuple[str, str]]:
    known = available_timezones()
    for key, cities in CITIES.items():
        if key in known:
            yield from ((name, key) for name in (*cities.split(","), label(key, "en")))
    yield from (("мск", "Europe/Moscow"), ("msk", "Europe/Moscow")) if "Europe/Moscow" in known else ()
    whole = sorted(key for key in known if not key.startswith("Etc/"))
    yield from ((key, key) for key in whole)
    yield from ((key.rpartition("/")[2], key) for key in whole)


def _plain(name: str) -> str:
    """A name in small letters, with spaces for signs: `ростов на дону`, `europe berlin`."""
    return " ".join(re.sub(r"[-_/. ]+", " ", name.casefold().replace("ё", "е")).split())

"""Time zones as people name them: a city, a name of the time zone database, a shift from Greenwich."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from surveys.language import towns
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

_SHIFT: Final = re.compile(
    r"(?:(?P<base>utc|gmt|msk|мск)\s*)?(?:(?P<sign>[+−–-])|(?P<word>плюс|минус|plus|minus))\s*"
    r"(?P<hours>\d{1,2})(?:(?P<mark>[:.,]?)(?P<rest>\d+))?(?![:.,]?\d)(?:\s*(?:ч|час|часа|часов|h|hours?)\b\.?)?"
    r"(?:\s+(?:к|от|from|to)\s+(?P<from>мск|москв[еы]|московскому|moscow|msk|гринвич\w*|utc|gmt)(?:\s+времени)?)?"
)
_PARTS_OF_HOUR: Final = {"0": 0, "00": 0, "5": 30, "50": 30, "30": 30, "75": 45, "45": 45}
"""What may stand behind the hours, minutes or a decimal part → minutes; no clock is a quarter ahead."""
_TOWN: Final = re.compile(r"^(?:г\.|гор\.|(?:г|город|city of|town of)\s)\s*")
_FROM_MOSCOW: Final = ("msk", "мск", "moscow", "москве", "москвы", "московскому")
_MOSCOW: Final = timedelta(hours=3)
_MOST_HOURS: Final = 14
_NEVER_CHANGED: Final = (
    *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk"),
    *("Asia/Novosibirsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan"),
    *("Asia/Kamchatka", "UTC", "Asia/Tehran", "Asia/Kabul", "Asia/Kolkata", "Asia/Kathmandu"),
    *("Asia/Yangon", "Australia/Darwin"),
)
"""Zones without summer time: a shift from Greenwich means one of them where it can."""


def find(words: str) -> ZoneInfo | None:
    """The zone that the words name; None for words that name none that this machine knows, or two."""
    said = words.casefold().strip(" .!")
    if (key := _key(said)) is not None:
        return ZoneInfo(key)
    found = _SHIFT.search(said)
    if found is None:
        return _place(said)
    rest = said[: found.start()] + "," + said[found.end() :]
    shift = _shift(found)
    if shift is None or not rest.strip(" ,;()"):
        return _at(shift) if shift is not None else None
    place = _place(rest)
    return place if place is not None and shift in _shifts(place) else None


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


def _place(said: str) -> ZoneInfo | None:
    """The zone of the first town, country or zone between commas and brackets; None where there is none."""
    keys = (_key(_TOWN.sub("", part.strip(" .!)"))) for part in re.split(r"[,;()]", said))
    return next((ZoneInfo(key) for key in keys if key is not None), None)


def _key(name: str) -> str | None:
    plain = towns.plain_name(name)
    return _by_name().get(plain) or _town(plain) or _by_last_name().get(plain)


def _town(plain: str) -> str | None:
    """The zone of a town of the extract, which is read when no better known name is meant."""
    key = towns.zones_by_name().get(plain) if plain else None
    return key if key in available_timezones() else None


def _shift(found: re.Match[str]) -> timedelta | None:
    """How far ahead of Greenwich; None for a part of an hour that no clock has."""
    minutes = _PARTS_OF_HOUR.get(found["rest"] or "0")
    is_run_together = bool(found["rest"]) and not found["mark"]
    if minutes is None or int(found["hours"]) > _MOST_HOURS or (is_run_together and len(found["rest"]) < 2):
        return None
    shift = timedelta(hours=int(found["hours"]), minutes=minutes)
    base = _MOSCOW if found["base"] in _FROM_MOSCOW or found["from"] in _FROM_MOSCOW else timedelta()
    is_west = found["sign"] in ("−", "–", "-") or found["word"] in ("минус", "minus")
    return base - shift if is_west else base + shift


def _shifts(zone: ZoneInfo) -> set[timedelta | None]:
    """How far the zone is ahead of Greenwich in winter and in summer."""
    return {datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in (1, 7)}


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
    """Plain names that we keep by hand, and whole keys → keys of this machine's database."""
    return _plain_names(_kept_names())


@cache
def _by_last_name() -> dict[str, str]:
    """The last words of keys, `berlin` of `Europe/Berlin` → keys of this machine's database."""
    whole = sorted(key for key in available_timezones() if not key.startswith("Etc/"))
    return _plain_names((key.rpartition("/")[2], key) for key in whole)


def _plain_names(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What is named first goes before what sounds alike."""
    plain: dict[str, str] = {}
    for name, key in names:
        plain.setdefault(towns.plain_name(name), key)
    return plain


def _kept_names() -> Iterator[tuple[str, str]]:
    known = available_timezones()
    for key, cities in CITIES.items():
        if key in known:
            yield from ((name, key) for name in (*cities.split(","), label(key, "en")))
    yield from (("мск", "Europe/Moscow"), ("msk", "Europe/Moscow")) if "Europe/Moscow" in known else ()
    yield from ((key, key) for key in sorted(known) if not key.startswith("Etc/"))

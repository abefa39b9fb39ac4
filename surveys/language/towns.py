"""The larger towns of the world: their names, their places, and by whose clock they live.

`towns.txt` is an extract from GeoNames that `development/towns.py` writes; NOTICE tells its source. A name
that several towns of like size in different zones bear is among the names of none.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from typing import Final

FARTHEST_KM: Final = 500
"""The clock of a town so far away says nothing about a place."""
_RADIUS_KM: Final = 6371


@dataclass(frozen=True, slots=True)
class Town:
    """A town, with its names in small letters, without accents and with spaces for signs."""

    zone: str
    """The key of its time zone."""
    latitude: float
    """Degrees north of the equator."""
    longitude: float
    """Degrees east of Greenwich."""
    names: tuple[str, ...]


@cache
def all_towns() -> tuple[Town, ...]:
    """Every town of the extract, read from its file once."""
    text = files("surveys.language").joinpath("towns.txt").read_text(encoding="utf-8")
    return tuple(_towns(text))


@cache
def zones_by_name() -> dict[str, str]:
    """The name of a town → the key of its zone."""
    return {name: town.zone for town in all_towns() for name in town.names}


def plain_name(name: str) -> str:
    """A name in small letters, without accents, with spaces for signs: `ростов на дону`, `sao paulo`."""
    bare = "".join(
        sign if "\u0400" <= sign <= "\u04ff" else unicodedata.normalize("NFKD", sign)[:1] for sign in name
    )
    return " ".join(re.sub(r"[-_/. ’'‘`]+", " ", bare.casefold().replace("ё", "е")).split())


def nearest(latitude: float, longitude: float) -> Town | None:
    """The town that lies nearest to a place; None when all are farther away than `FARTHEST_KM`."""
    away = {town: distance_km(latitude, longitude, town.latitude, town.longitude) for town in all_towns()}
    town = min(away, key=away.__getitem__)
    return town if away[town] <= FARTHEST_KM else None


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """How far two places are from each other over the ground, by the formula of haversines."""
    north, other_north = radians(latitude), radians(other_latitude)
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _RADIUS_KM * asin(sqrt(min(1.0, half)))


def _towns(text: str) -> Iterator[Town]:
    zone = ""
    for line in text.splitlines():
        if line.startswith("["):
            zone = line.strip("[]")
        elif not line.startswith("#"):
            latitude, longitude, names = line.split(" ", 2)
            yield Town(zone, float(latitude), float(longitude), tuple(filter(None, names.split("|"))))

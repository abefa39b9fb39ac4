"""Public holidays of a country, and the days off that were made working days in exchange."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from holidays import HolidayBase


class DayKind(Enum):
    """What a calendar says of a day."""

    ORDINARY = auto()
    HOLIDAY = auto()
    TRANSFERRED = auto()
    """A day of the weekend on which a country works, in exchange for another."""


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The calendar of a country, or of a part of it; with neither it knows no holidays."""

    country: str = ""
    """Code of ISO 3166-1, as "RU"."""
    subdivision: str = ""
    """Code of ISO 3166-2 without the country's, as "BY" of "DE-BY"."""

    def kind_of(self, day: date) -> DayKind:
        """What the calendar says of a day; raises ValueError for a country that is not known."""
        if not self.country:
            return DayKind.ORDINARY
        found = _loaded(self.country, self.subdivision)
        if day in found:
            return DayKind.HOLIDAY
        is_worked = found.is_weekend(day) and found.is_working_day(day)
        return DayKind.TRANSFERRED if is_worked else DayKind.ORDINARY


NO_HOLIDAYS: Final = HolidayCalendar()


def read_calendar(code: str) -> HolidayCalendar:
    """The calendar of a code such as "RU" or "DE-BY"; raises ValueError for one that is not known."""
    country, _, subdivision = code.partition("-")
    calendar = HolidayCalendar(country, subdivision)
    _loaded(country, subdivision)
    return calendar


@cache
def _loaded(country: str, subdivision: str) -> "HolidayBase":
    """Years are filled as days are asked for. The library is large: who sets no country never loads it."""
    from holidays import country_holidays, list_supported_countries

    subdivisions = list_supported_countries().get(country)
    if subdivisions is None or (subdivision and subdivision not in subdivisions):
        raise ValueError(f"no such calendar: {country} {subdivision}")
    return country_holidays(country, subdiv=subdivision or None)

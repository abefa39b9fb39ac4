"""What somebody wants a report to show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from surveys.statistics.periods import Asked, Period

TOUCHPOINT: Final = "touchpoint"


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Days and filters, as of a moment. It travels as dates, never as words that are parsed again."""

    asked: Asked
    now: datetime
    by: str | None = None
    """What its groups are; None for those that the report has by itself."""
    page: int = 0
    """Of a view that has several, from 0."""

    @property
    def period(self) -> Period:
        """The days that the report is of."""
        return self.asked.period

    @property
    def previous(self) -> Period:
        """The days that the period is held against."""
        return self.asked.previous

    @property
    def filters(self) -> Mapping[str, str]:
        """The values of filters by the names of columns, such as touchpoint."""
        return self.asked.filters

    @property
    def touchpoint(self) -> str | None:
        """The touchpoint that the report is of; None for all."""
        return self.filters.get(TOUCHPOINT)

    @property
    def today(self) -> date:
        """The day in the business's zone on which the report was asked for."""
        return self.now.astimezone(self.period.zone).date()

    def of_touchpoint(self, touchpoint: str | None) -> "ReportRequest":
        """The same request of another touchpoint; None asks for all."""
        rest = {name: value for name, value in self.filters.items() if name != TOUCHPOINT}
        filters = rest if touchpoint is None else rest | {TOUCHPOINT: touchpoint}
        return replace(self, asked=replace(self.asked, filters=filters))

    def to_json(self) -> dict[str, Any]:
        """The request as plain values that JSON knows: days in ISO form."""
        return {
            "period": _days(self.period),
            "previous": _days(self.previous),
            "filters": dict(self.filters),
            "now": self.now.isoformat(),
            "by": self.by,
            "page": self.page,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any], zone: ZoneInfo) -> "ReportRequest":
        """The request from such values, for the business whose zone that is."""
        period, previous = (_period(found[name], zone) for name in ("period", "previous"))
        asked = Asked(period, previous, found["filters"])
        return cls(asked, datetime.fromisoformat(found["now"]), found["by"], found["page"])


def _days(period: Period) -> list[str]:
    return [period.start.isoformat(), period.end.isoformat()]


def _period(days: list[str], zone: ZoneInfo) -> Period:
    start, end = map(date.fromisoformat, days)
    return Period(start, end, zone)

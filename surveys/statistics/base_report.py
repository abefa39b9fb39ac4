"""The customer base: who is known and can be reached, and how it came to its size.

What `/base` and `otklik report base` both show. The bridge counts moves, not people: who leaves and returns
within the period is in it twice, so that the bridges of months add up to that of the year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from surveys.questions.reasons import ReasonClass
from surveys.statistics.document import document
from surveys.statistics.periods import Period


@dataclass(frozen=True, slots=True)
class BaseRecords:
    """What is stored of all customers now, whether they have left or not."""

    records: int
    reachable: int
    """Those with an account of Telegram who have not blocked the bot."""
    consented: int
    """Those whose latest word allows promotion."""
    blocked: int
    filled: int
    """How many fields of their profiles are filled, of all customers together."""
    fields: int
    """How many fields a profile has."""

    @property
    def profile_complete(self) -> float | None:
        """Share of the fields that are filled, 0…1; None without customers."""
        return self.filled / (self.records * self.fields) if self.records else None


@dataclass(frozen=True, slots=True)
class BaseBridge:
    """From the customers at the start of a period to those at its end."""

    start: int
    new: int
    returned: int
    lost: Mapping[ReasonClass, int]
    """How often somebody left, by the class of the reason; nobody told one of the unknown."""

    @property
    def losses(self) -> int:
        """How often somebody left, for whatever reason."""
        return sum(self.lost.values())

    @property
    def end(self) -> int:
        """Customers when the period ended."""
        return self.start + self.new + self.returned - self.losses


@dataclass(frozen=True, slots=True)
class BaseReport:
    period: Period
    records: BaseRecords
    active: int | None
    """Customers who ordered or complained in the period; None where it is over before the first order that is
    known, has not begun, or no order is stored."""
    bridge: BaseBridge | None
    """None for a period that has not begun."""
    last_order_at: datetime | None
    """The latest order until now, of whatever period; None where there is none."""
    since: date | None = None
    """The first day of which it is known who left; None where all days are."""

    @property
    def knows_losses(self) -> bool:
        """Whether it is known of any day of the period who left on it."""
        return not self.period.ends_before(self.since)


def as_json(report: BaseReport) -> dict[str, Any]:
    """The one row that there is."""
    records, last = report.records, report.last_order_at
    row = {
        "records": records.records,
        "reachable": records.reachable,
        "consented_promotion": records.consented,
        "blocked": records.blocked,
        "active": report.active,
        "profile_complete": records.profile_complete,
        **_bridge(report.bridge),
        **({} if report.knows_losses else dict.fromkeys(_LOSSES)),
        "last_order_at": None if last is None else last.isoformat(),
    }
    return document("base", report.period, [row])


_LOSSES: Final = tuple(f"lost_{kind}" for kind in ReasonClass)


def _bridge(bridge: BaseBridge | None) -> dict[str, int | None]:
    if bridge is None:
        names = ("start", "new", "returned", *_LOSSES, "end")
        return dict.fromkeys(names)
    lost = {f"lost_{kind}": bridge.lost.get(kind, 0) for kind in ReasonClass}
    return {
        "start": bridge.start,
        "new": bridge.new,
        "returned": bridge.returned,
        **lost,
        "end": bridge.end,
    }

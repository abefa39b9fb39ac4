"""Who came to us: what `/hello` and `otklik report hello` both show."""

from dataclasses import dataclass
from typing import Any

from surveys.statistics.document import document
from surveys.statistics.periods import Period


@dataclass(frozen=True, slots=True)
class HelloReport:
    period: Period
    joined: int
    """People who became customers in the period."""
    previous_joined: int
    """The same of the period before."""


def as_json(report: HelloReport) -> dict[str, Any]:
    """The one row that there is."""
    row = {"joined": report.joined, "previous_joined": report.previous_joined}
    return document("hello", report.period, [row])

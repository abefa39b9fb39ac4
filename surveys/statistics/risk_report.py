"""Who may be about to leave, by rules that can be told in words: what `/risk` and `otklik report risk` show.

No score is made of the signs: a manager sees each of them and judges.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.rhythm import Rhythm

LOW_SCORE: Final = 6
"""The highest score of a detractor."""
LATELY: Final = timedelta(days=90)
"""How long a low score is a sign, unless a better one follows."""
GONE_AFTER: Final = timedelta(days=365)
"""Who has been silent for so long is not about to leave any more."""
SPENT_WITHIN: Final = timedelta(days=365)
"""Of how long a customer's orders are added up."""
LISTED: Final = 1000
"""People who are named at most: those whom the order of the list puts first."""
PAGE: Final = 5
"""People on a page of a chat."""


class RiskSign(StrEnum):
    """Why somebody may be about to leave. The value stands in reports."""

    SILENT = "silent"
    """Their silence is longer than their own rhythm allows."""
    LOW_SCORE = "low_score"
    """The latest score that they gave lately is that of a detractor."""
    OPEN_CASE = "open_case"
    BLOCKED = "blocked"
    """They blocked the bot: nobody hears of it when they leave."""


class RiskOrder(StrEnum):
    MONEY = "money"
    """Who ordered for most within the last year first."""
    RECENT = "recent"
    """The latest sign first: whoever fell silent yesterday is easier to keep."""


@dataclass(frozen=True, slots=True)
class GivenScore:
    score: int
    given_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerAtRisk:
    """A customer with at least one sign."""

    id: int
    external_id: str | None
    """The company's id."""
    name: str | None
    spent_minor: int | None
    """Ordered for within the last year, in the business's currency; None where no such order is known."""
    since: datetime
    """Of the latest sign."""
    rhythm: Rhythm | None = None
    """Where they are silent."""
    score: GivenScore | None = None
    """Where it is low."""
    case_number: int | None = None
    """Of the oldest open case."""
    blocked_at: datetime | None = None

    @property
    def signs(self) -> tuple[RiskSign, ...]:
        """All signs, always in the same order."""
        found = {
            RiskSign.SILENT: self.rhythm,
            RiskSign.LOW_SCORE: self.score,
            RiskSign.OPEN_CASE: self.case_number,
            RiskSign.BLOCKED: self.blocked_at,
        }
        return tuple(sign for sign, value in found.items() if value is not None)


@dataclass(frozen=True, slots=True)
class RiskReport:
    period: Period
    """The days that were asked for; the report is of now, whatever they are."""
    now: datetime
    people: int
    """All with a sign; who has two is one of them."""
    by_sign: dict[RiskSign, int]
    with_rhythm: int
    """Customers who ordered often enough to have a rhythm: of the others no silence can be told."""
    listed: Sequence[CustomerAtRisk] = field(default_factory=tuple)
    """The first of them, `LISTED` at most."""
    page: int = 0
    """The page of a chat, from 0."""

    @property
    def pages(self) -> int:
        """How many pages those who are listed fill; at least one."""
        return max(1, -(-len(self.listed) // PAGE))

    @property
    def shown(self) -> Sequence[CustomerAtRisk]:
        """Those on the page; the last page stands for any behind it."""
        start = self.first_number - 1
        return self.listed[start : start + PAGE]

    @property
    def first_number(self) -> int:
        """The place in the list of the first on the page, from 1."""
        return min(self.page, self.pages - 1) * PAGE + 1


def as_json(report: RiskReport) -> dict[str, Any]:
    """The document of docs/reference.md: how many there are, then each who is listed; names stay out."""
    whole = {
        "customer": None,
        "people": report.people,
        **{sign.value: report.by_sign.get(sign, 0) for sign in RiskSign},
        "with_rhythm": report.with_rhythm,
    }
    return document("risk", report.period, [whole, *map(_row, report.listed)])


def _row(one: CustomerAtRisk) -> dict[str, Any]:
    rhythm, score = one.rhythm, one.score
    return {
        "customer": one.external_id,
        "id": one.id,
        "signs": [sign.value for sign in one.signs],
        "since": one.since.isoformat(),
        "spent": None if one.spent_minor is None else one.spent_minor / 100,
        "last_order_at": rhythm.last_at.isoformat() if rhythm else None,
        "usual_gap_s": rhythm.gap.total_seconds() if rhythm else None,
        "score": score.score if score else None,
        "case": one.case_number,
    }

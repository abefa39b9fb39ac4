"""The complaints of a period beside the one before it, for `/complaints` and `otklik report complaints`.

Complaints are counts and may exceed one an order: Poisson limits. Those who complained are people: Wilson's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from surveys.cases.source import CaseSource
from surveys.statistics import causes_report
from surveys.statistics.causes_report import CausesReport
from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.rates import Count, Rate, RateChange, per_100, rate_change
from surveys.statistics.scores import Interval, Level, level, wilson

ENOUGH_FOR_P90: Final = 10
"""Of fewer times the ninth decile is the longest or close to it, and says nothing of nine in ten."""


@dataclass(frozen=True, slots=True)
class ElapsedTimes:
    """How long something took of the `n` complaints that have it, in seconds."""

    n: int = 0
    median_s: float | None = None
    """None without times."""
    ninth_decile_s: float | None = None
    """None without times."""

    @property
    def p90_s(self) -> float | None:
        """Seconds within which nine of ten were done; None below `ENOUGH_FOR_P90` times."""
        return self.ninth_decile_s if self.n >= ENOUGH_FOR_P90 else None


NO_TIMES: Final = ElapsedTimes()


@dataclass(frozen=True, slots=True)
class CaseHandling:
    """How the complaints of a period were handled."""

    complaints: int = 0
    complainants: int = 0
    open: int = 0
    reopened: int = 0
    """Complaints that were reopened at least once."""
    first_reply: ElapsedTimes = NO_TIMES
    """From the telling to the first reply by a person; an automatic receipt is none."""
    solution: ElapsedTimes = NO_TIMES
    """From the telling to the last solution of those that are not open again."""
    settled: int = 0
    """Those solved long enough ago to know whether the same matter came again: a week."""
    at_first_contact: int = 0
    """Of the settled, those with one answer, never reopened, and without the same customer's same matter
    within a week before or after."""

    @property
    def first_contact(self) -> float | None:
        """Share solved at the first contact (FCR), 0…1, of the settled; None without any."""
        return self.at_first_contact / self.settled if self.settled else None

    @property
    def first_contact_interval(self) -> Interval | None:
        """Wilson's interval of the share solved at the first contact, 0…1; None without any settled."""
        return wilson(self.at_first_contact, self.settled)


@dataclass(frozen=True, slots=True)
class WaitingCases:
    """Open cases that nobody has answered yet, whenever they were opened."""

    cases: int = 0
    since: datetime | None = None
    """When the oldest of them was opened; None when there is none."""


@dataclass(frozen=True, slots=True)
class OtherCases:
    """Cases of one source that is no complaint."""

    cases: int = 0
    """Those opened in the period."""
    unanswered: int = 0
    """Open ones that nobody has answered yet, whenever they were opened."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What complaints are held against. None is unknown: orders are to be imported."""

    orders: int | None = None
    active_customers: int | None = None
    """Customers who ordered or complained."""


@dataclass(frozen=True, slots=True)
class Exposures:
    whole: Exposure = field(default_factory=Exposure)
    groups: Mapping[str, Exposure] | None = None
    """None where every group is held against the whole: an order has no category of complaint."""

    def of(self, group: str) -> Exposure:
        """What the complaints of a group are held against; unknown for a group that is not listed."""
        return self.whole if self.groups is None else self.groups.get(group, Exposure())


@dataclass(frozen=True, slots=True)
class ComplaintsFacts:
    """What is known of two periods."""

    whole: CaseHandling
    groups: Mapping[str, CaseHandling]
    waiting: Mapping[str, WaitingCases]
    exposures: Exposures
    cases_before: Mapping[str, int] | None
    """None where some of the previous period's complaints are unknown."""
    exposures_before: Exposures
    others: Mapping[CaseSource, OtherCases] = field(default_factory=dict)
    """Cases that are no complaints, by what they came from; a source without any is missing."""
    since: date | None = None
    """The first day of which complaints are known; None where all days are."""


@dataclass(frozen=True, slots=True)
class ComplaintsGroup:
    """One line of the report. The whole has an empty name.

    No case is hidden from managers, however few: the level only says whether a rate is worth a trend.
    """

    name: str
    handling: CaseHandling
    exposure: Exposure
    unanswered: int
    """Open cases without a person's reply now, also those from before the period."""
    oldest_unanswered_s: float | None
    """Seconds since the oldest of them was opened; None when there is none."""
    cases_before: int | None
    """None where some of the previous period's are unknown."""
    exposure_before: Exposure

    @property
    def cases(self) -> int:
        return self.handling.complaints

    @property
    def reopened(self) -> int:
        """Cases that were reopened at least once."""
        return self.handling.reopened

    @property
    def per_100_orders(self) -> Rate | None:
        """Cases per 100 orders of the period; None when the orders are unknown or there are none."""
        return _per_100(self.cases, self.exposure.orders)

    @property
    def per_100_orders_before(self) -> Rate | None:
        """Cases per 100 orders of the previous period; None when either is unknown or there are no orders."""
        return None if self.cases_before is None else _per_100(self.cases_before, self.exposure_before.orders)

    @property
    def per_100_customers(self) -> Rate | None:
        """Cases per 100 active customers; None when their number is unknown or 0."""
        return _per_100(self.cases, self.exposure.active_customers)

    @property
    def share_complained(self) -> float | None:
        """Share of active customers who complained, 0…1; None when their number is unknown or 0."""
        active = self.exposure.active_customers
        return self.handling.complainants / active if active else None

    @property
    def share_interval(self) -> Interval | None:
        """Wilson's interval of the share who complained, 0…1; None when the customers are unknown or 0."""
        active = self.exposure.active_customers
        return wilson(self.handling.complainants, active) if active else None

    @property
    def change(self) -> RateChange | None:
        """Change of the cases per order since the previous period.

        None where the orders of either period, or the cases of the previous one, are unknown, and without
        orders.
        """
        now, before = self.exposure.orders, self.exposure_before.orders
        if now is None or before is None or self.cases_before is None:
            return None
        return rate_change(Count(self.cases, now), Count(self.cases_before, before))

    @property
    def level(self) -> Level:
        """How much the number of cases allows to tell; only `FULL` is enough for a trend."""
        return level(self.cases)


@dataclass(frozen=True, slots=True)
class ComplaintsReport:
    period: Period
    previous: Period
    whole: ComplaintsGroup
    groups: list[ComplaintsGroup]
    by: str = "category"
    """What the groups are: category, touchpoint or segment."""
    others: Mapping[CaseSource, OtherCases] = field(default_factory=dict)
    """Cases that are no complaints, by what they came from; a source without any is missing."""
    unread: int = 0
    """Comments, wishes and messages outside cases that no staff have read yet, whenever they came."""
    oldest_unread_s: float | None = None
    """Seconds since the oldest of them came; None when there is none."""
    in_working_hours: bool = False
    """Times count the hours in which staff answer; else all hours of the clock."""
    closed: CausesReport | None = None
    """What the complaints that were closed came from; None where that was not read."""
    since: date | None = None
    """The first day of which complaints are known; None where all days are."""

    @property
    def is_unknown(self) -> bool:
        """Whether the period was over before anybody could complain to the bot."""
        return self.period.ends_before(self.since) and not self.whole.cases


def build(
    period: Period, previous: Period, now: datetime, facts: ComplaintsFacts, by: str = "category"
) -> ComplaintsReport:
    """The report at `now`, groups with most cases first.

    A group that only has unanswered cases from before the period is there too.
    """
    names = facts.groups.keys() | facts.waiting.keys()
    groups = [_group(name, now, facts) for name in sorted(names)]
    groups.sort(key=lambda group: -group.cases)
    return ComplaintsReport(period, previous, _whole(now, facts), groups, by, facts.others, since=facts.since)


def as_json(report: ComplaintsReport) -> dict[str, Any]:
    """The document that docs/reference.md describes: the whole, then the groups; unknown is null."""
    others = {
        source.value: {"cases": one.cases, "open_unanswered": one.unanswered}
        for source in CaseSource
        if source is not CaseSource.COMPLAINT and (one := report.others.get(source, OtherCases()))
    }
    whole = {
        **_row(report.whole),
        **(dict.fromkeys(_OF_COMPLAINTS) if report.is_unknown else {}),
        "complaints_since": report.since.isoformat() if report.since else None,
        "working_hours": report.in_working_hours,
        "other_sources": others,
    }
    if report.closed is not None:
        whole["closed"] = causes_report.as_json(report.closed)
    return document("complaints", report.period, (whole, *map(_row, report.groups)))


def _whole(now: datetime, facts: ComplaintsFacts) -> ComplaintsGroup:
    waiting = facts.waiting.values()
    since = [one.since for one in waiting if one.since is not None]
    return _line(
        "",
        now,
        facts.whole,
        WaitingCases(sum(one.cases for one in waiting), min(since, default=None)),
        facts.exposures.whole,
        (
            None if facts.cases_before is None else sum(facts.cases_before.values()),
            facts.exposures_before.whole,
        ),
    )


def _group(name: str, now: datetime, facts: ComplaintsFacts) -> ComplaintsGroup:
    return _line(
        name,
        now,
        facts.groups.get(name, CaseHandling()),
        facts.waiting.get(name, WaitingCases()),
        facts.exposures.of(name),
        (
            None if facts.cases_before is None else facts.cases_before.get(name, 0),
            facts.exposures_before.of(name),
        ),
    )


def _line(
    name: str,
    now: datetime,
    handling: CaseHandling,
    waiting: WaitingCases,
    exposure: Exposure,
    before: tuple[int | None, Exposure],
) -> ComplaintsGroup:
    return ComplaintsGroup(
        name=name,
        handling=handling,
        exposure=exposure,
        unanswered=waiting.cases,
        oldest_unanswered_s=(now - waiting.since).total_seconds() if waiting.since else None,
        cases_before=before[0],
        exposure_before=before[1],
    )


def _per_100(cases: int, exposure: int | None) -> Rate | None:
    return per_100(Count(cases, exposure)) if exposure else None


def _row(group: ComplaintsGroup) -> dict[str, Any]:
    per_orders, per_customers, share = group.per_100_orders, group.per_100_customers, group.share_interval
    replied, solved = group.handling.first_reply, group.handling.solution
    at_once = group.handling.first_contact_interval
    return {
        "group": group.name or None,
        "source": CaseSource.COMPLAINT.value,
        "cases": group.cases,
        "orders": group.exposure.orders,
        **_previous_cells(group),
        "active_customers": group.exposure.active_customers,
        "complainants": group.handling.complainants,
        "per_100_orders": per_orders.value if per_orders else None,
        "per_100_orders_low": per_orders.low if per_orders else None,
        "per_100_orders_high": per_orders.high if per_orders else None,
        "per_100_customers": per_customers.value if per_customers else None,
        "per_100_customers_low": per_customers.low if per_customers else None,
        "per_100_customers_high": per_customers.high if per_customers else None,
        "share_complained": group.share_complained,
        "share_complained_low": share.low if share else None,
        "share_complained_high": share.high if share else None,
        "first_response_n": replied.n,
        "first_response_median_s": replied.median_s,
        "first_response_p90_s": replied.p90_s,
        "resolve_n": solved.n,
        "resolve_median_s": solved.median_s,
        "resolve_p90_s": solved.p90_s,
        "first_contact_n": group.handling.settled,
        "first_contact": group.handling.first_contact,
        "first_contact_low": at_once.low if at_once else None,
        "first_contact_high": at_once.high if at_once else None,
        "reopened": group.reopened,
        "open_unanswered": group.unanswered,
        "oldest_unanswered_s": group.oldest_unanswered_s,
    }


_OF_COMPLAINTS: Final = (
    "cases", "complainants", "reopened",
    "per_100_orders", "per_100_orders_low", "per_100_orders_high",
    "per_100_customers", "per_100_customers_low", "per_100_customers_high",
    "share_complained", "share_complained_low", "share_complained_high",
)  # fmt: skip
"""What is unknown of a period of which complaints are."""


def _previous_cells(group: ComplaintsGroup) -> dict[str, Any]:
    """What the rate was in the other period, and whether the difference is hardly chance."""
    before, change = group.per_100_orders_before, group.change
    return {
        "previous": {
            "cases": group.cases_before,
            "orders": group.exposure_before.orders,
            "per_100_orders": before.value if before else None,
            "per_100_orders_low": before.low if before else None,
            "per_100_orders_high": before.high if before else None,
        },
        "change_ratio": change.ratio if change else None,
        "significant": change.is_significant if change else None,
    }

"""What inviting people back brought: what `/winback` and `otklik report winback` both show.

Counted are those whose invitation was to go out in the period, held out or not, delivered to or not. They
count once their window to return has passed, in both arms alike; those before that are still waited for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from surveys.outreach.holdout import Arm
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.statistics import suppression
from surveys.statistics.document import document
from surveys.statistics.periods import Period
from surveys.statistics.scores import Interval, Level, level, wilson
from surveys.statistics.shares import Share, agresti_caffo
from surveys.statistics.uplift import Uplift, returns, uplift

USUAL: Final = "365d"
"""The period without words: a month is over before its invitations have had their window."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """People of one reason and arm. Those whose window has not passed are waiting and in no other number."""

    reason: str
    arm: Arm
    waiting: int
    settled: int
    delivered: int
    """Of the settled, those whose invitation was sent."""
    returned: int
    """Of the settled, those who ordered within the window."""
    unsubscribed: int
    """Of the delivered, those who said `/stop` or took their consent back within the window."""
    said_back: int = 0
    """Of the settled, those who told us within the window that they are back, whether they ordered or not."""


@dataclass(frozen=True, slots=True)
class ArmOutcome:
    """The people of one arm whose window has passed."""

    assigned: int
    delivered: int
    returned: int | None
    """Those who ordered within the window; None where orders are not known."""
    said_back: int = 0

    @property
    def rate(self) -> float | None:
        """Share of the assigned who returned, 0…1; None without people or orders."""
        return None if self.share is None else self.share.value

    @property
    def share(self) -> Share | None:
        """Those who returned, of the assigned; None where orders are not known."""
        return None if self.returned is None else Share(self.returned, self.assigned)

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of the rate, 0…1; None without people or orders."""
        return None if self.returned is None else wilson(self.returned, self.assigned)


@dataclass(frozen=True, slots=True)
class WinbackWave:
    """All who left for one reason. The whole has an empty name."""

    name: str
    treated: ArmOutcome
    holdout: ArmOutcome
    waiting: int
    """Still waiting: assigned to either arm and within their window, so in no other number."""
    unsubscribed: int
    """Those written to who said `/stop` or took their consent back within the window."""

    @property
    def uplift(self) -> Uplift | None:
        """The effect of the invitations; unknown, None, without people in an arm or without orders."""
        treated, holdout = self.treated.share, self.holdout.share
        return None if treated is None or holdout is None else uplift(treated, holdout)

    @property
    def both(self) -> ArmOutcome:
        """The sum of both arms."""
        return ArmOutcome(
            self.treated.assigned + self.holdout.assigned,
            self.treated.delivered + self.holdout.delivered,
            _sum(self.treated.returned, self.holdout.returned),
            self.treated.said_back + self.holdout.said_back,
        )

    @property
    def is_hidden(self) -> bool:
        """Whether an arm has so few people that their returns must not be told, nor those of both."""
        return not suppression.may_split((self.treated.assigned, self.holdout.assigned))

    def of(self, arm: Arm) -> ArmOutcome:
        """The outcome of an arm."""
        return self.treated if arm is Arm.TREATED else self.holdout

    @property
    def level(self) -> Level:
        """How much the smaller arm allows to tell: it decides for both."""
        return level(min(self.treated.assigned, self.holdout.assigned))


@dataclass(frozen=True, slots=True)
class OfferOutcome:
    """What became of the offers in the invitations of those whose window has passed."""

    shown: int = 0
    taken: int = 0
    """Answered that they are back."""
    used: int = 0
    """An order had the code."""
    expired: int = 0
    """Their time passed unused."""
    cost_minor: int | None = None
    """What those used cost; None where no offer was shown, or the cost of one is not known."""


NO_OFFERS_SHOWN: Final = OfferOutcome()


@dataclass(frozen=True, slots=True)
class WinbackReport:
    period: Period
    """The days on which the invitations were to go out."""
    whole: WinbackWave
    groups: list[WinbackWave]
    """One wave a reason, those with most people first."""
    window: timedelta = RETURN_WINDOW
    """How long after an invitation was due an order counts as a return."""
    knows_orders: bool = True
    """Whether any order since the period began is known; without one nobody can be seen to return."""
    offers: OfferOutcome = NO_OFFERS_SHOWN

    @property
    def cost_per_incremental(self) -> float | None:
        """Minor units for each customer who is back because of the invitations.

        None where the cost or the effect is unknown, or where they brought nobody.
        """
        found, cost = self.whole.uplift, self.offers.cost_minor
        if found is None or cost is None:
            return None
        treated = found.treated.x
        return returns(found.incremental, 0, cost, treated).per_incremental

    def secret(self, arm: Arm) -> frozenset[str]:
        """The reasons of which it is not told how many of an arm returned; the empty name is the whole."""
        sizes = {wave.name: wave.of(arm).assigned for wave in self.groups}
        whole = {self.whole.name: self.whole.of(arm).assigned}
        return suppression.hidden(sizes) | suppression.hidden(whole)

    @property
    def shown(self) -> list[WinbackWave]:
        """The reasons of which both arms may be told: the whole minus these tells of no few people."""
        secret = self.secret(Arm.TREATED) | self.secret(Arm.HOLDOUT)
        return [wave for wave in self.groups if wave.name not in secret and not wave.is_hidden]


def build(
    period: Period,
    people: Sequence[Assigned],
    window: timedelta = RETURN_WINDOW,
    *,
    knows_orders: bool = True,
    offers: OfferOutcome = NO_OFFERS_SHOWN,
) -> WinbackReport:
    """The report, reasons with most people first."""
    waves = [
        _wave(reason, [one for one in people if one.reason == reason], knows_orders)
        for reason in sorted({one.reason for one in people})
    ]
    waves.sort(key=lambda wave: (-wave.both.assigned, -wave.waiting))
    return WinbackReport(period, _wave("", people, knows_orders), waves, window, knows_orders, offers)


def as_json(report: WinbackReport) -> dict[str, Any]:
    """The document of docs/reference.md: the whole, its arms, then those of each reason; unknown is null."""
    whole, both = report.whole, report.whole.both
    rows = [{**_row(whole, None, both, is_hidden=whole.is_hidden), **_effect(report)}]
    arms = Arm.TREATED, Arm.HOLDOUT
    secret = {arm: report.secret(arm) for arm in arms}
    for wave in (whole, *report.groups):
        rows += [_row(wave, arm, wave.of(arm), is_hidden=wave.name in secret[arm]) for arm in arms]
    return document("winback", report.period, rows)


def _wave(name: str, people: Sequence[Assigned], knows_orders: bool) -> WinbackWave:
    return WinbackWave(
        name=name,
        treated=_outcome(people, Arm.TREATED, knows_orders),
        holdout=_outcome(people, Arm.HOLDOUT, knows_orders),
        waiting=sum(one.waiting for one in people),
        unsubscribed=sum(one.unsubscribed for one in people if one.arm is Arm.TREATED),
    )


def _outcome(people: Iterable[Assigned], arm: Arm, knows_orders: bool) -> ArmOutcome:
    those = [one for one in people if one.arm is arm]
    return ArmOutcome(
        sum(one.settled for one in those),
        sum(one.delivered for one in those),
        sum(one.returned for one in those) if knows_orders else None,
        sum(one.said_back for one in those),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _row(wave: WinbackWave, arm: Arm | None, outcome: ArmOutcome, *, is_hidden: bool) -> dict[str, Any]:
    return {
        "campaign": wave.name or None,
        "arm": arm.value if arm else None,
        "assigned": outcome.assigned,
        "delivered": outcome.delivered,
        "returned": None if is_hidden else outcome.returned,
        "rate": None if is_hidden else outcome.rate,
        "said_back": None if is_hidden else outcome.said_back,
        "hidden": is_hidden,
    }


def _effect(report: WinbackReport) -> dict[str, Any]:
    wave, offers = report.whole, report.offers
    found = None if wave.is_hidden else wave.uplift
    cost = report.cost_per_incremental if found else None
    other = agresti_caffo(found.treated, found.holdout) if found else None
    return {
        "uplift": found.difference.value if found else None,
        "low": found.difference.low if found else None,
        "high": found.difference.high if found else None,
        "low_agresti_caffo": other.low if other else None,
        "high_agresti_caffo": other.high if other else None,
        "proven": found.is_proven if found else None,
        "still_needed": found.still_needed if found else None,
        "incremental_customers": found.incremental if found else None,
        "cost_per_incremental": None if cost is None else cost / 100,
        "offers_shown": offers.shown,
        "offers_taken": offers.taken,
        "offers_used": offers.used,
        "offers_expired": offers.expired,
        "unsubscribed": wave.unsubscribed,
    }

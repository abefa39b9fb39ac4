"""What came of a campaign: from step to step by arm, and whether the arms differ by more than chance.

An arm is judged by what everybody assigned to it did once their days to do it had passed, delivered to or
not: an order after an offer, a score in a survey.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any

from surveys.outreach.holdout import Arm
from surveys.statistics.scores import wilson
from surveys.statistics.shares import Share, agresti_caffo
from surveys.statistics.uplift import Uplift, returns, uplift
from surveys.statistics.winback_report import NO_OFFERS_SHOWN, OfferOutcome


class CampaignGoal(StrEnum):
    """What a campaign is judged by."""

    ORDER = "order"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class CampaignFunnel:
    """What became of those of one arm, in people; each counts among those before."""

    assigned: int = 0
    delivered: int = 0
    started: int = 0
    """Who pressed or wrote anything in the survey that the message began."""
    scored: int = 0
    commented: int = 0
    answered: int = 0
    """Who wrote, or did anything in a survey."""
    returned: int = 0
    """Who ordered within the window after the message was due, whether they got it or not."""
    opted_out: int = 0
    said_back: int = 0
    """Who told us within the window that they are back, whether they ordered or not."""
    settled: int = 0
    """Whose days to reach the goal have passed, delivered to or not."""
    succeeded: int = 0
    """Of the settled, who reached it."""

    def __add__(self, other: "CampaignFunnel") -> "CampaignFunnel":
        names = [field.name for field in fields(self)]
        return CampaignFunnel(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two arms side by side."""

    first: tuple[Arm, ...]
    """Both texts together where that is two."""
    second: Arm
    effect: Uplift
    """What the first did over the second, in either's people."""


@dataclass(frozen=True, slots=True)
class CampaignResults:
    goal: CampaignGoal
    window: timedelta
    """How long everybody has to reach the goal, from when their message was due."""
    arms: Mapping[Arm, CampaignFunnel]
    knows_orders: bool = True
    """Whether any order since the campaign began is known; without one nobody can be seen to order."""
    offers: OfferOutcome = NO_OFFERS_SHOWN
    settled_offers: OfferOutcome = NO_OFFERS_SHOWN
    """The same of those only whose days have passed."""

    def funnel(self, *arms: Arm) -> CampaignFunnel:
        """The sum of these arms."""
        return sum((self.arms.get(arm, CampaignFunnel()) for arm in arms), CampaignFunnel())

    def share(self, *arms: Arm) -> Share | None:
        """Who reached the goal, of the settled of these arms; None where orders are not known."""
        if self.goal is CampaignGoal.ORDER and not self.knows_orders:
            return None
        found = self.funnel(*arms)
        return Share(found.succeeded, found.settled)

    @property
    def texts(self) -> tuple[Arm, ...]:
        """The arms that are written to: one, or two of an experiment."""
        return tuple(arm for arm in (Arm.TREATED, Arm.VARIANT) if arm in self.arms)

    @property
    def waiting(self) -> int:
        """People of all arms whose days have not passed."""
        whole = self.funnel(*Arm)
        return whole.assigned - whole.settled

    @property
    def effect(self) -> Uplift | None:
        """All who were written to over the holdout; None without either, or where orders are not known."""
        found = self._compared(self.texts, Arm.HOLDOUT)
        return None if found is None else found.effect

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Text against text, then what is written to against the holdout, whole and by text.

        Those are missing of which an arm has no settled people. Whoever is asked nothing scores nothing, so
        nothing is compared with the holdout of a survey.
        """
        pairs: list[tuple[tuple[Arm, ...], Arm]] = []
        if Arm.VARIANT in self.arms:
            pairs.append(((Arm.TREATED,), Arm.VARIANT))
        if self.goal is CampaignGoal.ORDER:
            pairs.append((self.texts, Arm.HOLDOUT))
            if len(self.texts) > 1:
                pairs += [((arm,), Arm.HOLDOUT) for arm in self.texts]
        found = (self._compared(first, second) for first, second in pairs)
        return tuple(one for one in found if one is not None)

    @property
    def cost_per_incremental(self) -> float | None:
        """Minor units for each customer who ordered because of the campaign.

        None where the cost or the effect is unknown, or where it brought nobody.
        """
        found, cost = self.effect, self.settled_offers.cost_minor
        if found is None or cost is None or self.goal is not CampaignGoal.ORDER:
            return None
        return returns(found.incremental, 0, cost, found.treated.x).per_incremental

    def _compared(self, first: tuple[Arm, ...], second: Arm) -> Comparison | None:
        one, other = self.share(*first), self.share(second)
        effect = None if one is None or other is None else uplift(one, other)
        return None if effect is None else Comparison(first, second, effect)


def as_json(results: CampaignResults) -> dict[str, Any]:
    """The results as docs/reference.md describes them; unknown is null."""
    effect, cost, offers = results.effect, results.cost_per_incremental, results.offers
    by_order = results.goal is CampaignGoal.ORDER
    return {
        "goal": results.goal.value,
        "window_days": results.window.days,
        "waiting": results.waiting,
        "arms": [_arm(results, arm) for arm in Arm if arm in results.arms],
        "comparisons": [_comparison(one) for one in results.comparisons],
        "incremental_customers": effect.incremental if effect is not None and by_order else None,
        "cost_per_incremental": None if cost is None else cost / 100,
        "offers_shown": offers.shown,
        "offers_taken": offers.taken,
        "offers_used": offers.used,
        "offers_expired": offers.expired,
        "offers_cost": None if offers.cost_minor is None else offers.cost_minor / 100,
    }


def named(arms: Iterable[Arm]) -> str:
    """The arms' names in JSON."""
    return "+".join(arm.value for arm in arms)


def _arm(results: CampaignResults, arm: Arm) -> dict[str, Any]:
    found, share = results.arms[arm], results.share(arm)
    interval = None if share is None else wilson(share.x, share.n)
    counts = {field.name: getattr(found, field.name) for field in fields(found)}
    if not results.knows_orders:
        counts["returned"] = None
    return {
        "arm": arm.value,
        **counts,
        "succeeded": None if share is None else share.x,
        "rate": None if share is None else share.value,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
    }


def _comparison(one: Comparison) -> dict[str, Any]:
    effect = one.effect
    other = agresti_caffo(effect.treated, effect.holdout)
    return {
        "first": named(one.first),
        "second": one.second.value,
        "difference": effect.difference.value,
        "low": effect.difference.low,
        "high": effect.difference.high,
        "low_agresti_caffo": other.low if other else None,
        "high_agresti_caffo": other.high if other else None,
        "proven": effect.is_proven,
        "still_needed": effect.still_needed,
    }

"""What came of a campaign: from step to step how many people, what was offered, and text against text."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from handlers.manager.campaign_progress import FUNNEL, data, heading
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from reports.formatter import Formatter
from reports.screen import Screen
from storage.outreach.campaign_counts import CampaignProgress
from storage.rows import Campaign
from surveys.outreach.holdout import Arm
from surveys.statistics.campaign_results import CampaignFunnel, CampaignGoal, CampaignResults, Comparison
from surveys.statistics.shares import Share

_SURVEY: Final = ("delivered", "started", "scored", "commented")
_MESSAGE: Final = ("delivered", "answered", "returned")
"""The steps after the first, as a funnel names them."""
_ASSIGNED: Final = {CampaignGoal.SCORE: "invited", CampaignGoal.ORDER: "assigned"}


def screen(
    app: AppContext, campaign: Campaign, counts: CampaignProgress, results: CampaignResults, language: str,
    now: datetime,
) -> Screen:  # fmt: skip
    """The funnel of each text, what became of the offers, and the differences with their intervals."""
    formatter = Formatter(app.report_context, language, now)
    funnels = _funnels(results, formatter, is_experiment=bool(campaign.words_b))
    lines = [heading(app, campaign, language), *funnels]
    if counts.uncertain:
        lines.append(formatter.text("campaign-uncertain", n=counts.uncertain))
    lines += _offers(results, formatter)
    lines += ["", *_proof(results, formatter)]
    button = keyboards.button(formatter.text("button-campaign-again"), data(FUNNEL, campaign.id))
    return Screen("\n".join(lines).rstrip(), [[button]])


def _funnels(results: CampaignResults, formatter: Formatter, *, is_experiment: bool) -> Iterator[str]:
    for arm in results.texts or (Arm.TREATED,):
        yield ""
        if is_experiment:
            yield formatter.text("campaign-preview-of", arm=arm.value)
        yield from _steps(results, results.funnel(arm), formatter)


def _steps(results: CampaignResults, one: CampaignFunnel, formatter: Formatter) -> Iterator[str]:
    assigned = formatter.number(one.assigned)
    yield formatter.text("funnel-first", step=_ASSIGNED[results.goal], n=assigned)
    for step in _SURVEY if results.goal is CampaignGoal.SCORE else _MESSAGE:
        if step == "returned" and not results.knows_orders:
            yield formatter.text("funnel-orders-unknown")
            continue
        n: int = getattr(one, step)
        share = formatter.share(n / one.assigned) if one.assigned else "–"
        days = str(results.window.days)
        shown = formatter.number(n)
        window = {"window": results.window.days, "days": days}
        yield formatter.text("funnel-step", step=step, n=shown, of=assigned, share=share, **window)
    if one.said_back:
        yield formatter.text("funnel-said-back", n=formatter.number(one.said_back))
    opted_out, delivered = formatter.number(one.opted_out), formatter.number(one.delivered)
    yield formatter.text("funnel-opted-out", n=opted_out, of=delivered)


def _offers(results: CampaignResults, formatter: Formatter) -> Iterator[str]:
    found = results.offers
    if not found.shown:
        return
    yield ""
    counts = {"shown": found.shown, "used": found.used, "expired": found.expired}
    yield formatter.text("winback-offers", **{name: formatter.number(n) for name, n in counts.items()})
    if found.taken:
        yield formatter.text("funnel-offers-taken", n=formatter.number(found.taken))
    if found.cost_minor is not None and found.used:
        yield formatter.text("funnel-offers-cost", money=formatter.money(found.cost_minor))


# What is proven ------------------------------------------------------------------------------------


def _proof(results: CampaignResults, formatter: Formatter) -> Iterator[str]:
    """Nothing is said to be better while the interval of the difference holds zero."""
    is_order, days = results.goal is CampaignGoal.ORDER, str(results.window.days)
    if not is_order and len(results.texts) < 2:
        return
    if is_order and not results.funnel(Arm.HOLDOUT).assigned:
        yield formatter.text("funnel-no-holdout")
        if len(results.texts) < 2:
            return
    if not results.funnel(*Arm).settled:
        yield formatter.text("funnel-too-early", window=results.window.days, days=days)
        return
    if is_order and not results.knows_orders:
        yield formatter.text("winback-orders-missing", command="/import")
        return
    for comparison in results.comparisons:
        yield from _compared(comparison, results, formatter)
        yield ""
    yield from _incremental(results, formatter)
    if results.waiting:
        waiting = formatter.number(results.waiting)
        yield formatter.text("winback-waiting", count=waiting, n=results.window.days, days=days)


def _compared(one: Comparison, results: CampaignResults, formatter: Formatter) -> Iterator[str]:
    effect, difference = one.effect, one.effect.difference
    first = "written" if len(one.first) > 1 or len(results.texts) < 2 else one.first[0].value
    between = {"first": first, "second": one.second.value}
    shares = {"one": _share(effect.treated, formatter), "other": _share(effect.holdout, formatter)}
    yield formatter.text("funnel-between", goal=results.goal.value, **between, **shares)
    limits = {"points": difference.value, "low": difference.low, "high": difference.high}
    found = "same" if not effect.is_proven else "more" if difference.value > 0 else "less"
    words = formatter.text("funnel-verdict", found=found, **between)
    points = {name: formatter.points(value) for name, value in limits.items()}
    yield f"{formatter.text('winback-difference', **points)}: {words}"
    if not effect.is_proven and effect.still_needed:
        yield formatter.many("winback-needed", effect.still_needed)


def _share(share: Share, formatter: Formatter) -> str:
    value = formatter.share(share.value) if share.value is not None else "–"
    of = {"x": formatter.number(share.x), "n": formatter.number(share.n)}
    return formatter.text("funnel-share", share=value, **of)


def _incremental(results: CampaignResults, formatter: Formatter) -> Iterator[str]:
    effect, cost = results.effect, results.cost_per_incremental
    if results.goal is not CampaignGoal.ORDER or effect is None or not effect.is_proven:
        return
    if effect.incremental > 0:
        count = formatter.number(effect.incremental)
        yield formatter.text("funnel-incremental", count=count)
    if effect.incremental > 0 and cost is not None:
        yield formatter.text("funnel-incremental-cost", money=formatter.money(cost))

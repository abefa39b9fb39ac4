"""What came of a campaign: from step to step how many people, and what the holdout did without it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from handlers.manager.campaign_progress import FUNNEL, data, heading
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from reports.charts import numbers
from reports.screen import Screen
from storage.outreach.campaign_counts import CampaignFunnel, CampaignProgress
from storage.rows import Campaign
from surveys.outreach.campaigns import CampaignKind
from surveys.outreach.holdout import Arm
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.statistics.shares import Share
from surveys.statistics.uplift import uplift

_NOBODY: Final = CampaignFunnel()


def screen(
    app: AppContext, campaign: Campaign, counts: CampaignProgress, arms: Mapping[Arm, CampaignFunnel],
    language: str, now: datetime,
) -> Screen:  # fmt: skip
    """The funnel of those written to, who opted out, and the difference to the holdout."""
    treated, holdout = arms.get(Arm.TREATED, _NOBODY), arms.get(Arm.HOLDOUT, _NOBODY)
    lines = [heading(app, campaign, language), "", *_steps(app, campaign, treated, language)]
    lines.append(app.texts.text(language, "funnel-opted-out", n=treated.opted_out, of=treated.delivered))
    if counts.uncertain:
        lines.append(app.texts.text(language, "campaign-uncertain", n=counts.uncertain))
    if campaign.kind is not CampaignKind.SURVEY:
        lines += ["", *_comparison(app, campaign, treated, holdout, language, now)]
    button = keyboards.button(app.texts.text(language, "button-campaign-again"), data(FUNNEL, campaign.id))
    return Screen("\n".join(lines), [[button]])


def _steps(app: AppContext, campaign: Campaign, one: CampaignFunnel, language: str) -> Iterator[str]:
    if campaign.kind is CampaignKind.SURVEY:
        steps = {
            "invited": one.assigned, "delivered": one.delivered, "started": one.started,
            "scored": one.scored, "commented": one.commented,
        }  # fmt: skip
    else:
        steps = {
            "assigned": one.assigned, "delivered": one.delivered, "answered": one.answered,
            "returned": one.returned,
        }  # fmt: skip
    for step, n in steps.items():
        share = _percent(n, one.assigned, language)
        yield app.texts.text(language, "funnel-step", step=step, n=n, of=one.assigned, share=share)


def _comparison(
    app: AppContext, campaign: Campaign, treated: CampaignFunnel, holdout: CampaignFunnel, language: str,
    now: datetime,
) -> Iterator[str]:  # fmt: skip
    """Who ordered in both arms; nothing is said to be proven before the window is over."""
    say, days = app.texts.text, RETURN_WINDOW.days
    if not holdout.assigned:
        yield say(language, "funnel-no-holdout")
        return
    yield say(
        language, "funnel-holdout", n=holdout.returned, of=holdout.assigned,
        share=_percent(holdout.returned, holdout.assigned, language),
    )  # fmt: skip
    if campaign.started_at is None or now < campaign.started_at + RETURN_WINDOW:
        yield say(language, "funnel-too-early", days=days)
        return
    effect = uplift(Share(treated.returned, treated.assigned), Share(holdout.returned, holdout.assigned))
    if effect is not None:
        shown = effect.difference
        points = {"points": shown.value, "low": shown.low, "high": shown.high}
        proven = "yes" if effect.is_proven else "no"
        in_words = {name: _points(value, language) for name, value in points.items()}
        yield say(language, "funnel-uplift", proven=proven, **in_words)


def _percent(n: int, of: int, language: str) -> str:
    return numbers.percent(n / of, language) if of else "–"


def _points(share: float, language: str) -> str:
    """A difference of shares in percentage points with its sign."""
    sign = "+" if share > 0 else "\N{MINUS SIGN}" if share < 0 else ""
    return sign + numbers.decimal(abs(100 * share), language, 1)

"""How far a campaign has come, in one message that is edited, and how it ended, in one that is new."""

from collections.abc import Iterator, Mapping

from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Rows
from reports.charts import numbers
from reports.screen import Screen
from storage.outreach.campaign_counts import CampaignProgress
from storage.rows import Campaign
from surveys.base36 import base36
from surveys.outreach.campaigns import CampaignState
from surveys.outreach.policy import PolicyReason
from texts.quoting import inline

WORD = "campaign"
"""How the data of the buttons begin: `campaign:<step>:<id>[:<choice>]`."""
PAUSE, RESUME, STOP, FUNNEL = "pause", "resume", "stop", "funnel"
_NAME = 60
_APART = (PolicyReason.UNCERTAIN,)
"""Reasons that have a line of their own."""


def place_of(campaign_id: int) -> str:
    """The place of the one message about a campaign under way."""
    return f"{WORD}:{campaign_id}"


def data(step: str, campaign_id: int, choice: str = "") -> str:
    """The data of a button of that campaign."""
    return ":".join([WORD, step, base36(campaign_id), *([choice] if choice else [])])


def heading(app: AppContext, campaign: Campaign, language: str) -> str:
    """The campaign's name and how far it is."""
    state = app.texts.text(language, "campaign-state", state=campaign.state.value)
    return f"📣 {name_of(app, campaign, language)}: {state}"


def name_of(app: AppContext, campaign: Campaign, language: str) -> str:
    """What the campaign is called; words for one that has no name yet."""
    return inline(campaign.name, _NAME) or app.texts.text(language, "campaign-unnamed")


def progress(app: AppContext, campaign: Campaign, counts: CampaignProgress, language: str) -> Screen:
    """How many got it, who waits, who doesn't get it and why."""
    return Screen("\n".join(_lines(app, campaign, counts, language)), _rows(app, campaign, language))


def ended(app: AppContext, campaign: Campaign, counts: CampaignProgress, language: str) -> Screen:
    """That it is over, and what became of everybody."""
    lines = list(_lines(app, campaign, counts, language))
    if campaign.broken_by is not None:
        share = campaign.block_limit if campaign.broken_by == "blocks" else campaign.complaint_limit
        why = app.texts.text(
            language, "campaign-broken", why=campaign.broken_by.value, limit=f"{100 * share:g}"
        )
        lines.insert(1, why)
    return Screen("\n".join(lines), _rows(app, campaign, language))


def reasons(app: AppContext, by_reason: Mapping[PolicyReason, int], language: str) -> Iterator[str]:
    """A line for each reason with its number, the most frequent first."""
    for why, n in sorted(by_reason.items(), key=lambda one: (-one[1], one[0])):
        yield f"• {app.texts.text(language, why.text_id)}: {numbers.decimal(n, language)}"


def _lines(app: AppContext, campaign: Campaign, counts: CampaignProgress, language: str) -> Iterator[str]:
    say = app.texts.text
    yield heading(app, campaign, language)
    yield say(language, "campaign-sent", n=counts.sent)
    if counts.still_open:
        yield say(language, "campaign-open", n=counts.still_open)
    if counts.uncertain:
        yield say(language, "campaign-uncertain", n=counts.uncertain)
    if counts.held_out:
        yield say(language, "campaign-held-out", n=counts.held_out)
    refused = {why: n for why, n in counts.dropped.items() if why not in _APART}
    if refused:
        yield say(language, "campaign-refused", n=sum(refused.values()))
        yield from reasons(app, refused, language)
    if counts.waits:
        yield say(language, "campaign-waits")
        yield from reasons(app, counts.waits, language)


def _rows(app: AppContext, campaign: Campaign, language: str) -> Rows:
    def row(*steps: str) -> list[dict[str, str]]:
        return [
            keyboards.button(app.texts.text(language, f"button-campaign-{step}"), data(step, campaign.id))
            for step in steps
        ]

    match campaign.state:
        case CampaignState.RUNNING:
            return [row(PAUSE, STOP)]
        case CampaignState.PAUSED:
            return [row(RESUME, STOP)]
        case _:
            return [row(FUNNEL)]

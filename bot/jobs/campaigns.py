"""What takes its time of a campaign: whom it reaches is counted person by person, and what came of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import keyboard, reply
from handlers.manager import campaign_draft, campaign_funnel
from handlers.outreach.campaign_enrolment import unaskable, verdict
from handlers.outreach.policy_facts import looked_back
from handlers.outreach.relevance import is_staff
from reports.campaign_job import CampaignJob
from reports.screen import Screen
from storage.effects import Effects
from storage.engines.database import Connection
from storage.outreach import audiences, campaign_counts, campaigns
from storage.outreach.recipients import recipients
from storage.rows import Campaign
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import CampaignState
from surveys.outreach.policy import Action, PolicyReason, Verdict

_PAGE: Final = 250
_COUNTED: Final = (CampaignState.DRAFT, CampaignState.PREVIEWING)


async def _count(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job = CampaignJob.from_json(args)
    campaign = await context.database.read(campaigns.find, job.campaign_id)
    if campaign is None or campaign.state not in _COUNTED:
        return None
    verdicts = await _verdicts(context, campaign)

    def finish(connection: Connection) -> Effects | None:
        """What was changed while it was counted is counted anew when somebody asks for it."""
        now = campaigns.find(connection, campaign.id)
        if now is None or _content(now) != _content(campaign):
            return None
        if not campaigns.move(connection, campaign.id, _COUNTED, CampaignState.PREVIEWING):
            return None
        return _shown(context, job, _screen(context, now, verdicts, job.language))

    return finish


async def _verdicts(context: JobContext, campaign: Campaign) -> Counter[tuple[Action, PolicyReason]]:
    """How many of the audience would get which verdict now."""
    found: Counter[tuple[Action, PolicyReason]] = Counter()
    audience, below, after = Audience.from_json(campaign.audience), context.ids.next(), 0
    app, now = context.contexts.current, context.clock.now()
    while True:
        members = await context.read(
            Pool.BULK, audiences.members, audience, now, after=after, below=below, limit=_PAGE
        )
        if not members:
            return found
        people = await context.read(Pool.BULK, recipients, members, now - looked_back(app))
        left_out = await context.database.read(unaskable, app, campaign, members, now)
        for recipient in people.values():
            if not is_staff(app, recipient):
                said: Verdict = verdict(app, campaign, recipient, now, left_out)
                found[said.action, said.why] += 1
        after = members[-1]


def _screen(
    context: JobContext, campaign: Campaign, verdicts: Counter[tuple[Action, PolicyReason]], language: str
) -> Screen:
    def of(action: Action) -> dict[PolicyReason, int]:
        return {why: n for (what, why), n in verdicts.items() if what is action}

    app, will = context.contexts.current, sum(of(Action.SEND).values())
    return campaign_draft.counted(app, campaign, language, will, of(Action.WAIT), of(Action.NEVER))


def _content(campaign: Campaign) -> Campaign:
    """The campaign apart from how far its making is."""
    return replace(campaign, state=CampaignState.DRAFT, awaits=None, asked_at=None)


async def _funnel(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job = CampaignJob.from_json(args)
    campaign = await context.database.read(campaigns.find, job.campaign_id)
    if campaign is None:
        return None
    counts = await context.read(Pool.INTERACTIVE, campaign_counts.progress, campaign.id)
    app, now = context.contexts.current, context.clock.now()
    results = await context.read(Pool.INTERACTIVE, campaign_counts.results, campaign, now, app.return_window)
    shown = campaign_funnel.screen(app, campaign, counts, results, job.language, now)
    return lambda connection: _shown(context, job, shown)


def _shown(context: JobContext, job: CampaignJob, shown: Screen) -> Effects:
    effects = Effects()
    row = reply(
        context.ids.next(),
        job.chat_id,
        shown.text,
        context.clock.now(),
        customer_id=job.customer_id,
        message_id=job.message_id,
        reply_markup=keyboard(shown.rows),
    )
    effects.add(row)
    return effects


COUNT_AUDIENCE: Final = JobKind(CampaignJob.COUNT, Pool.NETWORK, _count)
CAMPAIGN_FUNNEL: Final = JobKind(CampaignJob.FUNNEL, Pool.INTERACTIVE, _funnel)

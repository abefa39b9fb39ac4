"""Those of an audience get their plans: to be sent, held out to compare, or dropped with the reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from handlers.outreach.campaign import kind_of
from handlers.outreach.policy_facts import contact_request
from handlers.outreach.relevance import is_staff
from handlers.outreach.survey_question import is_unaskable
from handlers.shared.app_context import AppContext
from storage.engines.database import Connection
from storage.ids import Ids
from storage.outreach import contact_log, due_plans
from storage.outreach.campaigns import is_about
from storage.outreach.contact_log import JudgedMessage
from storage.outreach.recipients import Recipient
from storage.rows import Campaign, ContactLogEntry, Plan
from surveys.outreach.campaigns import JOURNEY, CampaignKind
from surveys.outreach.holdout import Arm, arm_of
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, PolicyReason, PolicyStage, Verdict, judge

_ABOUT: Final = 64


@dataclass(slots=True)
class Enrolment:
    """Plans of some people, and the verdicts that say why some of them get nothing now."""

    plans: list[Plan] = field(default_factory=list)
    entries: list[ContactLogEntry] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(plan.state is PlanState.WAITING for plan in self.plans)


def unaskable(
    connection: Connection, app: AppContext, campaign: Campaign, people: Collection[int], now: datetime
) -> dict[int, PolicyReason]:
    """Why some of these people must not be asked its survey: it is open with them, or they said never."""
    survey = app.survey(campaign.survey_id) if campaign.survey_id is not None else None
    if survey is None or campaign.kind is not CampaignKind.SURVEY:
        return {}
    asked, refused = due_plans.askings(connection, people, survey.id)
    asked_already = {one for one in people if is_unaskable(survey, asked.get(one), now)}
    return dict.fromkeys(asked_already, PolicyReason.OBSOLETE) | dict.fromkeys(refused, PolicyReason.DECLINED)


def enrolment(
    app: AppContext, campaign: Campaign, people: Iterable[Recipient], now: datetime, ids: Ids,
    left_out: Mapping[int, PolicyReason],
) -> Enrolment:  # fmt: skip
    """The plans of these people, staff left out; nothing is stored yet.

    Arms are of those only who could be written to, so that they can be compared. `left_out` are `unaskable`.
    """
    page = Enrolment()
    for recipient in people:
        if not is_staff(app, recipient):
            said = verdict(app, campaign, recipient, now, left_out)
            plan = _plan(app, campaign, recipient, said, now, ids)
            page.plans.append(plan)
            if said.action is not Action.SEND:
                message = JudgedMessage.of_plan(plan)
                page.entries.append(contact_log.record(ids.next(), PolicyStage.PLANNING, message, said, now))
    return page


def verdict(
    app: AppContext,
    campaign: Campaign,
    recipient: Recipient,
    now: datetime,
    left_out: Mapping[int, PolicyReason],
) -> Verdict:
    """What is to be done with a campaign's message to somebody: the contact policy's, after the arm's."""
    request = contact_request(app, recipient, kind_of(app, campaign), now, now)
    why = left_out.get(recipient.customer_id)
    is_declined, is_obsolete = why is PolicyReason.DECLINED, why is PolicyReason.OBSOLETE
    said = judge(replace(request, declined=is_declined, obsolete=is_obsolete))
    if said.action is not Action.NEVER and _arm(campaign, recipient) is Arm.HOLDOUT:
        return Verdict(Action.NEVER, PolicyReason.HELD_OUT)
    return said


def _arm(campaign: Campaign, recipient: Recipient) -> Arm:
    experiment, has_variant = f"{JOURNEY}:{campaign.id}", bool(campaign.words_b)
    return arm_of(recipient.customer_id, experiment, campaign.holdout, has_variant=has_variant)


def _plan(
    app: AppContext, campaign: Campaign, recipient: Recipient, said: Verdict, now: datetime, ids: Ids
) -> Plan:
    is_held_out = said.why is PolicyReason.HELD_OUT
    refused = PlanState.HOLDOUT if is_held_out else PlanState.DROPPED
    is_refused = said.action is Action.NEVER
    return Plan(
        id=ids.next(),
        customer_id=recipient.customer_id,
        kind=kind_of(app, campaign),
        assigned_at=now,
        planned_at=now,
        due_at=said.until or now,
        state=refused if is_refused else PlanState.WAITING,
        about=campaign.name[:_ABOUT],
        arm=None if is_refused and not is_held_out else _arm(campaign, recipient),
        why=said.why,
        done_at=now if is_refused else None,
        **is_about(campaign.id),
    )

"""The message of a campaign: what a manager wrote, with the exit always below it."""

from handlers.outreach.asking import was_asked
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.outreach.winback import NO_MORE
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Keyboard
from storage.outreach.due_plans import DuePlan
from storage.rows import Campaign
from surveys.outreach import campaigns
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.policy import ContactKind, PolicyReason
from surveys.outreach.subjects import SubjectKind
from surveys.questions.survey import SurveyKind


def kind_of(app: AppContext, campaign: Campaign) -> ContactKind:
    """What the contact policy judges the campaign's messages as."""
    survey = app.survey(campaign.survey_id or "")
    is_relational = survey is not None and survey.kind is SurveyKind.RELATIONAL
    return campaigns.contact_kind(campaign.kind or CampaignKind.PROMOTION, is_relational=is_relational)


def message_of(app: AppContext, campaign: Campaign, language: str, plan_id: int) -> RenderedMessage | None:
    """The message in that language, else in the one in which it was written; None where there are no words.

    Of a survey it is what stands before the first question, which may be nothing, and the exit below.
    """
    words = campaign.words or {}
    text = words.get(language) or next(iter(words.values()), "")
    if not text and campaign.kind is not CampaignKind.SURVEY:
        return None
    return RenderedMessage(text, Keyboard.of([[_exit(app, campaign, language, plan_id)]]))


def _exit(app: AppContext, campaign: Campaign, language: str, plan_id: int) -> dict[str, str]:
    if campaign.kind is CampaignKind.PROMOTION:
        return keyboards.button(app.texts.text(language, "button-no-more"), f"{NO_MORE}:{plan_id}")
    return keyboards.button(app.texts.text(language, "button-stop-writing"), keyboards.STOP)


def _is_obsolete(app: AppContext, due: DuePlan[Campaign]) -> bool:
    """Whether they came back since, where it was for those who left, or its survey is not to be begun."""
    campaign = due.subject
    survey = app.survey(due.survey) if due.survey is not None else None
    if campaign is None or (survey is not None and was_asked(survey, due)):
        return True
    # Not read as an audience: a newer version's may have conditions that this one lacks.
    return bool(campaign.audience.get("has_left")) and due.recipient.left_at is None


def _hindrance(app: AppContext, due: DuePlan[Campaign]) -> PolicyReason | None:
    state = due.subject.state if due.subject is not None else CampaignState.STOPPED
    if state is CampaignState.RUNNING:
        return None
    return PolicyReason.PAUSED if state is CampaignState.PAUSED else PolicyReason.CANCELLED


def _render(app: AppContext, due: DuePlan[Campaign]) -> RenderedMessage | None:
    if due.subject is None:
        return None
    return message_of(app, due.subject, due.recipient.language, due.plan.id)


CAMPAIGN = Journey(
    name=campaigns.JOURNEY,
    subject_kind=SubjectKind.CAMPAIGN,
    # Of a campaign whose kind is not known; each plan has its own.
    contact_kind=ContactKind.PROMOTION,
    planners={},
    is_obsolete=_is_obsolete,
    render=_render,
    hindrance=_hindrance,
)

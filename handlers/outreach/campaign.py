"""The message of a campaign: what a manager wrote, with the exit always below it."""

from handlers.outreach import offers
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.outreach.survey_question import was_asked
from handlers.outreach.winback import BACK_AGAIN, NO_MORE
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Keyboard
from storage.outreach.due_plans import DuePlan
from storage.rows import Campaign, OfferGiven
from surveys.offers.offer import Offer
from surveys.outreach import campaigns
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.holdout import Arm
from surveys.outreach.policy import ContactKind, PolicyReason
from surveys.outreach.subjects import SubjectKind
from surveys.questions.survey import SurveyKind


def kind_of(app: AppContext, campaign: Campaign) -> ContactKind:
    """What the contact policy judges the campaign's messages as."""
    survey = app.survey(campaign.survey_id or "")
    is_relational = survey is not None and survey.kind is SurveyKind.RELATIONAL
    return campaigns.contact_kind(campaign.kind or CampaignKind.PROMOTION, is_relational=is_relational)


def message_of(
    app: AppContext, campaign: Campaign, language: str, plan_id: int, arm: Arm | None = None,
    given: OfferGiven | None = None,
) -> RenderedMessage | None:  # fmt: skip
    """The message in that language, else in the one in which it was written; None where there are no words.

    Of a survey it is what stands before the first question, which may be nothing, and the exit below. `given`
    is what it offers, if anything.
    """
    words = words_of(campaign, arm)
    text = words.get(language) or next(iter(words.values()), "")
    if not text and campaign.kind is not CampaignKind.SURVEY:
        return None
    rows = [[_exit(app, campaign, language, plan_id)]]
    if campaign.kind is CampaignKind.PROMOTION and campaign.audience.get("has_left"):
        back = keyboards.button(app.texts.text(language, "button-back-again"), f"{BACK_AGAIN}:{plan_id}")
        rows.insert(0, [back])
    message = RenderedMessage(text, Keyboard.of(rows))
    return offers.below(app, message, given, language)


def words_of(campaign: Campaign, arm: Arm | None) -> dict[str, str]:
    """The text of an arm by language; empty where there is none."""
    return (campaign.words_b if arm is Arm.VARIANT else None) or campaign.words or {}


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
    if campaign.kind is CampaignKind.SURVEY and app.catalogue.begun(campaign.survey_id) is None:
        return True
    # Not read as an audience: a newer version's may have conditions that this one lacks.
    return bool(campaign.audience.get("has_left")) and due.recipient.left_at is None


def _hindrance(app: AppContext, due: DuePlan[Campaign]) -> PolicyReason | None:
    state = due.subject.state if due.subject is not None else CampaignState.STOPPED
    if due.subject is not None and due.subject.survey_id in app.catalogue.off:
        return PolicyReason.CANCELLED
    if state is CampaignState.RUNNING:
        return PolicyReason.DECLINED if due.is_refused else None
    return PolicyReason.PAUSED if state is CampaignState.PAUSED else PolicyReason.CANCELLED


def _render(app: AppContext, due: DuePlan[Campaign]) -> RenderedMessage | None:
    if due.subject is None:
        return None
    plan = due.plan
    return message_of(app, due.subject, due.recipient.language, plan.id, plan.arm, due.offer)


def _offers(app: AppContext, due: DuePlan[Campaign]) -> tuple[Offer, ...]:
    campaign = due.subject
    if campaign is None or campaign.kind is not CampaignKind.PROMOTION:
        return ()
    return app.offers.with_fallback(campaign.offer)


CAMPAIGN = Journey(
    name=campaigns.JOURNEY,
    subject_kind=SubjectKind.CAMPAIGN,
    # Of a campaign whose kind is not known; each plan has its own.
    contact_kind=ContactKind.PROMOTION,
    planners={},
    is_obsolete=_is_obsolete,
    render=_render,
    offers=_offers,
    hindrance=_hindrance,
)

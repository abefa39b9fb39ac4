"""A campaign that is being made: what it says so far, and the buttons that change it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from handlers.manager.campaign_progress import data, heading, reasons
from handlers.manager.campaign_schedule import LATER, NOT_YET, moment
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Rows
from reports.callback_state import touchpoint_key
from reports.screen import Screen
from storage.rows import Campaign
from surveys.offers.offer import Offer
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.holdout import Arm
from surveys.outreach.policy import PolicyReason
from surveys.questions.survey import Survey, SurveyKind
from texts.quoting import inline

KIND, SURVEY, AUDIENCE, FIELD, CHOOSE = "kind", "survey", "audience", "field", "choose"
TEXT, ONE_LANGUAGE, PREVIEW, COUNT, START, DELETE = "text", "one", "preview", "count", "start", "delete"
SECOND, NO_SECOND, OFFERS, OFFER = "second", "no-second", "offers", "offer"
OPEN, NEW, NAME = "open", "new", "name"
"""What a button of a draft does."""
ANYBODY: Final = "any"
"""The choice that takes a condition away."""
SILENT_FOR: Final = (30, 60, 90, 180)
"""In days."""
_LABEL: Final = 40
_TEXT_SHOWN: Final = 600


class AudienceField(StrEnum):
    """The conditions of an audience, each set by a button."""

    SEGMENT = "segment"
    TOUCHPOINT = "touchpoint"
    LEFT = "left"
    CAUSE = "cause"
    SILENT = "silent"


Choices = Mapping[str, tuple[str, Any]]
"""Labels and values by what a button carries."""


def choices(app: AppContext, language: str, field: AudienceField, known: Iterable[str] = ()) -> Choices:
    """What a condition may ask for; `known` are the names that the company's data have for it."""
    say = app.texts.text
    match field:
        case AudienceField.SEGMENT | AudienceField.TOUCHPOINT:
            return {touchpoint_key(name): (inline(name, _LABEL), name) for name in known}
        case AudienceField.LEFT:
            return {
                "yes": (say(language, "campaign-left", left="yes"), True),
                "no": (say(language, "campaign-left", left="no"), False),
            }
        case AudienceField.CAUSE:
            causes = app.support_texts.causes
            return {one.id: (one.label.render(language), one.id) for one in causes}
        case AudienceField.SILENT:
            return {str(n): (say(language, "campaign-silent", n=n), n) for n in SILENT_FOR}


def with_choice(audience: Audience, field: AudienceField, value: Any) -> Audience:
    """The audience with that condition; None takes it away."""
    names = {AudienceField.LEFT: "has_left", AudienceField.SILENT: "silent_days"}
    return replace(audience, **{names.get(field, field.value): value})


def screen(app: AppContext, campaign: Campaign, language: str) -> Screen:
    """What a draft says so far, and what is to be chosen next."""
    if campaign.kind is None:
        return Screen(_summary(app, campaign, language, "campaign-ask-kind"), _kinds(app, campaign, language))
    if campaign.kind is CampaignKind.SURVEY and campaign.survey_id is None:
        return Screen(
            _summary(app, campaign, language, "campaign-ask-survey"), _surveys(app, campaign, language)
        )
    asks = None if is_complete(campaign) or not campaign.words_b else "campaign-second-lacks"
    return Screen(_summary(app, campaign, language, asks), _menu(app, campaign, language))


def counted(
    app: AppContext, campaign: Campaign, language: str, will: int, waits: Mapping[PolicyReason, int],
    never: Mapping[PolicyReason, int],
) -> Screen:  # fmt: skip
    """The draft with whom it reaches: how many at once, later and never, and why."""
    say = app.texts.text
    lines = [_summary(app, campaign, language), "", say(language, "campaign-counted", n=will)]
    if waits:
        lines += [
            say(language, "campaign-counted-waits", n=sum(waits.values())),
            *reasons(app, waits, language),
        ]
    if never:
        lines += [
            say(language, "campaign-counted-never", n=sum(never.values())),
            *reasons(app, never, language),
        ]
    rows = _menu(app, campaign, language)
    if will or waits:
        begin = [_button(app, campaign, language, START), _button(app, campaign, language, LATER)]
        rows = [begin, *rows]
    else:
        lines += ["", say(language, "campaign-nobody")]
    return Screen("\n".join(lines), rows)


def audience_screen(app: AppContext, campaign: Campaign, language: str) -> Screen:
    """Whom it is for, and a button for each condition."""
    rows = [
        [
            keyboards.button(
                app.texts.text(language, f"button-campaign-by-{field}"), data(FIELD, campaign.id, field.value)
            )
        ]
        for field in AudienceField
    ]
    rows.append([_button(app, campaign, language, OPEN, "button-campaign-done")])
    return Screen(_summary(app, campaign, language, "campaign-ask-audience"), rows)


def choice_screen(
    app: AppContext, campaign: Campaign, language: str, field: AudienceField, known: Choices
) -> Screen:
    """What one condition may ask for, a button each."""
    rows = [
        [keyboards.button(label, data(CHOOSE, campaign.id, f"{field}.{key}"))]
        for key, (label, _) in known.items()
    ]
    anybody = app.texts.text(language, "button-campaign-anybody")
    rows.append([keyboards.button(anybody, data(CHOOSE, campaign.id, f"{field}.{ANYBODY}"))])
    asks = "campaign-ask-choice" if known else "campaign-no-choice"
    return Screen(_summary(app, campaign, language, asks), rows)


def offer_screen(app: AppContext, campaign: Campaign, language: str) -> Screen:
    """The offers of the company's file, a button each, and one that makes none."""
    rows = [
        [keyboards.button(_promised(app, offer, language), data(OFFER, campaign.id, offer.id))]
        for offer in app.offers
    ]
    none = app.texts.text(language, "button-campaign-no-offer")
    rows.append([keyboards.button(none, data(OFFER, campaign.id, ANYBODY))])
    asks = "campaign-ask-offer" if len(rows) > 1 else "campaign-no-offers"
    return Screen(_summary(app, campaign, language, asks), rows)


def _promised(app: AppContext, offer: Offer, language: str) -> str:
    return inline(offer.words.render(language, business=app.business), _LABEL)


def _offered(app: AppContext, campaign: Campaign, language: str) -> Iterator[str]:
    """What it offers, and what in its place once that is used up."""
    match app.offers.with_fallback(campaign.offer):
        case (first, second):
            words, instead = _promised(app, first, language), _promised(app, second, language)
            yield app.texts.text(language, "campaign-offers-or", offer=words, instead=instead)
        case (first,):
            yield app.texts.text(language, "campaign-offers", offer=_promised(app, first, language))


def audience_in_words(app: AppContext, audience: Audience, language: str) -> str:
    """Whom a campaign is for."""
    parts = list(_conditions(app, audience, language))
    return ", ".join(parts) if parts else app.texts.text(language, "campaign-everybody")


def _conditions(app: AppContext, audience: Audience, language: str) -> Iterator[str]:
    say = app.texts.text
    if audience.segment is not None:
        yield say(language, "campaign-of-segment", name=inline(audience.segment, _LABEL))
    if audience.touchpoint is not None:
        yield say(language, "campaign-of-touchpoint", name=inline(audience.touchpoint, _LABEL))
    if audience.has_left is not None:
        yield say(language, "campaign-left", left="yes" if audience.has_left else "no")
    if audience.cause is not None:
        cause = app.support_texts.cause(audience.cause)
        label = cause.label.render(language) if cause is not None else audience.cause
        yield say(language, "campaign-of-cause", name=inline(label, _LABEL))
    if audience.silent_days is not None:
        yield say(language, "campaign-silent", n=audience.silent_days)


def _summary(app: AppContext, campaign: Campaign, language: str, asks: str | None = None) -> str:
    say = app.texts.text
    lines = [heading(app, campaign, language)]
    if campaign.kind is not None:
        survey = app.survey(campaign.survey_id or "")
        title = inline(survey.title.render(language, business=app.business), _LABEL) if survey else ""
        kind = "unchosen" if campaign.kind is CampaignKind.SURVEY and not title else campaign.kind.value
        lines.append(say(language, "campaign-kind", kind=kind, survey=title))
        words = audience_in_words(app, Audience.from_json(campaign.audience), language)
        lines.append(say(language, "campaign-for", audience=words))
        lines += _texts(app, campaign, language)
        lines += _offered(app, campaign, language)
        if campaign.starts_at is not None:
            at = moment(app, campaign.starts_at, language)
            lines.append(say(language, "campaign-starts", at=at, zone=app.zone.key))
        if campaign.holdout:
            lines.append(say(language, "campaign-holdout", share=f"{100 * campaign.holdout:g}"))
    return "\n".join([*lines, *(["", say(language, asks)] if asks else [])])


def _texts(app: AppContext, campaign: Campaign, language: str) -> Iterator[str]:
    """What it says by language, and by letter where there are two texts."""
    first = "treated" if campaign.words_b else "only"
    for arm, words in {first: campaign.words, Arm.VARIANT.value: campaign.words_b}.items():
        for code, text in (words or {}).items():
            shown = {"code": code, "text": inline(text, _TEXT_SHOWN)}
            yield app.texts.text(language, "campaign-says", arm=arm, **shown)


def _kinds(app: AppContext, campaign: Campaign, language: str) -> Rows:
    return [
        [
            keyboards.button(
                app.texts.text(language, f"button-campaign-kind-{kind}"), data(KIND, campaign.id, kind.value)
            )
        ]
        for kind in CampaignKind
    ]


def _surveys(app: AppContext, campaign: Campaign, language: str) -> Rows:
    return [
        [
            keyboards.button(
                inline(survey.title.render(language, business=app.business), _LABEL),
                data(SURVEY, campaign.id, survey.id),
            )
        ]
        for survey in app.catalogue
        if survey.id not in app.catalogue.off and may_ask(survey)
    ]


def may_ask(survey: Survey) -> bool:
    """Whether a campaign may begin it: a complaint is begun by whoever complains."""
    return survey.kind is not SurveyKind.COMPLAINT


def _menu(app: AppContext, campaign: Campaign, language: str) -> Rows:
    """What may be changed, and what may be done once nothing is missing; what waits is called off first."""
    if campaign.state is CampaignState.SCHEDULED:
        return [[_button(app, campaign, language, NOT_YET)], [_button(app, campaign, language, DELETE)]]
    rows = [[_button(app, campaign, language, AUDIENCE), _button(app, campaign, language, TEXT)]]
    if may_have_second(campaign):
        rows.append([_button(app, campaign, language, SECOND)])
    if campaign.words_b:
        rows[-1].append(_button(app, campaign, language, NO_SECOND))
    if campaign.kind is CampaignKind.PROMOTION and tuple(app.offers):
        rows.append([_button(app, campaign, language, OFFERS)])
    if is_complete(campaign):
        rows.append([_button(app, campaign, language, PREVIEW), _button(app, campaign, language, COUNT)])
    return [*rows, [_button(app, campaign, language, DELETE)]]


def is_complete(campaign: Campaign) -> bool:
    """Whether it says something, to be shown and started, a second text in each language of the first."""
    is_survey = campaign.kind is CampaignKind.SURVEY and campaign.survey_id is not None
    second, first = campaign.words_b or {}, campaign.words or {}
    return (bool(first) or is_survey) and (not second or set(first) <= set(second))


def may_have_second(campaign: Campaign) -> bool:
    """Whether half of those written to may get another text: an offer or a survey, once the first stands."""
    is_survey = campaign.kind is CampaignKind.SURVEY and campaign.survey_id is not None
    return is_survey or (campaign.kind is CampaignKind.PROMOTION and bool(campaign.words))


def _button(
    app: AppContext, campaign: Campaign, language: str, step: str, label: str | None = None
) -> dict[str, str]:
    text = app.texts.text(language, label or f"button-campaign-{step}")
    return keyboards.button(text, data(step, campaign.id))


def listed(app: AppContext, found: Iterable[Campaign], language: str) -> Screen:
    """The newest campaigns, a button each, and one that begins another."""
    rows = [[keyboards.button(app.texts.text(language, "button-campaign-new"), data(NEW, 0))]]
    rows += [[keyboards.button(heading(app, one, language), data(OPEN, one.id))] for one in found]
    asks = "campaigns" if len(rows) > 1 else "campaigns-none"
    return Screen(app.texts.text(language, asks), rows)


def is_draft(campaign: Campaign) -> bool:
    """Whether it is still being made."""
    return campaign.state.is_editable

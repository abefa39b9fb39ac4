"""A campaign that is being made, button by button: what each does, and the words that it asks for."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery

from handlers.customer.preview import announced
from handlers.manager import campaign_draft as draft
from handlers.manager import campaign_progress as under_way
from handlers.manager import campaign_schedule as schedule
from handlers.manager.campaign_draft import AudienceField
from handlers.outreach.campaign import message_of, words_of
from handlers.outreach.journey import RenderedMessage
from handlers.outreach.survey_question import first_question
from handlers.shared import keyboards
from handlers.shared.conversation_state import new_conversation
from handlers.shared.editing import put
from handlers.shared.places import question_place
from handlers.shared.update_context import UpdateContext
from reports.campaign_job import CampaignJob
from reports.screen import Screen
from storage.outreach import audiences, campaign_counts, campaigns
from storage.rows import Campaign, Job, OfferGiven
from surveys.language.languages import LANGUAGES
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import CampaignKind, CampaignState, CampaignStep
from surveys.outreach.holdout import Arm
from surveys.questions.survey import Survey

_Step = Callable[[CallbackQuery, UpdateContext, Campaign, str], Awaitable[str | None]]
_CHOICES: Final = 30
_NAME: Final = 100
_TEXTS: Final = {
    CampaignStep.TEXT_RU: ("words", "ru"),
    CampaignStep.TEXT_EN: ("words", "en"),
    CampaignStep.TEXT_B_RU: ("words_b", "ru"),
    CampaignStep.TEXT_B_EN: ("words_b", "en"),
}
"""Which text and language each of these asks for."""
_ASKING: Final = {text: step for step, text in _TEXTS.items()}

# Words that were asked for ---------------------------------------------------------------------------


async def leave(ctx: UpdateContext, campaign: Campaign) -> None:
    """Await nothing any more; the draft stays as it was."""
    await ctx.write(campaigns.ask_nothing, ctx.chat_id)
    _reply(ctx, draft.screen(ctx.app, campaign, ctx.language))


async def take_name(ctx: UpdateContext, campaign: Campaign, text: str) -> None:
    """Call it so."""
    await _change(ctx, campaign, name=" ".join(text.split())[:_NAME])


async def take_text(ctx: UpdateContext, campaign: Campaign, text: str) -> None:
    """A text in the maker's language; the other one is asked for next, and may be left out or as it is.

    Not so of the second text, where the first is in both: all are to be able to read either.
    """
    column, language = _TEXTS[campaign.awaits or CampaignStep.TEXT_RU]
    before: dict[str, str] = getattr(campaign, column) or {}
    told = {**before, language: text}
    other = next(one for one in LANGUAGES if one != language)
    is_second, first = column == "words_b", campaign.words or {}
    if language != ctx.language or (is_second and first and other not in first):
        await _change(ctx, campaign, **{column: told})
    elif await _ask(ctx, campaign, _ASKING[column, other], **{column: told}):
        label = ctx.text("button-campaign-keep" if other in told else "button-campaign-one")
        button = keyboards.one_button(label, under_way.data(draft.ONE_LANGUAGE, campaign.id))
        is_needed = is_second and other in first and other not in told
        ctx.reply(ctx.text("campaign-ask-other", other=other), None if is_needed else button)
    else:
        ctx.reply(ctx.text("campaign-started-already"))


# While it is made ----------------------------------------------------------------------------------


async def begin(ctx: UpdateContext) -> None:
    """Ask how a new one is called."""
    await ctx.write(campaigns.ask_nothing, ctx.chat_id)
    campaign = Campaign(
        id=ctx.ids.next(),
        created_by=ctx.chat_id,
        created_at=ctx.now,
        holdout=ctx.app.holdout,
        block_limit=ctx.app.breaker.block,
        complaint_limit=ctx.app.breaker.complaint,
        awaits=CampaignStep.NAME,
        asked_at=ctx.now,
    )
    await ctx.write(campaigns.add, campaign)
    ctx.reply(ctx.text("campaign-ask-name"))


async def _open(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    return show(query, ctx, draft.screen(ctx.app, campaign, ctx.language))


async def _set_kind(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, choice: str) -> str | None:
    if choice not in tuple(CampaignKind):
        return ctx.text("campaign-gone")
    kind = CampaignKind(choice)
    if _is_switched_off(ctx, kind):
        return ctx.text("campaign-no-promotion")
    # Whoever is not asked cannot answer: there would be nothing to compare with.
    holdout = 0.0 if kind is CampaignKind.SURVEY else ctx.app.holdout
    return await _set(query, ctx, campaign, kind=kind, survey_id=None, offer=None, holdout=holdout)


def _obstacle(ctx: UpdateContext, campaign: Campaign) -> str | None:
    """Why it cannot go out as it is, in words; None where nothing is in the way."""
    if _is_switched_off(ctx, campaign.kind):
        return ctx.text("campaign-no-promotion")
    if not draft.is_complete(campaign):
        return ctx.text("campaign-incomplete")
    is_gone = campaign.survey_id is not None and ctx.app.catalogue.begun(campaign.survey_id) is None
    return ctx.text("campaign-choice-gone") if is_gone else None


def _is_switched_off(ctx: UpdateContext, kind: CampaignKind | None) -> bool:
    """Whether the company sends nothing of that kind through this channel."""
    return kind is CampaignKind.PROMOTION and not ctx.app.limits.promotion


async def _set_survey(
    query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, choice: str
) -> str | None:
    survey = ctx.app.catalogue.begun(choice)
    if survey is None or not draft.may_ask(survey):
        return ctx.text("campaign-choice-gone")
    return await _set(query, ctx, campaign, survey_id=choice)


async def _show_audience(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    return show(query, ctx, draft.audience_screen(ctx.app, campaign, ctx.language))


async def _show_choices(
    query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, choice: str
) -> str | None:
    if choice not in tuple(AudienceField):
        return ctx.text("campaign-gone")
    field = AudienceField(choice)
    known = await _choices(ctx, field)
    return show(query, ctx, draft.choice_screen(ctx.app, campaign, ctx.language, field, known))


async def _choose(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, choice: str) -> str | None:
    name, _, key = choice.partition(".")
    if name not in tuple(AudienceField):
        return ctx.text("campaign-gone")
    field = AudienceField(name)
    known = await _choices(ctx, field)
    if key != draft.ANYBODY and key not in known:
        return ctx.text("campaign-choice-gone")
    value = None if key == draft.ANYBODY else known[key][1]
    audience = draft.with_choice(Audience.from_json(campaign.audience), field, value)
    if not await ctx.write(campaigns.edit, campaign.id, audience=audience.to_json()):
        return ctx.text("campaign-started-already")
    changed = await again(ctx, campaign)
    return show(query, ctx, draft.audience_screen(ctx.app, changed, ctx.language))


async def _choices(ctx: UpdateContext, field: AudienceField) -> draft.Choices:
    found: list[str] = []
    if field is AudienceField.SEGMENT:
        found = await ctx.run(audiences.segments, _CHOICES)
    elif field is AudienceField.TOUCHPOINT:
        found = await ctx.run(audiences.touchpoints, _CHOICES)
    return draft.choices(ctx.app, ctx.language, field, found)


async def _ask_text(_: CallbackQuery, ctx: UpdateContext, campaign: Campaign, __: str) -> str | None:
    if not await _ask(ctx, campaign, _ASKING["words", ctx.language]):
        return ctx.text("campaign-started-already")
    ctx.reply(ctx.text("campaign-ask-text"))
    return None


async def _ask_second(_: CallbackQuery, ctx: UpdateContext, campaign: Campaign, __: str) -> str | None:
    if not draft.may_have_second(campaign):
        return ctx.text("campaign-gone")
    if not await _ask(ctx, campaign, _ASKING["words_b", ctx.language]):
        return ctx.text("campaign-started-already")
    ctx.reply(ctx.text("campaign-ask-second"))
    return None


async def _drop_second(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    return await _set(query, ctx, campaign, words_b=None, awaits=None)


async def _show_offers(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    return show(query, ctx, draft.offer_screen(ctx.app, campaign, ctx.language))


async def _set_offer(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, choice: str) -> str | None:
    offer = None if choice == draft.ANYBODY else choice
    if campaign.kind is not CampaignKind.PROMOTION or (offer and ctx.app.offers.get(offer) is None):
        return ctx.text("campaign-choice-gone")
    return await _set(query, ctx, campaign, offer=offer)


async def _leave_other(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    """One language is enough: the other is not awaited any more."""
    await ctx.write(campaigns.ask_nothing, ctx.chat_id)
    return show(query, ctx, draft.screen(ctx.app, campaign, ctx.language))


async def _preview(_: CallbackQuery, ctx: UpdateContext, campaign: Campaign, __: str) -> str | None:
    """Each text in each language in which it was written, as customers get it."""
    if (why := _obstacle(ctx, campaign)) is not None:
        return why
    for arm in (Arm.TREATED, Arm.VARIANT) if campaign.words_b else (Arm.TREATED,):
        if campaign.words_b:
            ctx.reply(ctx.text("campaign-preview-of", arm=arm.value))
        for language in words_of(campaign, arm) or {ctx.language: ""}:
            _preview_text(ctx, campaign, arm, language)
    return None


def _preview_text(ctx: UpdateContext, campaign: Campaign, arm: Arm, language: str) -> None:
    survey = ctx.app.catalogue.begun(campaign.survey_id)
    message = message_of(ctx.app, campaign, language, 0, arm, _sample(ctx, campaign))
    if message is not None and survey is None:
        ctx.reply(message.text, message.keyboard)
    elif message is not None and survey is not None:
        _preview_survey(ctx, survey, message, language)


def _sample(ctx: UpdateContext, campaign: Campaign) -> OfferGiven | None:
    """What it offers, with a code that is none: the true ones are for customers."""
    offer = ctx.app.offers.get(campaign.offer)
    if offer is None:
        return None
    code = ctx.text("campaign-sample-code")
    return OfferGiven(0, 0, 0, offer.id, 1, code, ctx.now, offer.expires_at(ctx.now))


def _preview_survey(ctx: UpdateContext, survey: Survey, around: RenderedMessage, language: str) -> None:
    """The survey begins as it does for customers; nothing of it counts."""
    new = new_conversation(ctx.ids, ctx.customer, survey, ctx.now)
    ctx.conversation = ctx.effects.add(replace(new, by_staff=True))
    ctx.update_customer(conversation_id=ctx.conversation.id)
    shown = first_question(ctx.app, survey, ctx.conversation, around, language)
    method = SendMessage(chat_id=ctx.chat_id, text=announced(ctx, shown.text), reply_markup=shown.keyboard)
    ctx.send(method, fills=question_place(ctx.conversation.id))


async def _count(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    if (why := _obstacle(ctx, campaign)) is not None:
        return why
    if campaign.state is CampaignState.SCHEDULED:
        return ctx.text("campaign-call-off-first")
    return order(query, ctx, campaign, CampaignJob.COUNT)


async def _delete(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    if not await ctx.write(campaigns.discard, campaign.id):
        return ctx.text("campaign-started-already")
    ctx.send(put(query, ctx, ctx.text("campaign-deleted")))
    return None


def order(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, kind: str) -> str:
    """Order what takes its time: it goes into the message whose button was pressed."""
    message_id = query.message.message_id if query.message is not None else None
    job = CampaignJob(campaign.id, ctx.chat_id, message_id, ctx.language, ctx.customer.id)
    ctx.effects.add(Job(ctx.ids.next(), kind, job.to_json(), ctx.now, key=f"{kind}:{campaign.id}"))
    return ctx.text("campaign-counting")


async def _start(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    """Start it, once, and only as it was when whom it reaches was shown."""
    if (why := _obstacle(ctx, campaign)) is not None:
        return why
    values = {**schedule.began(ctx.now, ctx.ids.next()), "created_by": ctx.chat_id}
    shown = [CampaignState.PREVIEWING]
    if not await ctx.write(campaigns.move, campaign.id, shown, CampaignState.RUNNING, **values):
        return ctx.text("campaign-count-first")
    ctx.send(put(query, ctx, draft.screen(ctx.app, campaign, ctx.language).text))
    started = await again(ctx, campaign)
    counts = await ctx.run(campaign_counts.progress, campaign.id)
    told = under_way.progress(ctx.app, started, counts, ctx.language)
    ctx.reply(told.text, keyboards.of_rows(told.rows), fills=under_way.place_of(campaign.id))
    return None


async def _ask_day(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    if campaign.state is not CampaignState.PREVIEWING:
        return ctx.text("campaign-count-first")
    return show(query, ctx, schedule.days_screen(ctx.app, campaign, ctx.language, ctx.now))


async def _ask_hour(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, day: str) -> str | None:
    try:
        shown = schedule.hours_screen(ctx.app, campaign, ctx.language, day, ctx.now)
    except ValueError:
        return ctx.text("campaign-gone")
    return show(query, ctx, shown)


async def _start_later(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, at: str) -> str | None:
    """It starts by itself then, as it was when whom it reaches was shown."""
    if (why := _obstacle(ctx, campaign)) is not None:
        return why
    starts_at = schedule.chosen(ctx.app, at, ctx.now)
    if starts_at is None:
        return ctx.text("campaign-time-gone")
    values = {"starts_at": starts_at, "created_by": ctx.chat_id, "awaits": None}
    shown = [CampaignState.PREVIEWING]
    if not await ctx.write(campaigns.move, campaign.id, shown, CampaignState.SCHEDULED, **values):
        return ctx.text("campaign-count-first")
    return show(query, ctx, draft.screen(ctx.app, await again(ctx, campaign), ctx.language))


async def _call_off(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    return await _set(query, ctx, campaign, starts_at=None)


async def _set(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, **values: Any) -> str | None:
    if not await ctx.write(campaigns.edit, campaign.id, **values):
        return ctx.text("campaign-started-already")
    return show(query, ctx, draft.screen(ctx.app, await again(ctx, campaign), ctx.language))


async def _change(ctx: UpdateContext, campaign: Campaign, **values: Any) -> None:
    if await ctx.write(campaigns.edit, campaign.id, awaits=None, **values):
        _reply(ctx, draft.screen(ctx.app, await again(ctx, campaign), ctx.language))
    else:
        ctx.reply(ctx.text("campaign-started-already"))


async def _ask(ctx: UpdateContext, campaign: Campaign, step: CampaignStep, **values: Any) -> bool:
    """Await words for a draft from now on, and for no other."""
    await ctx.write(campaigns.ask_nothing, ctx.chat_id)
    asked = {"awaits": step, "asked_at": ctx.now, "created_by": ctx.chat_id}
    return await ctx.write(campaigns.edit, campaign.id, **asked, **values)


STEPS: Final[Mapping[str, _Step]] = {
    draft.OPEN: _open,
    draft.KIND: _set_kind,
    draft.SURVEY: _set_survey,
    draft.AUDIENCE: _show_audience,
    draft.FIELD: _show_choices,
    draft.CHOOSE: _choose,
    draft.TEXT: _ask_text,
    draft.ONE_LANGUAGE: _leave_other,
    draft.SECOND: _ask_second,
    draft.NO_SECOND: _drop_second,
    draft.OFFERS: _show_offers,
    draft.OFFER: _set_offer,
    draft.PREVIEW: _preview,
    draft.COUNT: _count,
    draft.START: _start,
    schedule.LATER: _ask_day,
    schedule.DAY: _ask_hour,
    schedule.HOUR: _start_later,
    schedule.NOT_YET: _call_off,
    draft.DELETE: _delete,
}
"""What a button of a draft does; each returns what pops up at the tap."""


async def again(ctx: UpdateContext, campaign: Campaign) -> Campaign:
    """The campaign as it is now."""
    return await ctx.run(campaigns.find, campaign.id) or campaign


def show(query: CallbackQuery, ctx: UpdateContext, shown: Screen) -> str | None:
    """Put it into the message whose button was pressed; nothing pops up then."""
    ctx.send(put(query, ctx, shown.text, keyboards.of_rows(shown.rows)))
    return None


def _reply(ctx: UpdateContext, shown: Screen) -> None:
    ctx.send(SendMessage(chat_id=ctx.chat_id, text=shown.text, reply_markup=keyboards.of_rows(shown.rows)))

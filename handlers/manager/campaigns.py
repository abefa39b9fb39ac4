"""`/campaigns`: managers make a campaign in the private chat, look at it, start, pause and stop it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from handlers.customer.preview import announced
from handlers.manager import campaign_draft as draft
from handlers.manager import campaign_progress as under_way
from handlers.manager.campaign_draft import AudienceField
from handlers.outreach.asking import first_question
from handlers.outreach.campaign import message_of
from handlers.outreach.journey import RenderedMessage
from handlers.shared import keyboards
from handlers.shared.conversation_state import new_conversation
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, reads_numbers
from handlers.shared.places import question_place
from handlers.shared.rights import role_now
from handlers.shared.update_context import UpdateContext
from reports.campaign_job import CampaignJob
from reports.screen import Screen
from storage.outreach import audiences, campaign_counts, campaigns
from storage.rows import Campaign, Job
from surveys.language.intent_text import is_cancellation
from surveys.language.languages import LANGUAGES
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import CampaignKind, CampaignState, CampaignStep
from surveys.questions.survey import Survey

commands = Router(name="campaigns command")
words = Router(name="words of campaigns")
words.message.filter(PrivateChat())
buttons = Router(name="campaign buttons")

STOP_FOR_GOOD: Final = "stopped"
"""What the button does that asks once more before a campaign is stopped."""
_Step = Callable[[CallbackQuery, UpdateContext, Campaign, str], Awaitable[str | None]]
_LISTED: Final = 8
_CHOICES: Final = 30
_NAME: Final = 100
_STEP_OF: Final = {"ru": CampaignStep.TEXT_RU, "en": CampaignStep.TEXT_EN}
_LANGUAGE_OF: Final = {step: language for language, step in _STEP_OF.items()}


class CampaignAnswer(BaseFilter):
    """Words for which a campaign's making asked, unless a survey asked since; the handler gets `campaign`."""

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool | dict[str, Any]:
        text = message.text
        if not text or text.startswith("/") or ctx.role is None or not ctx.role.reads_numbers:
            return False
        campaign = await ctx.run(campaigns.awaiting, ctx.chat_id)
        talk = ctx.conversation
        if campaign is None or campaign.asked_at is None or message.forward_origin is not None:
            return False
        if talk is not None and talk.awaiting and talk.touched_at > campaign.asked_at:
            return False
        return {"campaign": campaign}


@commands.message(command("campaigns"), StaffOnly(reads_numbers))
async def show_list(_: Message, ctx: UpdateContext) -> None:
    """Show the newest campaigns, with a button that begins another."""
    shown = draft.listed(ctx.app, await ctx.run(campaigns.newest, _LISTED), ctx.language)
    ctx.reply(shown.text, keyboards.of_rows(shown.rows))


@words.message(CampaignAnswer())
async def take_words(message: Message, campaign: Campaign, ctx: UpdateContext) -> None:
    """Take the name, or the message in one language; a word of leaving leaves it as it was."""
    text = (message.text or "").strip()
    if is_cancellation(text):
        await ctx.write(campaigns.ask_nothing, ctx.chat_id)
        _reply(ctx, draft.screen(ctx.app, campaign, ctx.language))
    elif campaign.awaits is CampaignStep.NAME:
        await _change(ctx, campaign, name=" ".join(text.split())[:_NAME])
    else:
        await _take_text(ctx, campaign, text)


async def _take_text(ctx: UpdateContext, campaign: Campaign, text: str) -> None:
    """The message in one language; the other one is asked for next, and may be left out."""
    language = _LANGUAGE_OF[campaign.awaits or CampaignStep.TEXT_RU]
    told = {**(campaign.words or {}), language: text}
    other = next(one for one in LANGUAGES if one != language)
    if campaign.words and other in campaign.words:
        await _change(ctx, campaign, words=told)
        return
    if await _ask(ctx, campaign, _STEP_OF[other], words=told):
        label = ctx.text("button-campaign-one")
        button = keyboards.one_button(label, under_way.data(draft.ONE_LANGUAGE, campaign.id))
        ctx.reply(ctx.text("campaign-ask-other", other=other), button)


@buttons.callback_query(PrivateChat(), Button(under_way.WORD), StaffOnly(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Do what a button of a campaign says; returns what pops up at the tap."""
    step, _, about = rest.partition(":")
    number, _, choice = about.partition(":")
    role = await role_now(ctx)
    if role is None or not role.reads_numbers:
        return ctx.text("campaign-gone")
    if step == draft.NEW:
        await _begin(ctx)
        return None
    campaign = await ctx.run(campaigns.find, keyboards.number_in(number))
    if campaign is None:
        return ctx.text("campaign-gone")
    if draft.is_draft(campaign):
        make = _MAKING.get(step)
        return await make(query, ctx, campaign, choice) if make else ctx.text("campaign-gone")
    return await _steer(query, ctx, campaign, step)


# While it is made ----------------------------------------------------------------------------------


async def _begin(ctx: UpdateContext) -> None:
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
    return _put(query, ctx, draft.screen(ctx.app, campaign, ctx.language))


async def _set_kind(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, choice: str) -> str | None:
    if choice not in tuple(CampaignKind):
        return ctx.text("campaign-gone")
    return await _set(query, ctx, campaign, kind=CampaignKind(choice), survey_id=None)


async def _set_survey(
    query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, choice: str
) -> str | None:
    if ctx.app.survey(choice) is None:
        return ctx.text("campaign-choice-gone")
    return await _set(query, ctx, campaign, survey_id=choice)


async def _show_audience(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    return _put(query, ctx, draft.audience_screen(ctx.app, campaign, ctx.language))


async def _show_choices(
    query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, choice: str
) -> str | None:
    if choice not in tuple(AudienceField):
        return ctx.text("campaign-gone")
    field = AudienceField(choice)
    known = await _choices(ctx, field)
    return _put(query, ctx, draft.choice_screen(ctx.app, campaign, ctx.language, field, known))


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
    changed = await _again(ctx, campaign)
    return _put(query, ctx, draft.audience_screen(ctx.app, changed, ctx.language))


async def _choices(ctx: UpdateContext, field: AudienceField) -> draft.Choices:
    found: list[str] = []
    if field is AudienceField.SEGMENT:
        found = await ctx.run(audiences.segments, _CHOICES)
    elif field is AudienceField.TOUCHPOINT:
        found = await ctx.run(audiences.touchpoints, _CHOICES)
    return draft.choices(ctx.app, ctx.language, field, found)


async def _ask_text(_: CallbackQuery, ctx: UpdateContext, campaign: Campaign, __: str) -> str | None:
    if not await _ask(ctx, campaign, _STEP_OF[ctx.language]):
        return ctx.text("campaign-started-already")
    ctx.reply(ctx.text("campaign-ask-text"))
    return None


async def _leave_other(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    """One language is enough: the other is not awaited any more."""
    await ctx.write(campaigns.ask_nothing, ctx.chat_id)
    return _put(query, ctx, draft.screen(ctx.app, campaign, ctx.language))


async def _preview(_: CallbackQuery, ctx: UpdateContext, campaign: Campaign, __: str) -> str | None:
    """The message in each language in which it was written, as customers get it."""
    survey = ctx.app.survey(campaign.survey_id) if campaign.survey_id is not None else None
    for language in campaign.words or {ctx.language: ""}:
        message = message_of(ctx.app, campaign, language, 0)
        if message is None:
            return ctx.text("campaign-incomplete")
        if survey is None:
            ctx.reply(message.text, message.keyboard)
        else:
            _preview_survey(ctx, survey, message, language)
    return None


def _preview_survey(ctx: UpdateContext, survey: Survey, around: RenderedMessage, language: str) -> None:
    """The survey begins as it does for customers; nothing of it counts."""
    new = new_conversation(ctx.ids, ctx.customer, survey, ctx.now)
    ctx.conversation = ctx.effects.add(replace(new, by_staff=True))
    ctx.update_customer(conversation_id=ctx.conversation.id)
    shown = first_question(ctx.app, survey, ctx.conversation, around, language)
    method = SendMessage(chat_id=ctx.chat_id, text=announced(ctx, shown.text), reply_markup=shown.keyboard)
    ctx.send(method, fills=question_place(ctx.conversation.id))


async def _count(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    if not draft.is_complete(campaign):
        return ctx.text("campaign-incomplete")
    return _order(query, ctx, campaign, CampaignJob.COUNT)


async def _delete(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    if not await ctx.write(campaigns.discard, campaign.id):
        return ctx.text("campaign-started-already")
    ctx.send(put(query, ctx, ctx.text("campaign-deleted")))
    return None


def _order(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, kind: str) -> str:
    """Order what takes its time: it goes into the message whose button was pressed."""
    message_id = query.message.message_id if query.message is not None else None
    job = CampaignJob(campaign.id, ctx.chat_id, message_id, ctx.language, ctx.customer.id)
    ctx.effects.add(Job(ctx.ids.next(), kind, job.to_json(), ctx.now, key=f"{kind}:{campaign.id}"))
    return ctx.text("campaign-counting")


async def _start(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, _: str) -> str | None:
    """Start it, once, and only as it was when whom it reaches was shown."""
    began = {
        "started_at": ctx.now,
        "enrolled_below": ctx.ids.next(),
        "created_by": ctx.chat_id,
        "awaits": None,
    }
    shown = [CampaignState.PREVIEWING]
    if not await ctx.write(campaigns.move, campaign.id, shown, CampaignState.RUNNING, **began):
        return ctx.text("campaign-count-first")
    ctx.send(put(query, ctx, draft.screen(ctx.app, campaign, ctx.language).text))
    started = await _again(ctx, campaign)
    counts = await ctx.run(campaign_counts.progress, campaign.id)
    told = under_way.progress(ctx.app, started, counts, ctx.language)
    ctx.reply(told.text, keyboards.of_rows(told.rows), fills=under_way.place_of(campaign.id))
    return None


async def _set(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, **values: Any) -> str | None:
    if not await ctx.write(campaigns.edit, campaign.id, **values):
        return ctx.text("campaign-started-already")
    return _put(query, ctx, draft.screen(ctx.app, await _again(ctx, campaign), ctx.language))


async def _change(ctx: UpdateContext, campaign: Campaign, **values: Any) -> None:
    if await ctx.write(campaigns.edit, campaign.id, awaits=None, **values):
        _reply(ctx, draft.screen(ctx.app, await _again(ctx, campaign), ctx.language))
    else:
        ctx.reply(ctx.text("campaign-started-already"))


async def _ask(ctx: UpdateContext, campaign: Campaign, step: CampaignStep, **values: Any) -> bool:
    """Await words for a draft from now on, and for no other."""
    await ctx.write(campaigns.ask_nothing, ctx.chat_id)
    asked = {"awaits": step, "asked_at": ctx.now, "created_by": ctx.chat_id}
    return await ctx.write(campaigns.edit, campaign.id, **asked, **values)


_MAKING: Final[Mapping[str, _Step]] = {
    draft.OPEN: _open,
    draft.KIND: _set_kind,
    draft.SURVEY: _set_survey,
    draft.AUDIENCE: _show_audience,
    draft.FIELD: _show_choices,
    draft.CHOOSE: _choose,
    draft.TEXT: _ask_text,
    draft.ONE_LANGUAGE: _leave_other,
    draft.PREVIEW: _preview,
    draft.COUNT: _count,
    draft.START: _start,
    draft.DELETE: _delete,
}
"""What a button of a draft does; each returns what pops up at the tap."""


# Once it was started -------------------------------------------------------------------------------


async def _steer(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, step: str) -> str | None:
    match step:
        case under_way.STOP:
            return _ask_for_good(ctx, campaign)
        case under_way.FUNNEL:
            return _order(query, ctx, campaign, CampaignJob.FUNNEL)
        case _:
            is_so = await _move(ctx, campaign, step)
    counts = await ctx.run(campaign_counts.progress, campaign.id)
    _put(query, ctx, under_way.progress(ctx.app, await _again(ctx, campaign), counts, ctx.language))
    return None if is_so else ctx.text("campaign-not-so")


def _ask_for_good(ctx: UpdateContext, campaign: Campaign) -> str | None:
    label = ctx.text("button-campaign-stop-for-good")
    button = keyboards.one_button(label, under_way.data(STOP_FOR_GOOD, campaign.id))
    name = under_way.name_of(ctx.app, campaign, ctx.language)
    ctx.reply(ctx.text("campaign-stop-sure", name=name), button)
    return None


async def _move(ctx: UpdateContext, campaign: Campaign, step: str) -> bool:
    """Whether the campaign was where this step begins; one that only opens it changes nothing."""
    match step:
        case under_way.PAUSE:
            running = [CampaignState.RUNNING]
            return await ctx.write(campaigns.move, campaign.id, running, CampaignState.PAUSED)
        case under_way.RESUME:
            return await ctx.write(campaigns.resume, campaign.id, ctx.now)
        case _ if step == STOP_FOR_GOOD:
            before = [state for state in CampaignState if state.is_under_way]
            stopped = CampaignState.STOPPED
            return await ctx.write(campaigns.move, campaign.id, before, stopped, ended_at=ctx.now)
        case _:
            return True


async def _again(ctx: UpdateContext, campaign: Campaign) -> Campaign:
    """The campaign as it is now."""
    return await ctx.run(campaigns.find, campaign.id) or campaign


def _put(query: CallbackQuery, ctx: UpdateContext, shown: Screen) -> str | None:
    """Put it into the message whose button was pressed; nothing pops up then."""
    ctx.send(put(query, ctx, shown.text, keyboards.of_rows(shown.rows)))
    return None


def _reply(ctx: UpdateContext, shown: Screen) -> None:
    ctx.send(SendMessage(chat_id=ctx.chat_id, text=shown.text, reply_markup=keyboards.of_rows(shown.rows)))

"""`/campaigns`: managers make a campaign in the private chat, look at it, start, pause and stop it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers.manager import campaign_draft as draft
from handlers.manager import campaign_editing as editing
from handlers.manager import campaign_progress as under_way
from handlers.shared import keyboards
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, reads_numbers
from handlers.shared.rights import role_now
from handlers.shared.update_context import UpdateContext
from reports.campaign_job import CampaignJob
from storage.outreach import campaign_counts, campaigns
from storage.rows import Campaign
from surveys.language.intent_text import is_cancellation
from surveys.outreach.campaigns import CampaignState, CampaignStep

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
        await editing.leave(ctx, campaign)
    elif campaign.awaits is CampaignStep.NAME:
        await editing.take_name(ctx, campaign, text)
    else:
        await editing.take_text(ctx, campaign, text)


@buttons.callback_query(PrivateChat(), Button(under_way.WORD), StaffOnly(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Do what a button of a campaign says; returns what pops up at the tap."""
    step, _, about = rest.partition(":")
    number, _, choice = about.partition(":")
    role = await role_now(ctx)
    if role is None or not role.reads_numbers:
        return ctx.text("campaign-gone")
    if step == draft.NEW:
        await editing.begin(ctx)
        return None
    campaign = await ctx.run(campaigns.find, keyboards.number_in(number))
    if campaign is None:
        return ctx.text("campaign-gone")
    if draft.is_draft(campaign):
        make = editing.STEPS.get(step)
        return await make(query, ctx, campaign, choice) if make else ctx.text("campaign-gone")
    return await _steer(query, ctx, campaign, step)


# Once it was started -------------------------------------------------------------------------------


async def _steer(query: CallbackQuery, ctx: UpdateContext, campaign: Campaign, step: str) -> str | None:
    match step:
        case under_way.STOP:
            return _ask_for_good(ctx, campaign)
        case under_way.FUNNEL:
            return editing.order(query, ctx, campaign, CampaignJob.FUNNEL)
        case _:
            is_so = await _move(ctx, campaign, step)
    counts = await ctx.run(campaign_counts.progress, campaign.id)
    editing.show(
        query, ctx, under_way.progress(ctx.app, await editing.again(ctx, campaign), counts, ctx.language)
    )
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

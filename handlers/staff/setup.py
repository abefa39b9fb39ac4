"""The first run: an owner says which language, which business, which time zone; `/setup` does it again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.manager.requests import understood
from handlers.shared import menus
from handlers.shared.app_context import BUSINESS
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, owns
from handlers.shared.update_context import UpdateContext
from handlers.staff import setup_progress, setup_questions, welcome
from handlers.staff.setup_progress import SetupProgress, SetupStep
from surveys.language import zones
from surveys.language.intent_text import StopIntent, is_cancellation, stop_intent
from surveys.language.languages import Language
from surveys.roles import Role

commands = Router(name="setting up commands")
router = Router(name="setting up")

Show = Callable[[str, InlineKeyboardMarkup | None], None]

_LONGEST_NAME = 64
_LANGUAGES: Final = {
    "ru": Language.RU,
    "русский": Language.RU,
    "russian": Language.RU,
    "en": Language.EN,
    "английский": Language.EN,
    "english": Language.EN,
}


class CommandAlone(BaseFilter):
    """A command without anything behind it."""

    async def __call__(self, message: Message) -> bool:
        return len((message.text or "").split()) == 1


class OpenSetup(BaseFilter):
    """What belongs to the set-up, unless a survey has asked something since; the handler gets `under_way`."""

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool | dict[str, Any]:
        under_way = await setup_progress.find_progress(ctx)
        talk = ctx.conversation
        if under_way is None or (talk and talk.awaiting and talk.touched_at > under_way.asked_at):
            return False
        return {"under_way": under_way}


class Answers(OpenSetup):
    """Words that answer the set-up and ask for no report; the handler gets `under_way`."""

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool | dict[str, Any]:
        if not message.text or message.text.startswith("/"):
            return False
        found = await super().__call__(message, ctx)
        if isinstance(found, dict) and _asks_for_report(message.text, found["under_way"].step, ctx):
            return False
        return found


async def begin(ctx: UpdateContext) -> None:
    """Begin the set-up at its first question; what is known already is offered on the buttons."""
    await _ask(ctx, SetupProgress(SetupStep.LANGUAGE, ctx.now, ctx.language, ctx.app.business), ctx.reply)
    _offer_menu(ctx)


@commands.message(command("setup"), StaffOnly(owns))
async def again(message: Message, ctx: UpdateContext) -> None:
    await begin(ctx)


@commands.message(command("start"), CommandAlone(), StaffOnly(owns))
async def start(message: Message, ctx: UpdateContext) -> None:
    """Go on with an interrupted set-up, or begin one; afterwards an owner is greeted as staff are."""
    under_way = await setup_progress.find_progress(ctx)
    if under_way is not None:
        await _ask(ctx, replace(under_way, asked_at=ctx.now), ctx.reply)
    elif not ctx.app.is_set_up:
        await begin(ctx)
    else:
        welcome.greet(ctx)
        _offer_menu(ctx)


@commands.message(command("cancel"), StaffOnly(owns), OpenSetup())
async def cancel(message: Message, ctx: UpdateContext) -> None:
    """Leave the set-up: what was set before stays as it is."""
    await setup_progress.drop_progress(ctx)
    ctx.reply(ctx.text("setup-cancelled"))


@router.callback_query(PrivateChat(), Button(setup_questions.WORD), StaffOnly(owns))
async def tapped(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Take an answer of the set-up by button; returns why not, None when it was taken.

    The next question takes the place of the one that was answered.
    """
    step, _, chosen = rest.partition(":")
    under_way = await setup_progress.find_progress(ctx)
    if under_way is None or step != under_way.step:
        return ctx.text("setup-answered")
    await _take(ctx, under_way, chosen, lambda text, under: ctx.send(put(query, ctx, text, under)))
    return None


@router.message(PrivateChat(), StaffOnly(owns), Answers())
async def typed(message: Message, under_way: SetupProgress, ctx: UpdateContext) -> None:
    """Take an answer of the set-up in words, or leave it with a word."""
    text = message.text or ""
    if is_cancellation(text) or stop_intent(text) is StopIntent.PLAIN:
        await cancel(message, ctx)
    else:
        await _take(ctx, under_way, text, ctx.reply)


async def _take(ctx: UpdateContext, under_way: SetupProgress, given: str, show: Show) -> None:
    """Words and buttons alike; what is not understood is asked again."""
    match under_way.step:
        case SetupStep.LANGUAGE:
            language = _LANGUAGES.get(given.strip().casefold())
            if language is not None:
                ctx.update_customer(language=language)
                under_way = replace(under_way, step=SetupStep.NAME, language=language)
            await _ask(ctx, under_way, show)
        case SetupStep.NAME:
            name = " ".join(given.split()) or under_way.name
            if len(name) > _LONGEST_NAME:
                ctx.reply(ctx.text("setup-name-long"))
            else:
                await _ask(ctx, replace(under_way, step=SetupStep.ZONE, name=name), show)
        case SetupStep.ZONE:
            zone = zones.find(given)
            if given == setup_questions.RENAME:
                await _ask(ctx, replace(under_way, step=SetupStep.NAME), show)
            elif zone is None:
                ctx.reply(ctx.text("setup-zone-unknown"))
            else:
                await _finish(ctx, under_way, zone.key, show)


def _asks_for_report(text: str, step: SetupStep, ctx: UpdateContext) -> bool:
    """Whether the words name a report or the cases, and are no company's name with such a word in it."""
    request = understood(text, ctx)
    if not request.is_clear or step is not SetupStep.NAME:
        return request.is_clear
    return request.asked is not None or "?" in text or text.lstrip()[:1].islower()


async def _ask(ctx: UpdateContext, under_way: SetupProgress, show: Show) -> None:
    asked = replace(under_way, asked_at=ctx.now)
    await setup_progress.save_progress(ctx, asked)
    show(setup_questions.text(asked, ctx.app), setup_questions.keyboard(asked, ctx.app, ctx.now))


async def _finish(ctx: UpdateContext, under_way: SetupProgress, zone: str, show: Show) -> None:
    chosen = {"name": under_way.name, "timezone": zone, "language": under_way.language}
    await ctx.choose(BUSINESS, chosen)
    await setup_progress.drop_progress(ctx)
    before, ctx.app = ctx.app, ctx.app.with_overrides({BUSINESS: chosen})
    show(*setup_questions.done(ctx.app, ctx.language, ctx.now))
    _offer_menu(ctx)
    if ctx.app.language != before.language:
        menus.offer(ctx, menus.of_customers(ctx.app))


def _offer_menu(ctx: UpdateContext) -> None:
    if ctx.customer.telegram_id is not None:
        menus.offer(ctx, menus.of_member(ctx.app, ctx.customer.telegram_id, Role.OWNER))

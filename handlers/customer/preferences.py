"""What a customer wants to get from us: /stop, /settings, consent to offers, the buttons of an invitation."""

from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.customer import contact, time_zone
from handlers.customer.stored_messages import keep_words_of
from handlers.outreach import consent, requested_reminder
from handlers.outreach.consent import NO, YES
from handlers.outreach.requested_reminder import NO_REMINDER
from handlers.outreach.triggers import fire
from handlers.outreach.winback import BACK_AGAIN, NO_MORE
from handlers.shared import keyboards
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, command
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from storage.outreach import offers as offers_given
from storage.people import consents
from surveys.journeys.trigger import Trigger
from surveys.language.languages import LANGUAGES, Language
from surveys.outreach.consents import ConsentKind

router = Router(name="preferences")
router.callback_query.filter(PrivateChat())
commands = Router(name="preferences commands")

_LONGEST_ID: Final = 18
"""Digits: more would not fit into the database."""
STOP: Final = keyboards.STOP
RESUME: Final = "resume"
SETTINGS: Final = "settings"
LANGUAGE, OFFERS, MESSAGES, FREQUENCY = "language", "offers", "messages", "frequency"
"""What a button of the settings changes: `settings:offers:no`."""
LESS, USUAL = "less", "usual"


@commands.message(command("stop"))
async def stop(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Store that the customer wants no messages that we start, and offer a button to undo it."""
    keep_words_of(ctx, message, command)
    ctx.reply(*stop_writing(ctx))


@router.callback_query(Button(STOP))
async def stop_by_button(query: CallbackQuery, ctx: UpdateContext) -> None:
    """The same by the button that is offered to whoever seems to mean it."""
    ctx.send(put(query, ctx, *stop_writing(ctx)))


def stop_writing(ctx: UpdateContext) -> tuple[str, Keyboard]:
    """Stop what we start, since the first time; returns what is said of it, and the button that undoes it."""
    ctx.update_customer(stopped_at=ctx.customer.stopped_at or ctx.now)
    return ctx.text("stop-done"), _resuming(ctx)


def _resuming(ctx: UpdateContext) -> Keyboard:
    return keyboards.one_button(ctx.text("button-resume"), RESUME)


@router.callback_query(Button(RESUME))
async def resume(query: CallbackQuery, ctx: UpdateContext) -> None:
    """Store that the customer may be written to again."""
    ctx.update_customer(stopped_at=None)
    ctx.send(put(query, ctx, ctx.text("stop-undone")))


# Consent and the invitation ------------------------------------------------------------------------


@router.callback_query(Button(consent.OFFERS))
async def offers(query: CallbackQuery, rest: str, ctx: UpdateContext) -> None:
    """Store the answer to the question of consent after a leaving interview."""
    given = rest == YES
    consent.decide(ctx, given=given, words=ctx.text("consent-question"))
    if given:
        await fire(Trigger.OFFERS_ALLOWED, ctx, ctx.customer)
    if given and not ctx.app.limits.promotion:
        ctx.send(put(query, ctx, ctx.text("consent-given-unused")))
        return
    if given and ctx.customer.stopped_at is not None:  # nothing will come as long as they want no messages
        ctx.send(put(query, ctx, ctx.text("consent-given-stopped"), _resuming(ctx)))
        return
    text = ctx.text("consent-given" if given else "consent-refused")
    ctx.send(put(query, ctx, text))
    if given:
        time_zone.ask_once(ctx)


@router.callback_query(Button(BACK_AGAIN))
async def back_again(query: CallbackQuery, rest: str, ctx: UpdateContext) -> None:
    """Store that the customer has come back, and took what they were offered."""
    if rest.isascii() and rest.isdecimal() and len(rest) <= _LONGEST_ID:
        await ctx.write(offers_given.take, int(rest), ctx.customer.id, ctx.written_at)
    if ctx.customer.left_at is not None:
        ctx.update_customer(left_at=None, returned_at=ctx.written_at)
    ctx.send(put(query, ctx, ctx.text("back-again")))


@router.callback_query(Button(NO_MORE))
async def no_more(query: CallbackQuery, ctx: UpdateContext) -> None:
    """Withdraw the consent to offers; questions and reminders have a /stop of their own."""
    consent.decide(ctx, given=False, words=ctx.text("button-no-more"))
    ctx.send(put(query, ctx, ctx.text("no-more")))


@router.callback_query(Button(NO_REMINDER))
async def no_reminder(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Cancel the reminder that the customer asked for."""
    if not rest.isdecimal() or not await requested_reminder.cancel(ctx, int(rest)):
        return ctx.text("question-unknown")
    ctx.send(put(query, ctx, ctx.text("reminder-cancelled")))
    return None


# Settings ------------------------------------------------------------------------------------------


@commands.message(command("settings"))
async def settings(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Show the page of settings; what stands behind the command is kept."""
    keep_words_of(ctx, message, command)
    ctx.reply(*_page(ctx, await _wants_offers(ctx)))


@router.callback_query(Button(SETTINGS))
async def change(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Change one setting and show the page as it is now; returns what pops up at the tap."""
    what, _, chosen = rest.partition(":")
    wants_offers = await _wants_offers(ctx)
    if what == LANGUAGE and chosen in LANGUAGES:
        ctx.update_customer(language=Language(chosen))
    elif what == MESSAGES:
        ctx.update_customer(stopped_at=None if chosen == YES else ctx.now)
    elif what == FREQUENCY and chosen in (LESS, USUAL):
        ctx.update_customer(asked_less_at=(ctx.customer.asked_less_at or ctx.now) if chosen == LESS else None)
    elif what == OFFERS and wants_offers != (chosen == YES):
        wants_offers = chosen == YES
        words = ctx.text("button-offers-on" if wants_offers else "button-offers-off")
        consent.decide(ctx, given=wants_offers, words=words)
        if wants_offers:
            await fire(Trigger.OFFERS_ALLOWED, ctx, ctx.customer)
    ctx.send(put(query, ctx, *_page(ctx, wants_offers)))
    return ctx.text("settings-saved")


async def _wants_offers(ctx: UpdateContext) -> bool:
    return bool(await ctx.run(consents.given, ctx.customer.id, ConsentKind.PROMOTION))


def _page(ctx: UpdateContext, wants_offers: bool) -> tuple[str, Keyboard]:
    """Whoever is not written to gets no offers either, whatever they allowed before."""
    may_write = ctx.customer.stopped_at is None
    may_offer = may_write and ctx.app.limits.promotion
    frequency = LESS if ctx.customer.asked_less_at is not None else USUAL
    messages = frequency if may_write else NO
    text = ctx.text("settings", offers=_word(wants_offers and may_offer), messages=messages)
    other = next(one for one in LANGUAGES if one != ctx.language)
    rows = [
        _row(ctx.text("button-language"), LANGUAGE, other),
        *([_offers(ctx, wants_offers)] if may_offer else []),
        *([_frequency(ctx, frequency)] if may_write else []),
        _row(
            ctx.text("button-messages-off" if may_write else "button-messages-on"),
            MESSAGES,
            _word(not may_write),
        ),
        time_zone.row(ctx),
        contact.row(ctx),
    ]
    return text, Keyboard.of(rows)


def _offers(ctx: UpdateContext, wants_offers: bool) -> list[dict[str, str]]:
    label = ctx.text("button-offers-off" if wants_offers else "button-offers-on")
    return _row(label, OFFERS, _word(not wants_offers))


def _frequency(ctx: UpdateContext, frequency: str) -> list[dict[str, str]]:
    if frequency == LESS:
        return _row(ctx.text("button-ask-as-usual"), FREQUENCY, USUAL)
    return _row(ctx.text("button-ask-less"), FREQUENCY, LESS)


def _row(label: str, what: str, choice: str) -> list[dict[str, str]]:
    return [keyboards.button(label, f"{SETTINGS}:{what}:{choice}")]


def _word(chosen: bool) -> str:
    return YES if chosen else NO

"""First words, help, privacy, and people who block the bot or come back."""

import re
from datetime import timedelta
from difflib import get_close_matches
from math import ceil
from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.customer.beginnings import BEGUN_BY
from handlers.customer.feedback import thanks
from handlers.customer.intents import follow_intent
from handlers.customer.stored_messages import keep, keep_words_of
from handlers.shared import keyboards, menus
from handlers.shared.content import Content
from handlers.shared.conversation_state import state_of
from handlers.shared.filters import Payload, command, start_payload
from handlers.shared.update_context import UpdateContext
from reports.catalogue import REPORTS
from surveys.questions import deep_link, engine
from surveys.questions.message_kind import MessageKind
from surveys.roles import Role

router = Router(name="welcome")
membership_router = Router(name="membership")
last = Router(name="last")
last_button = Router(name="last button")

_TOLD_PERIODS: Final = ("answers", "complaints", "files", "orders")
"""Of how long is kept what tells of customers."""
_LIKENESS: Final = 0.7
"""Of 0…1, as difflib measures it."""


@router.message(Payload("wish"))
async def asked_for_a_wish(message: Message, ctx: UpdateContext) -> None:
    ctx.reply(ctx.text("wish-how"))


@router.message(command("start"))
async def start(message: Message, ctx: UpdateContext) -> None:
    """Greet whoever comes by a link that begins nothing; what its payload said is kept."""
    if payload := start_payload(message):
        keep(ctx, Content(MessageKind.PAYLOAD, payload))
    greet(ctx)


def greet(ctx: UpdateContext, preface: str | None = None) -> None:
    """Greet the customer, after a sentence if there is one; an open question stays open, as they are told."""
    text = "\n\n".join(filter(None, [preface, ctx.text("start", business=ctx.app.business)]))
    if _is_waited_for(ctx):
        text = f"{text}\n\n{ctx.text('start-open-question')}"
    names = (("button-rate", keyboards.RATE), ("button-complain", keyboards.COMPLAIN))
    off = ctx.app.catalogue.off
    rows = [[keyboards.button(ctx.text(name), data)] for name, data in names if BEGUN_BY[data] not in off]
    ctx.reply(text, keyboards.Keyboard.of([*rows, *_further_surveys(ctx)]))


def _further_surveys(ctx: UpdateContext) -> keyboards.Rows:
    """A button for each survey whose file asks for one."""
    return [
        [keyboards.button(survey.menu.render(ctx.language), deep_link.pack(survey))]
        for survey in ctx.app.catalogue
        if survey.menu is not None and survey.id not in ctx.app.catalogue.off
    ]


def _is_waited_for(ctx: UpdateContext) -> bool:
    """A survey was begun and cannot be counted yet."""
    row = ctx.conversation
    survey = ctx.app.survey_of(row) if row is not None else None
    if row is None or row.awaiting is None or survey is None:
        return False
    talk = state_of(row)
    return not engine.is_told(survey, talk) and not engine.is_expired(survey, talk, ctx.now)


@router.message(command("wish"))
async def wish(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Store the wish behind the command; without one the customer is told how to make it."""
    if not command.args:
        ctx.reply(ctx.text("wish-how"))
        return
    content = Content(MessageKind.WISH, command.args, message_id=message.message_id or None)
    ctx.reply(await thanks(ctx, keep(ctx, content), "wish-kept"))


@router.message(command("help"))
async def help_page(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Show the help that fits the person's role; what stands behind the command is kept."""
    keep_words_of(ctx, message, command)
    parts = [ctx.text("help")]
    if ctx.role is not None:
        parts.append(ctx.text("help-team"))
    if ctx.role is not None and ctx.role.reads_numbers:
        parts.append(ctx.text("help-manager", reports=_help_of_reports(ctx)))
    if ctx.role is Role.OWNER:
        parts.append(ctx.text("help-owner"))
    ctx.reply("\n\n".join(parts))


def _help_of_reports(ctx: UpdateContext) -> str:
    """A line each."""
    return "\n".join(ctx.text("help-report", command=name, does=ctx.text(f"help-{name}")) for name in REPORTS)


@router.message(command("privacy"))
async def privacy(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Show what is stored of the customer and for how long; what stands behind the command is kept."""
    keep_words_of(ctx, message, command)
    tell_privacy(ctx)


def tell_privacy(ctx: UpdateContext) -> None:
    """Say what is stored of the person, why and for how long."""
    periods = ctx.app.periods
    kept = {name: _period(ctx, getattr(periods, name)) for name in _TOLD_PERIODS}
    ctx.reply(ctx.text("privacy", business=ctx.app.business, id=str(ctx.customer.telegram_id), **kept))


def _period(ctx: UpdateContext, period: timedelta | None) -> str:
    if period is None:
        return ctx.text("privacy-no-period")
    return ctx.text("privacy-period", n=ceil(period / timedelta(days=1)))


@membership_router.my_chat_member()
async def membership(change: ChatMemberUpdated, ctx: UpdateContext) -> None:
    """Store that the customer blocked or unblocked the bot: it lowers or restores our reach, nothing else."""
    if change.chat.type != "private":
        return
    if change.new_chat_member.status == "kicked":
        ctx.update_customer(blocked_at=ctx.now)
    elif ctx.customer.blocked_at is not None:
        ctx.update_customer(blocked_at=None)


@last.message()
async def unknown_command(message: Message, ctx: UpdateContext) -> None:
    """Keep a customer's command that nobody else took, and name the one that was perhaps meant.

    It may be one that this person has no right to: strangers learn nothing from the answer.
    """
    words = (message.text or "").lstrip("/")
    meant = Content(MessageKind.TEXT, words, own=words, message_id=message.message_id or None)
    if await follow_intent(ctx, message, meant):
        return
    if ctx.role is None:
        keep(ctx, Content(MessageKind.COMMAND, message.text, message_id=message.message_id or None))
    nearest = _command_like(message.text or "", ctx.role)
    ctx.reply(ctx.text("help-asked") if nearest is None else ctx.text("command-guess", command=f"/{nearest}"))


def _command_like(text: str, role: Role | None) -> str | None:
    """The command of this person's that a text names but for a slip of the finger; None without one.

    A command of somebody else's is no slip.
    """
    word = re.split(r"[\s@]", text.removeprefix("/").casefold(), maxsplit=1)[0]
    if any(word in offered for offered in menus.STAFF.values()):
        return None
    theirs = (*(menus.STAFF[role] if role is not None else ()), *menus.CUSTOMER)
    known = [name for name in theirs if abs(len(name) - len(word)) <= 1]
    return next(iter(get_close_matches(word, known, 1, _LIKENESS)), None)


@last_button.callback_query()
async def unknown_button(query: CallbackQuery, ctx: UpdateContext) -> str:
    return ctx.text("question-unknown")

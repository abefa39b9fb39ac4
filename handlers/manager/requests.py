"""What staff ask in their own words: "жалобы за октябрь", "сколько ушло клиентов?", "обращение 17".

The report or the list that is named is ordered; where that is not clear, they choose by button. Nothing of it
is kept: these are no words of a customer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from handlers.customer.typed_buttons import press_typed
from handlers.manager.reports import order_report
from handlers.shared import keyboards
from handlers.shared.conversation_state import open_question
from handlers.shared.filters import PrivateChat
from handlers.shared.message_copy import plain
from handlers.shared.message_source import customers_content
from handlers.shared.update_context import UpdateContext
from handlers.support import case_list
from reports.callback_state import CallbackState
from reports.catalogue import REPORTS
from storage.cases import cases
from surveys.base36 import base36
from surveys.language.intent_text import is_cancellation, stop_intent
from surveys.language.languages import LANGUAGES
from surveys.statistics import period_text
from surveys.statistics.period_sentence import find_period
from surveys.statistics.periods import Asked, BadWordError, parse

router = Router(name="requests")
router.message.filter(PrivateChat())
router.edited_message.filter(PrivateChat())

BUTTON: Final = "staff"
CASES: Final = "cases"
CUSTOMER: Final = "customer"
"""Buttons of what staff may see, beside the reports': `staff:cases`, `staff:customer`."""

_WORDS: Final = re.compile(r"[\w-]+")
_NUMBER: Final = re.compile(r"\d{1,9}")
_SIGN: Final = re.compile(r"[#№]\s*\d")


@dataclass(frozen=True, slots=True)
class StaffRequest:
    """What somebody of the staff wants to see."""

    reports: tuple[str, ...] = ()
    """Names of the reports that are named, of those that this role may see."""
    asked: Asked | None = None
    """The period that is named; None without one."""
    cases: bool = False
    case_number: str | None = None
    bad_period: bool = False
    """Something is said of days that is not understood."""

    @property
    def is_clear(self) -> bool:
        """Whether anything is named that there is to see."""
        return bool(self.reports) or self.cases


class RequestFilter(BaseFilter):
    """What staff write or send as staff; the handler gets `request`.

    Who answers a question of a survey, or has a case of their own, is a customer for the moment, unless they
    name what only staff ask for. Not to be written to and to leave a survey are wishes that everybody has.
    """

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool | dict[str, Any]:
        if ctx.role is None:
            return False
        text = message.text if message.text and not message.forward_origin else ""
        if stop_intent(text) is not None or is_cancellation(text):
            return False
        request = understood(text, ctx)
        question, is_reply = open_question(ctx), message.reply_to_message is not None
        if question is not None and (question.kind.is_open or is_reply or not request.is_clear):
            return False
        if (is_reply or not request.is_clear) and await _has_open_case(ctx):
            return False
        return {"request": request}


@router.message(RequestFilter())
@router.edited_message(RequestFilter())
async def answer(message: Message, request: StaffRequest, ctx: UpdateContext) -> None:
    """Show the one thing that was asked for, by a typed button too; else offer what it may have been."""
    content = customers_content(message, ctx)
    if content is not None and await press_typed(ctx, message, content):
        return
    if request.case_number is not None:
        for page in await case_list.history(ctx, ctx.language, request.case_number):
            ctx.send(plain(ctx.chat_id, page))
    elif request.cases and not request.reports:
        case_list.order_private_board(ctx)
    elif len(request.reports) == 1 and not request.cases and not request.bad_period:
        name = request.reports[0]
        order_report(name, request.asked or _usual(name, ctx), ctx, message.text or "")
    else:
        ctx.reply(_question(request, ctx), choice(ctx, request))


def choice(ctx: UpdateContext, request: StaffRequest | None = None) -> keyboards.Keyboard:
    """The buttons of what was named; of everything that this role may see where nothing was."""
    wanted = (
        request if request is not None and request.is_clear else StaffRequest(_reports_of(ctx), cases=True)
    )
    asked = request.asked if request is not None else None
    rows = [[_report_button(name, asked, ctx)] for name in wanted.reports]
    if wanted.cases:
        rows.append([keyboards.button(ctx.text("button-staff-cases"), f"{BUTTON}:{CASES}")])
    if wanted is not request:
        rows.append([keyboards.button(ctx.text("button-as-customer"), f"{BUTTON}:{CUSTOMER}")])
    return keyboards.Keyboard.of(rows)


def _question(request: StaffRequest, ctx: UpdateContext) -> str:
    if request.bad_period and request.reports:
        return ctx.text("staff-period-unclear", command=f"/{request.reports[0]}")
    return ctx.text("staff-choose" if _reports_of(ctx) else "staff-choose-cases")


def _report_button(name: str, asked: Asked | None, ctx: UpdateContext) -> dict[str, str]:
    period = period_text.spelled(asked or _usual(name, ctx), ctx.now)
    state = CallbackState(name, period, base36(ctx.ids.next()))
    return keyboards.button(ctx.text(f"command-{name}"), state.pack())


def _usual(name: str, ctx: UpdateContext) -> Asked:
    return parse("", ctx.now, ctx.app.zone, REPORTS[name].usual)


def understood(text: str, ctx: UpdateContext) -> StaffRequest:
    """What is named in words that somebody of the staff wrote."""
    words = _WORDS.findall(text.casefold().replace("ё", "е"))
    named = tuple(name for name in _reports_of(ctx) if _names(words, name, ctx))
    numbers = _NUMBER.findall(text)
    is_about_cases = _names(words, CASES, ctx) or _SIGN.search(text) is not None
    if is_about_cases and not named and len(numbers) == 1:
        return StaffRequest(cases=True, case_number=numbers[0])
    try:
        asked = find_period(text, ctx.now, ctx.app.zone)
    except BadWordError:
        return StaffRequest(named, cases=is_about_cases, bad_period=True)
    return StaffRequest(named, asked, is_about_cases)


def _names(words: Iterable[str], thing: str, ctx: UpdateContext) -> bool:
    """Whether one of the words begins as the words for a thing do, in either language."""
    beginnings = tuple(
        beginning
        for language in LANGUAGES
        for beginning in ctx.app.texts.text(language, f"words-{thing}").split()
    )
    return any(word.startswith(beginnings) for word in words)


def _reports_of(ctx: UpdateContext) -> tuple[str, ...]:
    return tuple(REPORTS) if ctx.role is not None and ctx.role.reads_numbers else ()


async def _has_open_case(ctx: UpdateContext) -> bool:
    return ctx.customer.case_id is not None and await ctx.run(cases.has_open, ctx.customer.id)

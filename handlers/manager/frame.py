"""The frame of every report: one message whose buttons change it in place, and a picture that follows it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiogram.types import LinkPreviewOptions

from handlers.manager.page import Block, as_html
from handlers.manager.view import View, mark
from handlers.manager.wording import Wording
from handlers.shared import keyboards
from handlers.shared.keyboards import Keyboard, Rows
from handlers.shared.update_context import UpdateContext
from storage.reports import touchpoints
from storage.rows import Job
from surveys.statistics import period_text
from surveys.statistics.periods import USUAL, Asked

_TOUCHPOINTS: Final = 6
_LABEL: Final = 18
_IN_A_ROW: Final = 2
_CHOSEN: Final = "• "
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to see, understood."""

    view: View
    asked: Asked
    wording: Wording
    touchpoints: Sequence[str] | None = None
    """Those with data in the period, most of them first, where they were looked up already."""

    @property
    def touchpoint(self) -> str | None:
        return self.asked.filters.get("touchpoint")


@dataclass(frozen=True, slots=True)
class Written:
    blocks: Sequence[Block]
    touchpoints: Sequence[str] | None = None
    """Those with data, most of them first, where the report knows them anyway; else they are looked up."""


Compose = Callable[[Request, UpdateContext], Awaitable[Written]]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a report, opened by a button of its own."""

    compose: Compose
    button: str = ""
    """The name of its text; a report of one side has none."""
    is_of_now: bool = False
    """Whatever the period and the filter: it has no buttons for them."""
    has_picture: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    sides: Mapping[str, Side]
    """By the page of the view; "" is the first."""
    usual: str = USUAL
    """The period of whoever names none."""


async def show(report: Report, request: Request, ctx: UpdateContext, message_id: int | None) -> None:
    """Into the message that was tapped, or a new one without `message_id`."""
    side = report.sides[request.view.page]
    written = await side.compose(request, ctx)
    keyboard = await keyboard_of(report, request, ctx, written.touchpoints)
    ctx.send(_put(as_html(written.blocks), keyboard, ctx, message_id))
    if side.has_picture:
        _order_picture(request, ctx, is_there=message_id is not None)


async def keyboard_of(
    report: Report, request: Request, ctx: UpdateContext, known: Sequence[str] | None = None
) -> Keyboard:
    side = report.sides[request.view.page]
    rows: Rows = []
    if not side.is_of_now:
        rows += _periods(request, ctx)
        rows += _touchpoints(request, await _busiest(request, ctx) if known is None else known)
    return Keyboard.of(rows + _sides(report, request))


def _put(text: str, keyboard: Keyboard, ctx: UpdateContext, message_id: int | None) -> TelegramMethod[Any]:
    chat_id = ctx.chat_id
    shown: dict[str, Any] = {
        "text": text,
        "reply_markup": keyboard,
        "parse_mode": "HTML",
        "link_preview_options": _NO_PREVIEW,
    }
    if message_id is None:
        return SendMessage(chat_id=chat_id, **shown)
    return EditMessageText(chat_id=chat_id, message_id=message_id, **shown)


def _order_picture(request: Request, ctx: UpdateContext, *, is_there: bool) -> None:
    """Drawn after the commit, outside any transaction; what was asked for last is what is drawn."""
    chat_id = ctx.chat_id
    place = request.view.place(chat_id)
    args = {
        "report": request.view.report,
        "words": period_text.sentence(request.view.period, request.touchpoint),
        "chat_id": chat_id,
        "place": place,
        "language": ctx.language,
        "edit": is_there,
    }
    ctx.effects.add(Job(ctx.ids.next(), "picture", args, ctx.now, key=place))


# Buttons --------------------------------------------------------------------------------------------


def _periods(request: Request, ctx: UpdateContext) -> Rows:
    asked, now, say = request.asked, ctx.now, request.wording.text
    named = [
        (say("button-month"), "month"),
        (say("button-last-month"), period_text.last_month(asked, now)),
        (say("button-90-days"), "90d"),
        (say("button-year"), "365d"),
    ]
    buttons = [_period(label, word, request) for label, word in named]
    back, on = period_text.earlier(asked), period_text.later(asked, now)
    second = [
        *([_period("‹", back, request)] if back else []),
        *buttons[2:],
        *([_period("›", on, request)] if on else []),
    ]
    return [buttons[:2], second]


def _period(label: str, word: str, request: Request) -> dict[str, str]:
    return _button(label, replace(request.view, period=word), request)


async def _busiest(request: Request, ctx: UpdateContext) -> Sequence[str]:
    if request.view.report not in touchpoints.SOURCES:
        return []
    if request.touchpoints is not None:
        return request.touchpoints
    period = request.asked.period
    return await ctx.run(touchpoints.busiest, request.view.report, period.start, period.end)


def _touchpoints(request: Request, found: Sequence[str]) -> Rows:
    shown, chosen = list(found[:_TOUCHPOINTS]), request.touchpoint
    if chosen is not None and chosen not in shown:
        shown = [*shown[: _TOUCHPOINTS - 1], chosen]
    if not shown:
        return []
    everywhere = _button(
        request.wording.text("button-everywhere"), replace(request.view, touchpoint=""), request
    )
    buttons = [everywhere, *(_touchpoint(name, request) for name in shown)]
    return [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]


def _touchpoint(name: str, request: Request) -> dict[str, str]:
    label = request.wording.label("touchpoint", name, _LABEL)
    return _button(label, replace(request.view, touchpoint=mark(name)), request)


def _sides(report: Report, request: Request) -> Rows:
    say = request.wording.text
    row = [
        _button(say(side.button), replace(request.view, page=page), request)
        for page, side in report.sides.items()
        if side.button
    ]
    return [row] if row else []


def _button(label: str, view: View, request: Request) -> dict[str, str]:
    return keyboards.button(f"{_CHOSEN}{label}" if view == request.view else label, view.pack())

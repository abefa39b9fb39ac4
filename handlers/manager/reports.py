"""The commands that ask for numbers, and the buttons under what they show."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.manager import churn, complaints, nps, winback
from handlers.manager.frame import Report, Request, keyboard_of, show
from handlers.manager.view import BUTTON, View, mark, picture_of, unpack
from handlers.manager.wording import Wording
from handlers.shared.filters import Button, Private, Staff, reads_numbers
from handlers.shared.quoting import inline
from handlers.shared.update_context import UpdateContext
from storage.reports import touchpoints
from surveys.statistics import period_text
from surveys.statistics.periods import Asked, BadWordError, parse

router = Router(name="reports")
buttons = Router(name="report buttons")

REPORTS: Final = {
    report.name: report for report in (nps.REPORT, complaints.REPORT, churn.REPORT, winback.REPORT)
}

_WORD_SHOWN: Final = 50


@router.message(Command(*REPORTS, ignore_case=True, ignore_mention=True), Staff(reads_numbers))
async def ask(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    report = REPORTS[command.command.casefold()]
    try:
        asked = parse(command.args or "", ctx.now, ctx.app.zone, report.usual)
    except BadWordError as error:
        word = inline(error.word, _WORD_SHOWN)
        ctx.reply(ctx.text("period-bad", word=word, command=report.name))
        return
    view = View(report.name, period_text.spelled(asked, ctx.now), picture_of(ctx.ids.next()))
    typed = asked.filters.get("touchpoint")
    if typed is None:
        await show(report, _request(view, asked, None, ctx), ctx, None)
        return
    known = _found(typed, await _named(report, ctx), Wording.of(ctx.app, ctx.language, ctx.now))
    if known is None:
        await _say_unknown(typed, report, _request(view, asked, None, ctx), ctx)
    else:
        await show(report, _request(view, asked, known, ctx), ctx, None)


@buttons.callback_query(Private(), Button(BUTTON), Staff(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Everything that the data say is checked again: a client may send whatever it likes."""
    request = await _pressed(rest, ctx)
    if request is None:
        return ctx.text("report-button-stale")
    report = REPORTS[request.view.report]
    await show(report, request, ctx, query.message.message_id if query.message else None)
    return None


async def _pressed(rest: str, ctx: UpdateContext) -> Request | None:
    view = unpack(rest)
    report = REPORTS.get(view.report) if view else None
    if view is None or report is None or view.page not in report.sides:
        return None
    try:
        asked = parse(view.period, ctx.now, ctx.app.zone)
    except BadWordError:
        return None
    if not view.touchpoint:
        return _request(view, asked, None, ctx)
    if report.name not in touchpoints.SOURCES:
        return None
    here = await ctx.run(touchpoints.busiest, report.name, asked.period.start, asked.period.end)
    chosen = _marked(view.touchpoint, here) or _marked(view.touchpoint, await _named(report, ctx))
    return replace(_request(view, asked, chosen, ctx), touchpoints=here) if chosen else None


def _request(view: View, asked: Asked, touchpoint: str | None, ctx: UpdateContext) -> Request:
    """The words of the view name the same days tomorrow, unless they mean the running ones."""
    wording = Wording.of(ctx.app, ctx.language, ctx.now, touchpoint)
    filters = {"touchpoint": touchpoint} if touchpoint is not None else {}
    marked = View(view.report, view.period, view.picture, mark(touchpoint) if touchpoint else "", view.page)
    return Request(marked, Asked(asked.period, asked.previous, filters), wording)


def _marked(wanted: str, names: Sequence[str]) -> str | None:
    return next((name for name in names if mark(name) == wanted), None)


async def _named(report: Report, ctx: UpdateContext) -> list[str]:
    if report.name not in touchpoints.SOURCES:
        return []
    return await ctx.run(touchpoints.named, report.name)


def _found(typed: str, names: list[str], wording: Wording) -> str | None:
    """As it is stored, as it is shown, or in other capitals."""
    if typed in names:
        return typed
    wanted = typed.casefold()
    return next(
        (name for name in names if wanted in (name.casefold(), wording.label("touchpoint", name).casefold())),
        None,
    )


async def _say_unknown(typed: str, report: Report, request: Request, ctx: UpdateContext) -> None:
    if report.name in touchpoints.SOURCES:
        text = ctx.text("touchpoint-unknown", touchpoint=inline(typed, _WORD_SHOWN))
    else:
        text = ctx.text("touchpoint-none-here")
    ctx.reply(text, await keyboard_of(report, request, ctx))

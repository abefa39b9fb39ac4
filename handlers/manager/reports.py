"""The commands that ask for numbers, and the buttons under what they show: each orders a report.

Nothing is read here: a job reads, away from the customers' updates, and sends what it found.
"""

from typing import Final

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.shared.filters import Button, PrivateChat, StaffOnly, reads_numbers
from handlers.shared.update_context import UpdateContext
from reports.callback_state import BUTTON, CallbackState, unpack
from reports.catalogue import REPORTS
from reports.job import ReportJob
from reports.request import ReportRequest
from storage.rows import Job
from surveys.base36 import base36
from surveys.statistics.periods import Asked, BadWordError, parse
from texts.quoting import inline

router = Router(name="reports")
buttons = Router(name="report buttons")

_WORD_SHOWN: Final = 50


@router.message(Command(*REPORTS, ignore_case=True, ignore_mention=True), StaffOnly(reads_numbers))
async def ask(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Order the report of a command. Its words are understood here, so that a slip is answered at once."""
    report = REPORTS[command.command.casefold()]
    try:
        asked = parse(command.args or "", ctx.now, ctx.app.zone, report.usual)
    except BadWordError as error:
        word = inline(error.word, _WORD_SHOWN)
        ctx.reply(ctx.text("period-bad", word=word, command=report.name))
        return
    order_report(report.name, asked, ctx)


@buttons.callback_query(PrivateChat(), Button(BUTTON), StaffOnly(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Order what a report's button leads to; returns why not, None when it was ordered.

    Everything that the data say is checked again: a client may send whatever it likes.
    """
    return None if order_shown(query, unpack(rest), ctx) else ctx.text("report-button-stale")


def order_shown(query: CallbackQuery, state: CallbackState | None, ctx: UpdateContext) -> bool:
    """Order a report into the message under which somebody pressed; False where no button leads there."""
    job = _pressed(query, state, ctx)
    if job is not None:
        _order(job, ctx)
    return job is not None


def order_report(name: str, asked: Asked, ctx: UpdateContext, sentence: str = "", *, tab: str = "") -> None:
    """Order the report of that name as a new message to whoever wrote; a sentence may name a touchpoint."""
    job = ReportJob(
        report=name,
        tab=tab,
        request=ReportRequest(asked, ctx.now),
        touchpoint_key="",
        picture=base36(ctx.ids.next()),
        language=ctx.language,
        customer_id=ctx.customer.id,
        chat_id=ctx.chat_id,
        sentence=sentence,
    )
    _order(job, ctx)


def _pressed(query: CallbackQuery, state: CallbackState | None, ctx: UpdateContext) -> ReportJob | None:
    """The report that a button leads to; None for what no button of ours carries, or for one that is gone."""
    report = REPORTS.get(state.report) if state else None
    if state is None or report is None or state.tab not in report.tabs:
        return None
    if state.touchpoint and report.touchpoints is None:
        return None
    try:
        asked = parse(state.period, ctx.now, ctx.app.zone)
    except BadWordError:
        return None
    return ReportJob(
        report=state.report,
        tab=state.tab,
        request=ReportRequest(asked, ctx.now, page=state.page),
        touchpoint_key=state.touchpoint,
        picture=state.picture,
        language=ctx.language,
        customer_id=ctx.customer.id,
        chat_id=ctx.chat_id,
        message_id=query.message.message_id if query.message else None,
    )


def _order(job: ReportJob, ctx: UpdateContext) -> None:
    ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now, key=job.key))

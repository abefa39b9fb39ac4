"""The buttons of digests and alerts: open cases, whom to call back, the inbox, or mute the kind."""

from datetime import datetime

from aiogram import Router
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery

from handlers.manager.reports import order_report
from handlers.shared.filters import Button, PrivateChat, StaffOnly, reads_numbers
from handlers.shared.keyboards import Keyboard, button
from handlers.shared.update_context import UpdateContext
from handlers.support import case_list
from reports.alert_buttons import BUTTON, CALL, CASES, INBOX, MUTE, UNMUTE, data
from reports.feedback_list import FeedbackListJob
from storage import alerts, weekly_digests
from storage.rows import Job
from surveys.statistics.alert_kinds import MUTED_FOR, AlertKind
from surveys.statistics.periods import DAY, BadWordError, Period, parse

buttons = Router(name="alert buttons")


@buttons.callback_query(PrivateChat(), Button(BUTTON), StaffOnly(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Do what a button says; returns what pops up, None where the answer is a message."""
    step, _, kind = rest.partition(":")
    if step == CASES:
        case_list.order_private_board(ctx)
        return None
    if step == CALL:
        return _call(ctx, kind)
    if step == INBOX:
        job = FeedbackListJob(ctx.language, ctx.now, ctx.chat_id, customer_id=ctx.customer.id)
        ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now))
        return None
    if step not in (MUTE, UNMUTE) or kind not in set(AlertKind):
        return ctx.text("question-unknown")
    return await _mute(query, ctx, AlertKind(kind), is_muted=step == MUTE)


def _call(ctx: UpdateContext, days: str) -> str | None:
    """Order the list of those days' low scores, in which each can be called back."""
    try:
        asked = parse(days, ctx.now, ctx.app.zone)
    except BadWordError:
        return ctx.text("question-unknown")
    order_report("nps", asked, ctx, tab="call")
    return None


async def _mute(query: CallbackQuery, ctx: UpdateContext, kind: AlertKind, *, is_muted: bool) -> str:
    """Mute the kind for a week, or undo that; the button under the message turns into the other one."""
    if is_muted:
        await ctx.write(alerts.mute, ctx.chat_id, kind, await _until(ctx, kind))
    else:
        await ctx.write(alerts.unmute, ctx.chat_id, kind)
    if query.message is not None:
        label = "button-alert-unmute" if is_muted else "button-alert-mute"
        if kind is AlertKind.DIGEST and not is_muted:
            label = "button-digest-mute"
        turned = button(ctx.text(label), data(UNMUTE if is_muted else MUTE, kind))
        ctx.send(
            EditMessageReplyMarkup(
                chat_id=ctx.chat_id,
                message_id=query.message.message_id,
                reply_markup=Keyboard.of([[turned]]),
            )
        )
    return ctx.text("alert-muted" if is_muted else "alert-unmuted")


async def _until(ctx: UpdateContext, kind: AlertKind) -> datetime:
    """A week from now; of digests until the Monday of the next one is over, whatever clocks do meanwhile."""
    if kind is AlertKind.DIGEST:
        for one in await ctx.run(weekly_digests.planned):
            if one.telegram_id == ctx.chat_id:
                return Period(one.week, one.week + DAY, ctx.app.zone).until
    return ctx.now + MUTED_FOR

"""Cases to read: what is open, and one case with all that was said."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.cases import card, case_lookup, case_places, case_topic
from handlers.shared.content import file_label
from handlers.shared.filters import Button
from handlers.shared.keyboards import number_in as number_of_page
from handlers.shared.person_looks import record_look
from handlers.shared.update_context import UpdateContext
from handlers.support import feedback_entry, labels
from reports.case_list import BUTTON, OPEN, CaseListJob
from storage.cases import cases
from storage.rows import Job
from storage.rows import Message as StoredMessage
from surveys.cases import reference_code
from surveys.cases.case_tab import CaseTab
from surveys.cases.lifecycle import StepRefusal
from texts.quoting import inline, pieces, quoted, shortened

buttons = Router(name="case list buttons")

_REMEMBERED: Final = 20
"""Messages of a history; what is older stands in the topic."""
_QUOTED: Final = 400
_DIGITS: Final = 9


def order_board(ctx: UpdateContext, message: Message) -> None:
    """Order the list of open cases, which a job reads and sends; in a group it replies to the message."""
    if message.chat.type == "private":
        order_private_board(ctx)
        return
    _order(ctx, _job(ctx, message, reply_to=message.message_id))


def order_private_board(ctx: UpdateContext) -> None:
    """Order the list of open cases for whoever wrote or pressed in private."""
    _order(ctx, _private_job(ctx))


@buttons.callback_query(Button(BUTTON))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Show another page or tab of the list, or a case; returns what pops up at the tap."""
    if ctx.role is None:
        return labels.refused(ctx.app, ctx.language, StepRefusal.NOT_ENROLLED)
    message = query.message if isinstance(query.message, Message) else None
    if message is None or not feedback_entry.may_be_shown(ctx, message):
        return ctx.text("inbox-where")
    step, _, word = rest.partition(":")
    if step == OPEN:
        await _show(ctx, message, word)
        return None
    tab = next((tab for tab in CaseTab if tab == step), CaseTab.WAITING)
    is_private = message.chat.type == "private"
    job = _private_job(ctx) if is_private else _job(ctx, message)
    _order(ctx, replace(job, tab=tab, page=number_of_page(word), message_id=message.message_id))
    return None


async def _show(ctx: UpdateContext, message: Message, number: str) -> None:
    """Show a case that no link opens."""
    language = feedback_entry.language_in(ctx, message)
    for page in await history(ctx, language, number):
        name = case_places.about(int(number), ctx.ids.next()) if number_in(number) is not None else None
        case_lookup.answer(ctx, message, page, name=name)


def _private_job(ctx: UpdateContext) -> CaseListJob:
    is_manager = ctx.role is not None and ctx.role.reads_numbers
    return CaseListJob(
        ctx.language, ctx.now, ctx.chat_id, ctx.chat_id, is_manager=is_manager, customer_id=ctx.customer.id
    )


def _job(ctx: UpdateContext, message: Message, reply_to: int | None = None) -> CaseListJob:
    thread_id = case_lookup.thread_of(message)
    return CaseListJob(
        ctx.app.language, ctx.now, message.chat.id, ctx.chat_id, thread_id=thread_id, reply_to=reply_to
    )


def _order(ctx: UpdateContext, job: CaseListJob) -> None:
    ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now, key=job.key))


def number_in(said: str | None) -> int | None:
    """The number that somebody wrote, with or without its sign; None where it is none."""
    wanted = (said or "").strip().lstrip("#")
    return int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) <= _DIGITS else None


def number_of_code(said: str | None) -> int | str:
    """The number of the case with the code that somebody wrote, else the id of the text that says why not."""
    figures = reference_code.figures_of(said or "")
    if figures is None:
        return "ref-which"
    number = reference_code.number_of(figures)
    return "ref-slip" if number is None else number


async def history_by_code(
    ctx: UpdateContext, language: str, said: str | None
) -> tuple[int | None, list[str]]:
    """The number of the case with that code, None where it is wrong, and the history."""
    number = number_of_code(said)
    if isinstance(number, str):
        return None, [ctx.app.texts.text(language, number)]
    return number, await history(ctx, language, str(number))


async def history(ctx: UpdateContext, language: str, number: str | None) -> list[str]:
    """The card of a case and what was said, in as many messages as it needs."""
    wanted = number_in(number)
    if wanted is None:
        return [ctx.app.texts.text(language, "case-which")]
    case = await ctx.run(cases.numbered, wanted)
    if case is None:
        return [ctx.app.texts.text(language, "case-unknown")]
    await record_look(ctx, case.customer_id, "case")
    about = await case_topic.overview(ctx, case)
    thread = await ctx.run(cases.thread, case.id)
    first = f"💬 {inline(about.customer.name)}"
    said = [_quote(case.opened_at, first, case.words, ctx)] if case.words else []
    for message in thread[-_REMEMBERED:]:
        said.append(await _said(message, about.customer.name, ctx, language))
    return list(pieces("\n\n".join([card.text(about, ctx.app, language), *said])))


async def _said(message: StoredMessage, customer: str | None, ctx: UpdateContext, language: str) -> str:
    attached = file_label(ctx.app, language, message.kind) if message.file_id else ""
    said = " ".join(filter(None, [attached, message.words]))
    if message.staff_telegram_id is None:
        return _quote(message.received_at, f"💬 {inline(customer)}", said, ctx)
    name = await ctx.run(case_topic.name_of, message.staff_telegram_id, ctx.customer)
    who = f"↩️ {inline(name)}"
    if message.delivered_at is None:
        text_id = "case-undelivered" if message.undone_at is None else "case-undone"
        who = f"{who} ({ctx.app.texts.text(language, text_id)})"
    return _quote(message.received_at, who, said, ctx)


def _quote(at: datetime, who: str, said: str, ctx: UpdateContext) -> str:
    moment = at.astimezone(ctx.app.zone).strftime("%d.%m %H:%M")
    return f"{moment} {who}:\n{shortened(quoted(said), _QUOTED)}" if said else f"{moment} {who}"

"""Cases to read: what is open, and one case with all that was said."""

from datetime import datetime
from typing import Final

from aiogram.types import Message

from handlers.cases import card, case_topic
from handlers.shared.content import file_label
from handlers.shared.update_context import UpdateContext
from reports.case_list import CaseListJob
from storage.cases import cases
from storage.rows import Job
from storage.rows import Message as StoredMessage
from surveys.cases import reference_code
from texts.quoting import inline, pieces, quoted, shortened

_REMEMBERED: Final = 20
"""Messages of a history; what is older stands in the topic."""
_QUOTED: Final = 400
_DIGITS: Final = 9


def order_board(ctx: UpdateContext, message: Message, language: str, thread_id: int | None = None) -> None:
    """Order the list of open cases, which a job reads and sends; in a group it replies to the message."""
    if message.chat.type == "private":
        order_private_board(ctx)
        return
    _order(
        CaseListJob(
            language=language,
            now=ctx.now,
            chat_id=message.chat.id,
            thread_id=thread_id,
            reply_to=message.message_id,
        ),
        ctx,
    )


def order_private_board(ctx: UpdateContext) -> None:
    """Order the list of open cases for whoever wrote or pressed in private."""
    _order(CaseListJob(ctx.language, ctx.now, ctx.chat_id, customer_id=ctx.customer.id), ctx)


def _order(job: CaseListJob, ctx: UpdateContext) -> None:
    ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now))


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
        who = f"{who} ({ctx.app.texts.text(language, 'case-undelivered')})"
    return _quote(message.received_at, who, said, ctx)


def _quote(at: datetime, who: str, said: str, ctx: UpdateContext) -> str:
    moment = at.astimezone(ctx.app.zone).strftime("%d.%m %H:%M")
    return f"{moment} {who}:\n{shortened(quoted(said), _QUOTED)}"

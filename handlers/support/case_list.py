"""Cases to read: what is open, and one case with all that was said."""

from datetime import datetime, timedelta
from typing import Final

from handlers.cases import card, case_topic
from handlers.shared.app_context import AppContext
from handlers.shared.quoting import inline, pieces, quoted, shortened
from handlers.shared.update_context import UpdateContext
from handlers.support import labels
from storage.cases import cases
from storage.cases.cases import ListedCase
from storage.rows import Message

_LISTED: Final = 25
_REMEMBERED: Final = 20
"""Messages of a history; what is older stands in the topic."""
_QUOTED: Final = 400


async def board(ctx: UpdateContext, language: str) -> str:
    """Open cases, the gloomiest and oldest first."""
    found = await ctx.run(cases.board, _LISTED)
    if not found:
        return ctx.app.texts.text(language, "cases-none")
    n = await ctx.run(cases.count_open)
    lines = [_line(one, ctx, language) for one in found]
    if (left := n - len(found)) > 0:
        lines.append(ctx.app.texts.text(language, "cases-more", n=left))
    return "\n\n".join([ctx.app.texts.text(language, "cases", n=n), *lines])


async def history(ctx: UpdateContext, language: str, number: str | None) -> list[str]:
    """The card of a case and what was said, in as many messages as it needs."""
    wanted = (number or "").strip().lstrip("#")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= 9):
        return [ctx.app.texts.text(language, "case-which")]
    case = await ctx.run(cases.numbered, int(wanted))
    if case is None:
        return [ctx.app.texts.text(language, "case-unknown")]
    about = await case_topic.overview(ctx, case)
    thread = await ctx.run(cases.thread, case.id)
    first = f"💬 {inline(about.customer.name)}"
    said = [_quote(case.opened_at, first, case.words, ctx)] if case.words else []
    for message in thread[-_REMEMBERED:]:
        said.append(await _said(message, about.customer.name, ctx, language))
    return list(pieces("\n\n".join([card.text(about, ctx.app, language), *said])))


def _line(one: ListedCase, ctx: UpdateContext, language: str) -> str:
    waits = _age(ctx.now - one.case.opened_at, ctx.app, language)
    state = card.status(one.case, one.holder, ctx.app, language)
    who = " · ".join([inline(one.customer, 40), waits, state])
    return f"{card.heading(one.case, ctx.app, language)}\n{who}"


async def _said(message: Message, customer: str | None, ctx: UpdateContext, language: str) -> str:
    attached = labels.file(ctx.app, language, message.kind) if message.file_id else ""
    said = " ".join(filter(None, [attached, message.words]))
    if message.staff_telegram_id is None:
        return _quote(message.received_at, f"💬 {inline(customer)}", said, ctx)
    name = await ctx.run(case_topic.name_of, message.staff_telegram_id, ctx.customer)
    return _quote(message.received_at, f"↩️ {inline(name)}", said, ctx)


def _quote(at: datetime, who: str, said: str, ctx: UpdateContext) -> str:
    moment = at.astimezone(ctx.app.zone).strftime("%d.%m %H:%M")
    return f"{moment} {who}:\n{shortened(quoted(said), _QUOTED)}"


def _age(waited: timedelta, app: AppContext, language: str) -> str:
    minutes = int(waited.total_seconds()) // 60
    if minutes >= 48 * 60:
        return app.texts.text(language, "waits-days", n=minutes // (24 * 60))
    if minutes >= 60:
        return app.texts.text(language, "waits-hours", n=minutes // 60)
    return app.texts.text(language, "waits-minutes", n=minutes)

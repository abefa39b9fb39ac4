"""`/export orders 2026-10 csv`: the rows as a file, ordered here and written by a job."""

from typing import Final

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.shared.filters import StaffOnly, command, reads_numbers
from handlers.shared.update_context import UpdateContext
from reports.job import ExportJob
from storage.reports.exports import EXPORTS, ExportRequest
from storage.rows import Job
from surveys.language.languages import LANGUAGES
from surveys.statistics.periods import BadWordError, parse
from texts.quoting import inline

router = Router(name="exports")

_FORMATS: Final = ("xlsx", "csv")
_WORD_SHOWN: Final = 50


@router.message(command("export"), StaffOnly(reads_numbers))
async def export(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Order the file that the words name; without a period everything, without a format a sheet."""
    words = (command.args or "").split()
    names = [name for word in words if (name := _export_of(word, ctx)) is not None]
    formats = [word.casefold() for word in words if word.casefold() in _FORMATS]
    if len(names) != 1 or len(formats) > 1:
        ctx.reply(ctx.text("export-usage"))
        return
    rest = [word for word in words if _export_of(word, ctx) is None and word.casefold() not in _FORMATS]
    try:
        asked = parse(" ".join(rest), ctx.now, ctx.app.zone) if rest else None
    except BadWordError as error:
        ctx.reply(ctx.text("export-bad-word", word=inline(error.word, _WORD_SHOWN)))
        return
    if asked is not None and asked.filters:
        ctx.reply(ctx.text("export-usage"))
        return
    has_names = ctx.role is not None and ctx.role.exports_names
    request = ExportRequest(names[0], asked.period if asked else None, has_names)
    job = ExportJob(request, (formats or _FORMATS)[0], ctx.language, ctx.chat_id, ctx.customer.id)
    ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now, key=job.key))
    ctx.reply(ctx.text("export-ordered"))


def _export_of(word: str, ctx: UpdateContext) -> str | None:
    """The export that a word names, in either language; None for another word."""
    plain = word.casefold()
    for name in EXPORTS:
        known = (ctx.app.texts.text(language, f"words-export-{name}") for language in LANGUAGES)
        if plain == name or plain in " ".join(known).split():
            return name
    return None

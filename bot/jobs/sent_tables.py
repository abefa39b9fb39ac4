"""A company's file that a manager sent: fetched, read, and shown in the one message that is about it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.delivery.bot_api_client import NotSent, Uncertain
from bot.jobs import worker_tasks
from bot.jobs.downloads import put_on_disk
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import keyboard, reply
from reports.files.preview_screen import TablePreview
from reports.files.sent_table import SentTableJob
from reports.screen import Screen
from storage.delivery import files
from storage.effects import Effects
from storage.engines.database import Connection
from storage.imports import sent_tables
from storage.rows import OutboxRow, SentTable
from storage.states import SentTableState
from texts.quoting import inline

LOOK: Final = "look_into_table"
_NAME: Final = 60


async def _look(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job = SentTableJob.from_json(args)
    table = await context.database.read(sent_tables.find, job.table)
    if table is None or table.state is not SentTableState.ORDERED:
        return None
    look = await _read(context, job, table)

    def finish(connection: Connection) -> Effects | None:
        after = SentTableState.REFUSED if look.kind is None else SentTableState.SHOWN
        if not sent_tables.move(
            connection,
            table.id,
            [SentTableState.ORDERED],
            after,
            kind=look.kind,
            records=look.records,
            day_order=look.day_order,
            decimal_mark=look.decimal_mark,
        ):
            return None
        effects = Effects()
        effects.add(edit(context, job, look.shown))
        return effects

    return finish


async def _read(context: JobContext, job: SentTableJob, table: SentTable) -> TablePreview:
    """What the file would bring; that it cannot be had is told in its place."""
    file = await context.database.read(files.find, job.table)
    if file is None:
        return _refusal(context, job, "import-gone")
    try:
        path = await put_on_disk(context, file)
    except (NotSent, Uncertain):
        return _refusal(context, job, "import-not-fetched", file=inline(job.name, _NAME))
    company = context.contexts.current.report_context
    return await context.call(
        Pool.BULK, worker_tasks.table_preview, context.database.url, company, job, path, table
    )


def _refusal(context: JobContext, job: SentTableJob, text_id: str, **values: str) -> TablePreview:
    texts = context.contexts.current.texts
    return TablePreview(None, None, Screen(texts.text(job.language, text_id, **values), []))


def edit(context: JobContext, job: SentTableJob, shown: Screen) -> OutboxRow:
    """What is said of a file from now on, in its one message; what still waited to be said there is not."""
    row = reply(
        context.ids.next(),
        job.chat_id,
        shown.text,
        context.clock.now(),
        customer_id=job.customer_id,
        reply_markup=keyboard(shown.rows),
    )
    return replace(row, method="editMessageText", at=job.place, key=job.place)


def _give_up(context: JobContext, args: Mapping[str, Any]) -> Finish:
    """Whoever sent the file is told that it cannot be read."""
    job = SentTableJob.from_json(args)

    def finish(connection: Connection) -> Effects | None:
        if not sent_tables.move(connection, job.table, [SentTableState.ORDERED], SentTableState.REFUSED):
            return None
        effects = Effects()
        look = _refusal(context, job, "import-not-read", file=inline(job.name, _NAME))
        effects.add(edit(context, job, look.shown))
        return effects

    return finish


LOOK_INTO_TABLE: Final = JobKind(LOOK, Pool.NETWORK, _look, give_up=_give_up)

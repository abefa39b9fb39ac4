"""The import of a file that a manager sent is taken back by the portion, or told why it stays."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from bot.jobs.import_run import ImportRun
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.sent_tables import edit
from reports.buttons import Rows
from reports.files.sent_table import ImportStep, SentTableJob, data
from reports.screen import Screen
from storage.effects import Effects
from storage.engines.database import Connection
from storage.imports import imports, sent_tables, undoing
from storage.rows import Import, Job
from storage.states import ImportState, SentTableState
from surveys.errors import UserErrors
from texts.quoting import inline

UNDO: Final = "undo_table"
_STEPS: Final = 20
"""Portions in a job."""
_NAME: Final = 60


async def _undo(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job = SentTableJob.from_json(args)
    found = await context.database.read(imports.find_by_fingerprint, job.fingerprint)
    if found is None:
        return None
    run = ImportRun(context.database, context.ids, context.clock.now)
    try:
        if found.state is not ImportState.UNDONE:
            found = await context.database.write(run.begin_undo, found.id, job.chat_id)
    except UserErrors as rests:
        why = context.contexts.current.texts.render(job.language, rests.texts[0])
        return _stays(context, job, f"{_say(context, job, 'import-done')}\n{why}")
    for _ in range(_STEPS):
        if found.state is ImportState.UNDONE:
            text = _say(context, job, "import-undone")
            return partial(_end, context=context, job=job, after=SentTableState.UNDONE, text=text)
        found = await _step(context, found)
    return partial(_go_on, context=context, job=job)


async def _step(context: JobContext, found: Import) -> Import:
    return await context.database.write(undoing.go_on, found, context.clock.now())


def _end(
    connection: Connection, context: JobContext, job: SentTableJob, after: SentTableState, text: str,
    rows: Rows | None = None,
) -> Effects | None:  # fmt: skip
    """What came of it is told, except where the import failed and its end is known already."""
    if not sent_tables.move(connection, job.table, [SentTableState.UNDOING], after):
        return None
    effects = Effects()
    effects.add(edit(context, job, Screen(text, rows or [])))
    return effects


def _go_on(_: Connection, context: JobContext, job: SentTableJob) -> Effects:
    effects = Effects()
    key = f"undo-on:{job.table}"
    effects.add(Job(context.ids.next(), UNDO, job.to_json(), context.clock.now(), key=key))
    return effects


def _give_up(context: JobContext, args: Mapping[str, Any]) -> Finish:
    job = SentTableJob.from_json(args)
    return _stays(context, job, _say(context, job, "import-undo-failed"))


def _stays(context: JobContext, job: SentTableJob, text: str) -> Finish:
    """The import stays, and may be taken back later."""
    label = context.contexts.current.texts.text(job.language, "button-import-undo")
    rows: Rows = [[{"text": label, "callback_data": data(ImportStep.UNDO, job.table)}]]
    return partial(_end, context=context, job=job, after=SentTableState.DONE, text=text, rows=rows)


def _say(context: JobContext, job: SentTableJob, text_id: str) -> str:
    return context.contexts.current.texts.text(job.language, text_id, file=inline(job.name, _NAME))


UNDO_TABLE: Final = JobKind(UNDO, Pool.NETWORK, _undo, give_up=_give_up)

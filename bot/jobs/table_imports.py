"""A confirmed file is imported by the portion: each is a job of its own that begins where the last one ended.

What was done is told in the file's one message; killed in between, it is gone on with at the last portion.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from bot.jobs import worker_tasks
from bot.jobs.import_run import ImportOrder, ImportRun
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import document
from bot.jobs.sent_tables import edit
from bot.jobs.table_undo import UNDO
from reports.files.preview_screen import conventions_of, counts_of
from reports.files.sent_table import ImportStep, SentTableJob, data
from reports.screen import Screen
from storage.effects import Effects
from storage.engines.conflicts import write_after_conflict
from storage.engines.database import Connection
from storage.imports import finishing, imports, sent_tables, storing
from storage.people.record_changes import Stored
from storage.rows import File, Import, Job, OutboxRow, SentTable
from storage.states import ImportState, SentTableState
from surveys.language.languages import Language
from texts.quoting import inline

IMPORT: Final = "import_table"
_RECORDS: Final = 100
"""In a transaction: it holds up others for some 20 ms."""
_STEPS: Final = 20
"""In a job; afterwards the message tells how far it is."""
_NAME: Final = 60


async def _import(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job = SentTableJob.from_json(args)
    table = await context.database.read(sent_tables.find, job.table)
    if table is None or table.state is not SentTableState.CONFIRMED:
        return None
    run, order = ImportRun(context.database, context.ids, context.clock.now), _order_of(context, job, table)
    try:
        found = await context.database.write(run.begin, order, job.fingerprint, ImportState.PENDING)
    except imports.ImportUnderWay as other:
        return partial(_wait, context=context, job=job, table=table, other=other)
    for _ in range(_STEPS):
        if found.state is ImportState.DONE:
            return await _end(context, job, found)
        found = await _step(context, order, found)
    return lambda _: _go_on(context, job, table, found)


def _order_of(context: JobContext, job: SentTableJob, table: SentTable) -> ImportOrder:
    """What is to be read, and how, as the command line says it of a file of its own."""
    assert table.kind is not None
    return ImportOrder(
        context.files.path(job.table),
        table.kind,
        conventions_of(context.contexts.current.report_context, table),
        Language(job.language),
        file_name=job.name,
        staff_telegram_id=job.chat_id,
    )


async def _step(context: JobContext, order: ImportOrder, found: Import) -> Import:
    if found.state is not ImportState.PENDING:
        return await context.database.write(finishing.go_on, found)
    items = await context.call(Pool.BULK, worker_tasks.record_block, order, found.taken, _RECORDS)
    now = context.clock.now()
    if not items:
        return await context.database.write(finishing.begin_to_count, found, now)
    return await write_after_conflict(
        context.database, storing.take, found, items, now, context.ids, order.language
    )


def _wait(
    connection: Connection, context: JobContext, job: SentTableJob, table: SentTable,
    other: imports.ImportUnderWay,
) -> Effects:  # fmt: skip
    """Another import is under way: this one may be confirmed again."""
    sent_tables.move(connection, job.table, [SentTableState.CONFIRMED], SentTableState.SHOWN)
    effects = Effects()
    busy_with = next(str(said) for name, said in other.texts[0].values if name == "file")
    why = _say(context, job, "import-busy", file=inline(busy_with, _NAME))
    label = _say(context, job, "button-import-confirm", n=table.records or 0)
    rows = [[{"text": label, "callback_data": data(ImportStep.CONFIRM, job.table)}]]
    effects.add(edit(context, job, Screen(why, rows)))
    return effects


def _go_on(context: JobContext, job: SentTableJob, table: SentTable, found: Import) -> Effects:
    """The next portion, and how far it is by now."""
    effects = Effects()
    effects.add(Job(context.ids.next(), IMPORT, job.to_json(), context.clock.now(), key=f"go-on:{job.table}"))
    written = found.created + found.changed + found.unchanged
    words = {"file": inline(job.name, _NAME), "done": written, "n": max(table.records or 0, written)}
    effects.add(edit(context, job, Screen(_say(context, job, "import-progress", **words), [])))
    return effects


async def _end(context: JobContext, job: SentTableJob, done: Import) -> Finish:
    content = None
    if refusals := await context.database.read(imports.refusals, done.id):
        path, texts = context.files.path(job.table), context.contexts.current.texts
        content = await context.call(
            Pool.BULK, worker_tasks.refused_lines, texts, job.language, path, done.kind, refusals
        )

    def finish(connection: Connection) -> Effects | None:
        confirmed = [SentTableState.CONFIRMED]
        if not sent_tables.move(connection, job.table, confirmed, SentTableState.DONE):
            return None
        effects = Effects()
        counts = Stored(done.created, done.changed, done.unchanged)
        lines = [
            _say(context, job, "import-done", file=inline(job.name, _NAME)),
            _say(context, job, "import-counts-done", **counts_of(counts)),
        ]
        if content is not None:
            lines.append(_say(context, job, "import-done-refused", n=len(refusals)))
            effects.add(_document(context, job, content, effects))
        label = _say(context, job, "button-import-undo")
        rows = [[{"text": label, "callback_data": data(ImportStep.UNDO, job.table)}]]
        effects.add(edit(context, job, Screen("\n".join(lines), rows if done.created + done.changed else [])))
        return effects

    return finish


def _give_up(context: JobContext, args: Mapping[str, Any]) -> Finish:
    """It is told; what was not counted yet is taken away, so that it holds up no other import."""
    job = SentTableJob.from_json(args)

    def finish(connection: Connection) -> Effects | None:
        found = imports.find_by_fingerprint(connection, job.fingerprint)
        counts = found is not None and found.state is not ImportState.PENDING
        after = SentTableState.SHOWN if counts else SentTableState.REFUSED
        if not sent_tables.move(connection, job.table, [SentTableState.CONFIRMED], after):
            return None
        effects, file = Effects(), inline(job.name, _NAME)
        if counts:
            label = _say(context, job, "button-import-go-on")
            rows = [[{"text": label, "callback_data": data(ImportStep.CONFIRM, job.table)}]]
            shown = Screen(_say(context, job, "import-unfinished", file=file), rows)
        else:
            shown = Screen(_say(context, job, "import-failed", file=file), [])
            key, now = f"{UNDO}:{job.table}", context.clock.now()
            effects.add(Job(context.ids.next(), UNDO, job.to_json(), now, key=key))
        effects.add(edit(context, job, shown))
        return effects

    return finish


def _document(context: JobContext, job: SentTableJob, content: bytes, effects: Effects) -> OutboxRow:
    """The refused lines as a file; it replies to the message about the import."""
    now = context.clock.now()
    name = _say(context, job, "import-refused-file")
    file = effects.add(File(context.ids.next(), name, "text/csv", now, content, size=len(content)))
    return document(context.ids.next(), job.chat_id, file, now, customer_id=job.customer_id)


def _say(context: JobContext, job: SentTableJob, text_id: str, **values: Any) -> str:
    return context.contexts.current.texts.text(job.language, text_id, **values)


IMPORT_TABLE: Final = JobKind(IMPORT, Pool.NETWORK, _import, give_up=_give_up)

"""A confirmed file is imported by the portion: each is a job of its own that begins where the last one ended.

What was done is told in the file's one message; killed in between, it is gone on with at the last portion.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.jobs import worker_tasks
from bot.jobs.downloads import put_on_disk
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.sent_tables import edit
from reports.files.preview_screen import conventions_of, counts_of
from reports.files.sent_table import ImportJob
from reports.screen import Screen
from storage.delivery import files
from storage.effects import Effects
from storage.engines.database import Connection
from storage.imports import outcomes, sent_tables
from storage.people.record_changes import Stored
from storage.rows import File, Job, OutboxRow, SentTable
from storage.states import SentTableState
from surveys.language.languages import Language
from surveys.outreach.urgency import Urgency
from surveys.records.refusal import Refusal
from texts.quoting import inline

IMPORT: Final = "import_table"
_RECORDS: Final = 200
"""In a transaction."""
_BLOCKS: Final = 20
"""In a job; afterwards the message tells how far it is."""
_NAME: Final = 60
_ATTACHED: Final = "file0"


async def _import(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job = ImportJob.from_json(args)
    table = await context.database.read(sent_tables.find, job.table)
    file = await context.database.read(files.find, job.table)
    if table is None or file is None or table.state is not SentTableState.CONFIRMED:
        return None
    for _ in range(_BLOCKS):
        taken = job.taken
        job = await _take_block(context, job, table, file)
        if job.taken == taken:
            return await _end(context, job, table)
    return lambda connection: _go_on(context, job, table)


async def _take_block(context: JobContext, job: ImportJob, table: SentTable, file: File) -> ImportJob:
    path = await put_on_disk(context, file)
    conventions = conventions_of(context.contexts.current.report_context, table)
    items = await context.call(
        Pool.BULK, worker_tasks.record_block, path, table.kind, conventions, job.taken, _RECORDS
    )
    if not items:
        return job
    records = [item for item in items if not isinstance(item, Refusal)]
    unread = tuple(item for item in items if isinstance(item, Refusal))
    stored = await context.database.write(
        outcomes.store, table.kind, records, context.clock.now(), context.ids, Language(job.language)
    )
    return job.after(len(items), stored + Stored(refused=unread))


def _go_on(context: JobContext, job: ImportJob, table: SentTable) -> Effects:
    """The next portion, and how far it is by now."""
    effects = Effects()
    effects.add(Job(context.ids.next(), IMPORT, job.to_json(), context.clock.now(), key=f"go-on:{job.table}"))
    words = {"file": inline(job.name, _NAME), "done": job.written, "n": table.records or job.written}
    effects.add(edit(context, job, Screen(_say(context, job, "import-progress", **words), [])))
    return effects


async def _end(context: JobContext, job: ImportJob, table: SentTable) -> Finish:
    content = None
    if job.refused:
        path = context.files.path(job.table)
        texts = context.contexts.current.texts
        content = await context.call(
            Pool.BULK, worker_tasks.refused_lines, texts, job.language, path, table.kind, job.refusals
        )

    def finish(connection: Connection) -> Effects | None:
        confirmed = [SentTableState.CONFIRMED]
        if not sent_tables.move(connection, job.table, confirmed, SentTableState.DONE):
            return None
        effects = Effects()
        lines = [
            _say(context, job, "import-done", file=inline(job.name, _NAME)),
            _say(context, job, "import-counts-done", **counts_of(job.outcome)),
        ]
        if content is not None:
            lines.append(_say(context, job, "import-done-refused", n=len(job.refused)))
            effects.add(_document(context, job, content, effects))
        effects.add(edit(context, job, Screen("\n".join(lines), [])))
        return effects

    return finish


def _document(context: JobContext, job: ImportJob, content: bytes, effects: Effects) -> OutboxRow:
    """The refused lines as a file; it replies to the message about the import."""
    now = context.clock.now()
    name = _say(context, job, "import-refused-file")
    file = effects.add(File(context.ids.next(), name, "text/csv", now, content, size=len(content)))
    return OutboxRow(
        id=context.ids.next(),
        chat_id=job.chat_id,
        urgency=Urgency.REPLY,
        method="sendDocument",
        body=json.dumps({"chat_id": job.chat_id, "document": f"attach://{_ATTACHED}"}),
        created_at=now,
        due_at=now,
        files=[[_ATTACHED, file.id]],
        customer_id=job.customer_id,
    )


def _say(context: JobContext, job: ImportJob, text_id: str, **values: Any) -> str:
    return context.contexts.current.texts.text(job.language, text_id, **values)


IMPORT_TABLE: Final = JobKind(IMPORT, Pool.NETWORK, _import)

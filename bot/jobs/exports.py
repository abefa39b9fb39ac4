"""An export that staff asked for: written in a spawned process, sent as a document, in the audit log."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from bot.jobs import worker_tasks
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import document, reply
from reports.exports import ExportLimit
from reports.job import ExportJob
from storage import audit
from storage.effects import Effects
from storage.engines.database import Connection
from storage.rows import File
from storage.states import AuditAction

_LARGEST: Final = 20 * 1024 * 1024
"""In bytes. What is larger is for the command line: the row of a larger file would hold up the others."""
_LATE_AFTER: Final = timedelta(days=1)
_MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def _export(context: JobContext, args: Mapping[str, Any]) -> Finish:
    company = context.contexts.current.report_context
    job = ExportJob.from_json(args, company.zone)
    try:
        written = await context.call(Pool.BULK, worker_tasks.export, context.database.url, company.zone, job)
    except ExportLimit:
        written = None
    if written is None or len(written[1]) > _LARGEST:
        return lambda connection: _refuse(context, job)
    rows, content = written
    return lambda connection: _post(connection, context, job, rows, content)


def _refuse(context: JobContext, job: ExportJob) -> Effects:
    effects = Effects()
    text = context.contexts.current.texts.text(job.language, "export-too-large", export=job.request.export)
    effects.add(
        reply(context.ids.next(), job.chat_id, text, context.clock.now(), customer_id=job.customer_id)
    )
    return effects


def _post(connection: Connection, context: JobContext, job: ExportJob, rows: int, content: bytes) -> Effects:
    effects, now = Effects(), context.clock.now()
    name = f"{job.request.export}.{job.format}"
    file = effects.add(File(context.ids.next(), name, _MEDIA_TYPES[job.format], now, content))
    caption = context.contexts.current.texts.text(job.language, "export-caption", rows=rows)
    row = document(context.ids.next(), job.chat_id, file, now, customer_id=job.customer_id, caption=caption)
    effects.add(replace(row, expires_at=now + _LATE_AFTER))
    audit.record(
        connection, context.ids.next(), AuditAction.EXPORT, now,
        by=job.chat_id, subject=job.request.export, details=job.request.as_details(rows),
    )  # fmt: skip
    return effects


EXPORT: Final = JobKind(ExportJob.kind, Pool.BULK, _export)

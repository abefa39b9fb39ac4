"""The page with all reports: written in a spawned process and sent as one HTML document."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from bot.jobs import worker_tasks
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import document
from reports.job import PageJob
from storage.effects import Effects
from storage.rows import File

_LATE_AFTER: Final = timedelta(days=1)
_MEDIA_TYPE: Final = "text/html"


async def _write(context: JobContext, args: Mapping[str, Any]) -> Finish:
    company, job = context.contexts.current.report_context, PageJob.from_json(args)
    content = await context.call(Pool.BULK, worker_tasks.page, context.database.url, company, job)
    name = f"otklik-{job.now.astimezone(company.zone).date()}.html"
    return lambda connection: _post(context, job, name, content)


def _post(context: JobContext, job: PageJob, name: str, content: bytes) -> Effects:
    effects, now = Effects(), context.clock.now()
    file = effects.add(File(context.ids.next(), name, _MEDIA_TYPE, now, content))
    caption = context.contexts.current.texts.text(job.language, "page-caption")
    row = document(context.ids.next(), job.chat_id, file, now, customer_id=job.customer_id, caption=caption)
    effects.add(replace(row, expires_at=now + _LATE_AFTER))
    return effects


PAGE: Final = JobKind(PageJob.kind, Pool.BULK, _write)

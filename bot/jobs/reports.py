"""The words and buttons of a report, read beside the customers' updates; its picture is another job."""

from collections.abc import Mapping
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import keyboard, reply
from reports import screen
from reports.job import ReportJob
from reports.screen import Screen
from storage.effects import Effects
from storage.rows import Job


async def _show(context: JobContext, args: Mapping[str, Any]) -> Finish:
    company = context.contexts.current.report_context
    job = ReportJob.from_json(args, company.zone)
    shown = await context.read(Pool.INTERACTIVE, screen.compose, company, job)
    return lambda connection: _post(context, job, shown)


def _post(context: JobContext, job: ReportJob, shown: Screen) -> Effects:
    effects, now = Effects(), context.clock.now()
    effects.add(
        reply(
            context.ids.next(),
            job.chat_id,
            shown.text,
            now,
            customer_id=job.customer_id,
            message_id=shown.message_id,
            parse_mode="HTML" if shown.is_html else None,
            reply_markup=keyboard(shown.rows),
        )
    )
    if (picture := shown.picture) is not None:
        effects.add(Job(context.ids.next(), picture.kind, picture.to_json(), now, key=picture.place))
    return effects


REPORT: Final = JobKind(ReportJob.kind, Pool.INTERACTIVE, _show)

"""The open cases, listed for staff where one of them asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import keyboard, reply
from handlers.cases.case_places import board
from reports import case_list
from reports.case_list import CaseListJob
from reports.screen import Screen
from storage.effects import Effects


async def _list(context: JobContext, args: Mapping[str, Any]) -> Finish:
    job = CaseListJob.from_json(args)
    company = context.contexts.current.report_context
    shown = await context.read(Pool.INTERACTIVE, case_list.compose, company, job)
    return lambda connection: _post(context, job, shown)


def _post(context: JobContext, job: CaseListJob, shown: Screen) -> Effects:
    effects = Effects()
    quoted = {"message_id": job.reply_to, "allow_sending_without_reply": True} if job.reply_to else None
    row = reply(
        context.ids.next(),
        job.chat_id,
        shown.text,
        context.clock.now(),
        customer_id=job.customer_id,
        message_id=job.message_id,
        message_thread_id=job.thread_id,
        reply_parameters=quoted,
        reply_markup=keyboard(shown.rows),
    )
    place = None if job.message_id else board(job.chat_id, context.ids.next())
    effects.add(replace(row, fills=place))
    return effects


CASE_LIST: Final = JobKind(CaseListJob.kind, Pool.INTERACTIVE, _list)

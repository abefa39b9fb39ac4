"""What customers said outside cases, listed for staff where one of them asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import keyboard, reply
from handlers.cases.feedback_places import list_place
from reports import feedback_list
from reports.feedback_list import FeedbackListJob
from reports.screen import Screen
from storage.effects import Effects


async def _list(context: JobContext, args: Mapping[str, Any]) -> Finish:
    job = FeedbackListJob.from_json(args)
    company = context.contexts.current.report_context
    shown = await context.read(Pool.INTERACTIVE, feedback_list.compose, company, job)
    return lambda connection: _post(context, job, shown)


def _post(context: JobContext, job: FeedbackListJob, shown: Screen) -> Effects:
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
    place = None if job.message_id else list_place(job.chat_id, context.ids.next())
    effects.add(replace(row, fills=place))
    return effects


FEEDBACK_LIST: Final = JobKind(FeedbackListJob.kind, Pool.INTERACTIVE, _list)

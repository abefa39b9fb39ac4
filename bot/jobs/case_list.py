"""The open cases, listed for staff where one of them asked."""

from collections.abc import Mapping
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import reply
from reports import case_list
from reports.case_list import CaseListJob
from storage.effects import Effects


async def _list(context: JobContext, args: Mapping[str, Any]) -> Finish:
    job = CaseListJob.from_json(args)
    text = await context.read(
        Pool.INTERACTIVE, case_list.compose, context.contexts.current.report_context, job
    )
    return lambda connection: _post(context, job, text)


def _post(context: JobContext, job: CaseListJob, text: str) -> Effects:
    effects = Effects()
    quoted = {"message_id": job.reply_to, "allow_sending_without_reply": True} if job.reply_to else None
    effects.add(
        reply(
            context.ids.next(),
            job.chat_id,
            text,
            context.clock.now(),
            customer_id=job.customer_id,
            message_thread_id=job.thread_id,
            reply_parameters=quoted,
        )
    )
    return effects


CASE_LIST: Final = JobKind(CaseListJob.kind, Pool.INTERACTIVE, _list)

"""What customers said outside cases, listed for staff where one of them asked."""

from collections.abc import Mapping
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import list_page
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
    effects, ids = Effects(), context.ids
    place = list_place(job.chat_id, ids.next())
    effects.add(list_page(ids.next(), job, shown, context.clock.now(), place))
    return effects


FEEDBACK_LIST: Final = JobKind(FeedbackListJob.kind, Pool.INTERACTIVE, _list)

"""The open cases, listed for staff where one of them asked."""

from collections.abc import Mapping
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import list_page
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
    effects, ids = Effects(), context.ids
    place = board(job.chat_id, ids.next())
    effects.add(list_page(ids.next(), job, shown, context.clock.now(), place))
    return effects


CASE_LIST: Final = JobKind(CaseListJob.kind, Pool.INTERACTIVE, _list)

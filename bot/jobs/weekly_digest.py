"""A manager's weekly digest: read beside the customers' updates, sent once however often the job is begun."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import keyboard, reply
from reports import weekly_digest
from reports.digest_job import WeeklyDigestJob
from reports.weekly_digest import DigestScreen
from storage import weekly_digests
from storage.effects import Effects
from storage.engines.database import Connection
from surveys.statistics.periods import DAY, Period


async def _compose(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job, app = WeeklyDigestJob.from_json(args), context.contexts.current
    now, ends_at = context.clock.now(), Period(job.week, job.week + DAY, app.zone).until
    if now >= ends_at and not job.is_asked:
        return None
    found = await context.read(Pool.BULK, weekly_digest.compose, app.report_context, job, now)
    return lambda connection: _post(connection, context, job, found, ends_at)


def _post(
    connection: Connection,
    context: JobContext,
    job: WeeklyDigestJob,
    found: DigestScreen,
    ends_at: datetime,
) -> Effects | None:
    now, shown = context.clock.now(), found.screen
    if not job.is_asked and not weekly_digests.mark_sent(
        connection, job.telegram_id, job.week, found.asked, now
    ):
        return None
    effects = Effects()
    row = reply(
        context.ids.next(),
        job.telegram_id,
        shown.text,
        now,
        customer_id=job.customer_id,
        parse_mode="HTML",
        reply_markup=keyboard(shown.rows),
    )
    effects.add(row if job.is_asked else replace(row, expires_at=ends_at))
    return effects


WEEKLY_DIGEST: Final = JobKind(WeeklyDigestJob.kind, Pool.BULK, _compose)

"""The picture of a report whose words are on their way: drawn, then sent to its place or exchanged there."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from bot.jobs import worker_tasks
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from reports.job import PictureJob
from storage.delivery import places
from storage.effects import Effects
from storage.engines.database import Connection
from storage.rows import File, OutboxRow
from surveys.outreach.urgency import Urgency

_LATE_AFTER: Final = timedelta(hours=1)
"""A picture that comes so long after its words puzzles more than it tells."""

_ATTACHED: Final = "file0"


async def _draw(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    company = context.contexts.current.report_context
    job = PictureJob.from_json(args, company.zone)
    png = await context.call(Pool.BULK, worker_tasks.picture, context.database.url, company, job)
    if png is None:
        return (lambda connection: _mark_outdated(connection, context, job)) if job.replaces else None
    return lambda connection: _post(connection, context, job, png)


def _mark_outdated(connection: Connection, context: JobContext, job: PictureJob) -> Effects:
    """Say below a picture that it is of what was shown before; the next one comes without that line."""
    effects = Effects()
    if places.is_taken(connection, job.place):
        texts = context.contexts.current.report_context.texts
        caption = texts.text(job.language, "picture-of-before")
        effects.add(replace(_call(context, job, "editMessageCaption", caption=caption), at=job.place))
    return effects


def _post(connection: Connection, context: JobContext, job: PictureJob, png: bytes) -> Effects:
    effects = Effects()
    file = effects.add(File(context.ids.next(), f"{job.report}.png", "image/png", context.clock.now(), png))
    is_there = job.replaces and places.is_taken(connection, job.place)
    method = "editMessageMedia" if is_there else "sendPhoto"
    call = replace(_call(context, job, method, **_media(is_there=is_there)), files=[[_ATTACHED, file.id]])
    effects.add(replace(call, at=job.place) if is_there else replace(call, fills=job.place))
    return effects


def _call(context: JobContext, job: PictureJob, method: str, **fields: Any) -> OutboxRow:
    now = context.clock.now()
    return OutboxRow(
        id=context.ids.next(),
        chat_id=job.chat_id,
        urgency=Urgency.REPLY,
        method=method,
        body=json.dumps({"chat_id": job.chat_id, **fields}),
        created_at=now,
        due_at=now,
        expires_at=now + _LATE_AFTER,
    )


def _media(*, is_there: bool) -> dict[str, Any]:
    """The file as a call names it that exchanges a picture, or sends the first one."""
    attached = f"attach://{_ATTACHED}"
    return {"media": {"type": "photo", "media": attached}} if is_there else {"photo": attached}


PICTURE: Final = JobKind(PictureJob.kind, Pool.BULK, _draw, tries=1)
"""Tried once: the person has the words already, and may ask again."""

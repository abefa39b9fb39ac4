"""What is left of a person who asked to be forgotten, erased page by page beside all other work."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from storage.effects import Effects
from storage.engines.database import Connection
from storage.people import erasure
from storage.people.personal_data import DataSubject
from storage.rows import Job

_AGAIN_AFTER: Final = timedelta(minutes=5)
"""Something may still be on its way to them, such as the word that they are forgotten."""


async def _erase(context: JobContext, args: Mapping[str, Any]) -> Finish:
    until = datetime.fromisoformat(args["until"])
    person = DataSubject(int(args["customer"]), args["telegram_id"], until)
    # Asked first: what is sent while the rest is erased is erased by the next job.
    is_over = not await context.read(Pool.BULK, erasure.is_awaited, person)
    lying = await context.database.read(erasure.files_of, person.customer_id)
    for page in await context.read(Pool.BULK, erasure.pages, person):
        await context.database.write(erasure.erase, page)
    await asyncio.to_thread(context.files.remove, lying)
    if is_over:
        await context.database.write(erasure.replace_key, person.customer_id)
    await context.database.checkpoint()
    return partial(_end, context=context, args=args, is_over=is_over)


def _end(connection: Connection, context: JobContext, args: Mapping[str, Any], *, is_over: bool) -> Effects:
    """No job that ended names anybody."""
    effects = Effects()
    erasure.forget_jobs(connection, ERASURE.name)
    if not is_over:
        due = context.clock.now() + _AGAIN_AFTER
        effects.add(Job(context.ids.next(), ERASURE.name, dict(args), due, key=key_of(int(args["customer"]))))
    return effects


def ordered(job_id: int, customer_id: int, telegram_id: int | None, now: datetime) -> Job:
    """The job for somebody whose erasure was begun at that moment."""
    args = {"customer": customer_id, "telegram_id": telegram_id, "until": now.isoformat()}
    return Job(job_id, ERASURE.name, args, now, key=key_of(customer_id))


def key_of(customer_id: int) -> str:
    """The key of the job that erases what is left of a customer."""
    return f"erasure:{customer_id}"


ERASURE: Final = JobKind("erasure", Pool.BULK, _erase)

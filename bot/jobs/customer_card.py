"""The card of a customer, read beside the customers' updates; that somebody looked is in the audit log."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import keyboard, reply
from handlers.outreach.customer_card import CustomerCardJob, compose
from reports.screen import Screen
from storage import audit
from storage.effects import Effects
from storage.engines.database import Connection


async def _show(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job, now = CustomerCardJob(**args), context.clock.now()
    shown = await context.database.read(compose, context.contexts.current, job, now)
    return None if shown is None else partial(_post, context=context, job=job, shown=shown)


def _post(connection: Connection, context: JobContext, job: CustomerCardJob, shown: Screen) -> Effects:
    effects, now = Effects(), context.clock.now()
    audit.record_look(
        connection, context.ids.next(), now, by=job.reader, customer_id=job.person, command=job.command
    )
    row = reply(
        context.ids.next(),
        job.reader,
        shown.text,
        now,
        customer_id=job.reader_id,
        reply_markup=keyboard(shown.rows),
    )
    effects.add(replace(row, fills=f"customer:{job.reader}:{context.ids.next()}"))
    return effects


CUSTOMER_CARD: Final = JobKind(CustomerCardJob.kind, Pool.NETWORK, _show)

"""A person is erased while the bot goes on."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.jobs.erasure import ERASURE, ordered
from bot.jobs.kind import JobContext
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.people import erasure
from storage.row_values import values_of
from storage.rows import OutboxRow
from storage.states import OutboxState
from storage.tables import outbox
from surveys.outreach.urgency import Urgency
from tests.bot.jobs.running import NOW
from tests.harness import Harness
from tests.storage.samples import customer

PERSON = 7


class SendingMeanwhile:
    """The processes that read for jobs; right after the first look at what is to be erased a call is sent."""

    def __init__(self, context: JobContext) -> None:
        self._context = context

    async def run(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        [pool, *_] = self._context.processes.values()
        found = await pool.run(work, *args, **kwargs)
        if erasure.pages in args:
            sent = update(outbox).values(state=OutboxState.SENT, done_at=NOW)
            await self._context.database.write(lambda connection: connection.execute(sent))
        return found


async def test_what_is_sent_while_a_person_is_erased_names_nobody_in_the_end(
    harness: Harness, harness_database: Database
) -> None:
    effects = Effects()
    effects.add(customer(PERSON))
    await harness_database.write(flush, [effects])
    await harness_database.write(erasure.begin, PERSON, NOW)
    row = OutboxRow(9, PERSON, Urgency.REPLY, "sendMessage", '{"text": "1"}', NOW, NOW, customer_id=PERSON)
    await harness_database.write(lambda connection: connection.execute(insert(outbox), [values_of(row)]))
    context = harness.parts.job_context
    slow: Any = SendingMeanwhile(context)
    context = replace(context, processes=dict.fromkeys(context.processes, slow))
    waiting: list[Any] = [ordered(1, PERSON, PERSON, NOW)]
    while waiting:
        finish = await ERASURE.run(context, waiting.pop().args)
        assert finish is not None
        waiting += (await harness_database.write(finish) or Effects()).added
    assert await harness_database.read(_left) == [(0, None)]


def _left(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(select(outbox.c.chat_id, outbox.c.body))]

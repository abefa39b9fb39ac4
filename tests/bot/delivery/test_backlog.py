"""Rows are offered and read at once: each is taken once, and none before an older one of its chat."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import delete, insert

from bot.clock import Clock
from bot.delivery.backlog import Backlog
from storage import tables
from storage.effects import values_of
from storage.engines.database import Connection, Database
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency
from tests.bot.delivery.traffic import row
from tests.harness import NOON

LINE_AT_ONCE = 100


@pytest.fixture
def backlog(harness_database: Database) -> Backlog:
    return Backlog(harness_database, Clock(now=lambda: NOON), lambda: None)


async def commit(database: Database, rows: Sequence[OutboxRow]) -> None:
    def write(connection: Connection) -> None:
        connection.execute(insert(tables.outbox), [values_of(one) for one in rows])

    await database.write(write)


async def send(database: Database, backlog: Backlog, rows: Sequence[OutboxRow]) -> None:
    """They leave the outbox, and that is durable."""
    gone = delete(tables.outbox).where(tables.outbox.c.id.in_([one.id for one in rows]))
    await database.write(Connection.execute, gone)
    backlog.finish(one.id for one in rows)


async def test_a_row_is_taken_once_by_whichever_way_it_comes_first(
    backlog: Backlog, harness_database: Database
) -> None:
    early, late = row(1), row(1)
    await commit(harness_database, [early])
    assert backlog.offer([early]) == [], "older rows may wait unread"
    assert await backlog.read() == [early]
    assert backlog.offer([early]) == []
    await commit(harness_database, [late])
    assert backlog.offer([late]) == [late]
    assert await backlog.read() == []


async def test_what_is_offered_while_older_rows_of_its_urgency_are_unread_waits_for_its_turn(
    backlog: Backlog, harness_database: Database
) -> None:
    surveys = [row(1, Urgency.SURVEY) for _ in range(LINE_AT_ONCE + 1)]
    await commit(harness_database, surveys)
    assert await backlog.read() == surveys[:-1]
    reply, survey = row(1), row(1, Urgency.SURVEY)
    await commit(harness_database, [reply, survey])
    assert backlog.offer([survey, reply]) == [reply]
    await send(harness_database, backlog, [*surveys[:-1], reply])
    assert await backlog.read() == [surveys[-1], survey]


async def test_what_is_sent_while_the_outbox_is_read_is_not_taken_again(
    backlog: Backlog, harness_database: Database
) -> None:
    sent, other = row(1), row(2)
    await commit(harness_database, [sent, other])
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(backlog.read())
        await asyncio.sleep(0)  # it is asking the database now
        backlog.finish([sent.id])
    assert reading.result() == [other]
    assert await backlog.read() == [sent], "a later reading believes the outbox"


async def test_a_row_is_read_again_once_its_chat_has_moved(
    backlog: Backlog, harness_database: Database
) -> None:
    moved = row(1)
    await commit(harness_database, [moved])
    assert await backlog.read() == [moved]
    backlog.expect_again([moved])
    assert await backlog.read() == [moved]

"""Rows are offered and read at once: each is taken once, and none before an older one of its chat."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import delete, insert

from bot.clock import Clock
from bot.delivery.backlog import Backlog
from storage import tables
from storage.engines.database import Connection, Database
from storage.row_values import values_of
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
    backlog.expect_again([moved], 2)
    assert await backlog.read() == [moved]


async def test_what_is_written_for_the_new_chat_meanwhile_does_not_overtake_it(
    backlog: Backlog, harness_database: Database
) -> None:
    moved, later = (replace(row(chat_id, Urgency.ESCALATION), case_number=7) for chat_id in (-1, -2))
    await commit(harness_database, [moved])
    assert await backlog.read() == [moved]
    backlog.expect_again([moved], -2)
    await commit(harness_database, [later])
    assert backlog.offer([later]) == []
    assert await backlog.read() == [moved, later]


async def read_all(backlog: Backlog) -> list[OutboxRow]:
    """What is read in a few rounds while nothing is sent."""
    return [row for _ in range(4) for row in await backlog.read()]


async def test_thousands_of_rows_of_one_case_keep_nobody_elses_from_being_read(
    backlog: Backlog, harness_database: Database
) -> None:
    flood = [replace(row(-1, Urgency.ESCALATION), case_number=1) for _ in range(2300)]
    other = replace(row(-1, Urgency.ESCALATION), case_number=2)
    answer, survey = row(5, Urgency.ESCALATION), row(6, Urgency.SURVEY)
    await commit(harness_database, [*flood, other, answer, survey])
    first = await backlog.read()
    assert {other.id, answer.id, survey.id} <= {one.id for one in first}
    assert [one for one in first if one.case_number == 1] == flood[:LINE_AT_ONCE]
    later = row(7, Urgency.ESCALATION)
    await commit(harness_database, [later])
    assert backlog.offer([later]) == [later]


async def test_what_waits_for_thousands_of_topics_keeps_nobody_elses_from_being_read(
    backlog: Backlog, harness_database: Database
) -> None:
    waiting = [replace(row(-1, Urgency.ESCALATION), case_number=number // 3) for number in range(2400)]
    answer = row(5, Urgency.ESCALATION)
    await commit(harness_database, [*waiting, answer])
    assert answer in await read_all(backlog)


async def test_an_urgent_row_of_a_line_that_is_full_is_taken_before_what_waits_there_unread(
    backlog: Backlog, harness_database: Database
) -> None:
    flood = [replace(row(-1, Urgency.ESCALATION), case_number=1) for _ in range(300)]
    await commit(harness_database, flood)
    await backlog.read()
    reply = replace(row(-1, Urgency.REPLY), case_number=1)
    await commit(harness_database, [reply])
    assert backlog.offer([reply]) == [reply]


async def test_what_waits_in_a_line_comes_in_its_order_as_it_is_sent(
    backlog: Backlog, harness_database: Database
) -> None:
    flood = [replace(row(-1, Urgency.ESCALATION), case_number=1) for _ in range(450)]
    await commit(harness_database, flood[:-1])
    seen = await backlog.read()
    await commit(harness_database, flood[-1:])
    assert backlog.offer(flood[-1:]) == []
    while len(seen) < len(flood):
        await send(harness_database, backlog, seen[-LINE_AT_ONCE:])
        seen += await backlog.read()
    assert seen == flood


async def test_a_chat_that_is_set_aside_is_read_once_somebody_makes_its_rows_due(
    backlog: Backlog, harness_database: Database
) -> None:
    early, late = row(-1, Urgency.ESCALATION), row(-1, Urgency.ESCALATION)
    await commit(harness_database, [early])
    assert await backlog.read() == [early]
    backlog.expect_again([early], -1)
    backlog.set_aside(-1, float("inf"))
    assert await backlog.read() == [], "it is not written down yet that nothing is due"
    kept, turned_away = backlog.turn_away([late])
    assert (kept, [one for one, _ in turned_away]) == ([], [late])
    backlog.postponed([-1])
    assert await backlog.read() == [early]
    assert backlog.turn_away([late]) == ([late], [])

"""A wall clock that is set: recognised beside the monotonic one, and stored moments follow it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.process import follow_clock
from bot.schedule.clock_watch import ClockJump, ClockWatch
from storage import clock_jumps
from storage import jobs as job_rows
from storage.delivery import heartbeats, inbox, outbox
from storage.delivery.backlog import read_due
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.ids import Ids
from storage.rows import InboxUpdate, Job, OutboxRow
from storage.states import InboxState
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from surveys.outreach.urgency import Urgency
from tests.harness import NOON, Harness

HOURS_BACK = timedelta(hours=3)
A_DAY = timedelta(days=1)


class Clocks:
    """A wall clock that can be set, and a monotonic one that cannot."""

    def __init__(self) -> None:
        self.wall = NOON
        self.seconds = 1000.0
        self.jumps: list[ClockJump] = []
        clock = Clock(now=lambda: self.wall, monotonic=lambda: self.seconds)
        self.watch = ClockWatch(clock, self.jumps.append)

    async def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds
        await self.watch.look()


@pytest.mark.parametrize("jump", [-HOURS_BACK, -timedelta(hours=1), A_DAY, 400 * A_DAY, -400 * A_DAY])
async def test_a_clock_that_is_set_is_noticed_once_with_how_far(jump: timedelta) -> None:
    clocks = Clocks()
    await clocks.pass_by(5)
    clocks.wall += jump
    for _ in range(3):
        await clocks.pass_by(5)
    assert [round(one.seconds) for one in clocks.jumps] == [jump.total_seconds()]
    assert clocks.jumps[0].after - clocks.jumps[0].before == jump


async def test_time_that_passes_while_the_machine_sleeps_or_is_busy_is_no_jump() -> None:
    clocks = Clocks()
    for seconds in (5, 8 * 3600, 0.1, 61):
        await clocks.pass_by(seconds)
    assert clocks.jumps == []


async def test_a_clock_that_is_put_right_by_and_by_is_no_jump() -> None:
    clocks = Clocks()
    for _ in range(100):
        clocks.wall += timedelta(seconds=2)
        await clocks.pass_by(5)
    assert clocks.jumps == []


# What is stored -------------------------------------------------------------------------------------


def _message(due_at: datetime, expires_at: datetime | None = None) -> OutboxRow:
    return OutboxRow(
        Ids().next(), 7, Urgency.REPLY, "sendMessage", "{}", due_at, due_at, expires_at=expires_at
    )


async def _keep(database: Database, *rows: OutboxRow) -> None:
    effects = Effects()
    for row in rows:
        effects.add(row)
    await database.write(flush, [effects])


async def test_what_was_due_before_a_clock_was_set_back_is_due_after_it(database: Database) -> None:
    now = NOON - HOURS_BACK
    overdue, fresh, later = _message(NOON - timedelta(minutes=9)), _message(NOON), _message(NOON + A_DAY)
    again = _message(NOON + timedelta(minutes=2))
    await _keep(database, overdue, fresh, again, later)
    job = Job(Ids().next(), "recount", {}, NOON - timedelta(seconds=1))
    await database.write(job_rows.add, job)

    assert await _due(database, now) == []
    assert await database.write(clock_jumps.follow, NOON, now) == 4
    assert {row.id for row in await _due(database, now)} == {overdue.id, fresh.id}
    soon = await _due(database, now + timedelta(minutes=2))
    assert {row.id for row in soon} == {overdue.id, fresh.id, again.id}
    assert len(await _due(database, NOON + A_DAY)) == 4


async def test_what_had_not_expired_has_not_expired_after_a_clock_was_set_ahead(database: Database) -> None:
    now = NOON + A_DAY
    in_time, too_late = (
        _message(NOON, NOON + timedelta(minutes=30)),
        _message(NOON, NOON - timedelta(minutes=1)),
    )
    await _keep(database, in_time, too_late)
    await database.write(clock_jumps.follow, NOON, now)
    found = await database.read(
        lambda connection: dict(
            connection.execute(select(outbox_table.c.id, outbox_table.c.expires_at)).all()
        )
    )
    assert found == {in_time.id: now + timedelta(minutes=30), too_late.id: NOON - timedelta(minutes=1)}


async def test_an_absence_is_as_long_as_it_was(database: Database) -> None:
    for now in (NOON - HOURS_BACK, NOON + A_DAY):
        await database.write(heartbeats.record, "intake", NOON - timedelta(seconds=15))
        await database.write(clock_jumps.follow, NOON, now)
        assert await database.read(heartbeats.last, "intake") == now - timedelta(seconds=15)


async def test_updates_that_wait_are_not_overtaken_by_those_that_come_after_a_clock_was_set_back(
    database: Database,
) -> None:
    now = NOON - HOURS_BACK
    first, second = (
        InboxUpdate(42, number, 7, "message", InboxState.WAITING, at, payload={})
        for number, at in ((1, NOON), (2, now + timedelta(seconds=1)))
    )
    await database.write(inbox.store_waiting, [first])
    await database.write(clock_jumps.follow, NOON, now)
    await database.write(inbox.store_waiting, [second])
    [taken] = await database.read(inbox.next_waiting)
    assert taken.update_id == 1


# A clock that was set while nobody ran ----------------------------------------------------------------


async def test_a_heartbeat_of_the_future_tells_that_the_clock_was_set_back_before_the_start(
    database: Database,
) -> None:
    now = NOON - HOURS_BACK
    await database.write(heartbeats.record, "intake", NOON)
    fresh = _message(NOON)
    await _keep(database, fresh)
    assert await database.write(follow_clock, None, now)
    assert [row.id for row in await _due(database, now)] == [fresh.id]
    last = await database.read(heartbeats.last, "intake")
    assert last is not None
    assert last < now - timedelta(minutes=2)
    assert not await database.write(follow_clock, None, now)


async def test_ids_go_on_above_those_that_a_clock_ahead_gave(harness: Harness) -> None:
    ahead = replace(_message(NOON), id=Ids().next() + (10**6 << 20))
    await _keep(harness.database, ahead)
    harness.ids.begin_above(await harness.database.read(outbox.highest_id))
    given = [harness.ids.next() for _ in range(3)]
    assert given == sorted(given)
    assert given[0] > ahead.id


# Absences by the monotonic clock ------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [A_DAY, -HOURS_BACK])
async def test_a_clock_that_is_set_is_no_absence_and_hides_none(harness: Harness, jump: timedelta) -> None:
    recovery, clock = harness.parts.recovery, harness.fake_clock
    await recovery.seen(clock.now)
    clock.now += jump
    await recovery.seen(clock.now)
    assert harness.metrics.registry.get_sample_value("otklik_asked_again_total") == 0
    silent_s = recovery.silent_for_s()
    assert silent_s is not None
    assert silent_s < 60
    assert await harness.database.read(heartbeats.last, "intake") is not None


async def test_nothing_is_forgotten_while_the_clock_may_be_wrong(harness: Harness) -> None:
    await harness.worker.take([])  # its first look at what waits there is over
    old = InboxUpdate(42, 1, 7, "message", InboxState.WAITING, NOON - 8 * A_DAY, payload={})
    await harness.database.write(inbox.store_waiting, [old])
    await harness.database.write(inbox.take_waiting, 1)
    housekeeping = harness.parts.housekeeping
    housekeeping.keeps_until = harness.fake_clock.clock.monotonic() + 86400
    await housekeeping.tidy()
    assert len(await harness.rows(inbox_table)) == 1
    harness.fake_clock.move(days=1, seconds=1)
    await housekeeping.tidy()
    assert not await harness.rows(inbox_table)


async def _due(database: Database, now: datetime) -> list[OutboxRow]:
    return (await database.read(read_due, now)).rows

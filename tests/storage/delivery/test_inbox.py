"""Every update that Telegram hands over is handled once, in the order of its lane."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, select

from storage.delivery import inbox
from storage.delivery.batch import Opened, close_batch, open_batch
from storage.delivery.outcomes import DeliveryReport
from storage.engines.database import Database
from storage.rows import InboxUpdate
from storage.states import InboxState
from storage.tables import inbox as table
from tests.storage.samples import NOW

BOT = 1


def _inbox_update(update: int, lane: int = 7, *, after: float = 0) -> InboxUpdate:
    return InboxUpdate(
        BOT,
        update,
        lane,
        "message",
        InboxState.DONE,
        NOW + timedelta(seconds=after),
        payload={"update_id": update},
    )


def _ids(found: Sequence[InboxUpdate]) -> list[int]:
    return [inbox_update.update_id for inbox_update in found]


def _stored(connection: Connection) -> dict[int, tuple[str, object, int, str | None]]:
    rows = connection.execute(
        select(table.c.update_id, table.c.state, table.c.payload, table.c.tries, table.c.error)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


async def test_the_first_letter_of_each_lane_is_handled_now_and_the_others_wait(database: Database) -> None:
    arrived = [
        _inbox_update(1, 7),
        _inbox_update(2, 8),
        _inbox_update(3, 7),
        _inbox_update(4, 7),
        _inbox_update(5, 9),
    ]
    assert _ids(await database.write(inbox.receive, arrived)) == [1, 2, 5]
    assert await database.read(inbox.count_open) == {"waiting": 2, "poison": 0}
    assert _ids(await database.write(inbox.take_waiting, 10)) == [3]
    assert _ids(await database.write(inbox.take_waiting, 10)) == [4]
    assert await database.write(inbox.take_waiting, 10) == []


async def test_a_letter_that_is_handled_keeps_nothing_of_what_was_written(database: Database) -> None:
    await database.write(inbox.receive, [_inbox_update(1), _inbox_update(2)])
    await database.write(inbox.take_waiting, 10)
    assert await database.read(_stored) == {1: ("done", None, 0, None), 2: ("done", None, 0, None)}


async def test_a_letter_that_waited_comes_back_as_it_arrived(database: Database) -> None:
    await database.write(inbox.store_waiting, [_inbox_update(5)])
    [taken] = await database.write(inbox.take_waiting, 10)
    assert taken.payload == {"update_id": 5}
    assert (taken.lane, taken.received_at) == (7, NOW)


async def test_a_letter_that_comes_again_is_known(database: Database) -> None:
    assert _ids(await database.write(inbox.receive, [_inbox_update(1)])) == [1]
    assert _ids(await database.write(inbox.receive, [_inbox_update(1), _inbox_update(2, 8)])) == [2]
    await database.write(inbox.store_waiting, [_inbox_update(2, 8), _inbox_update(3, 9)])
    assert _ids(await database.write(inbox.take_waiting, 10)) == [3]


async def test_a_letter_that_comes_again_while_it_waits_is_handled_once(database: Database) -> None:
    await database.write(inbox.store_waiting, [_inbox_update(1)])
    assert await database.write(inbox.receive, [_inbox_update(1)]) == []
    assert _ids(await database.write(inbox.take_waiting, 10)) == [1]
    assert await database.write(inbox.take_waiting, 10) == []


async def test_a_letter_twice_in_one_delivery_is_handled_once(database: Database) -> None:
    now = await database.write(inbox.receive, [_inbox_update(1), _inbox_update(1)])
    later = await database.write(inbox.take_waiting, 10)
    assert _ids([*now, *later]) == [1]


async def test_the_same_number_of_two_bots_is_two_letters(database: Database) -> None:
    other = InboxUpdate(2, 1, 7, "message", InboxState.DONE, NOW)
    assert _ids(await database.write(inbox.receive, [_inbox_update(1)])) == [1]
    assert _ids(await database.write(inbox.receive, [other])) == [1]


async def test_a_rolled_back_batch_forgets_that_it_received(database: Database) -> None:
    async with database.writing() as transaction:
        await transaction.run(inbox.receive, [_inbox_update(1)])
    assert _ids(await database.write(inbox.receive, [_inbox_update(1)])) == [1]


async def test_lanes_are_taken_oldest_first_and_no_more_than_asked_for(database: Database) -> None:
    arrived = [
        _inbox_update(9, 1),
        _inbox_update(2, 2, after=1),
        _inbox_update(3, 3, after=1),
        _inbox_update(1, 4, after=2),
    ]
    await database.write(inbox.store_waiting, arrived)
    assert _ids(await database.write(inbox.take_waiting, 2)) == [9, 2]
    assert _ids(await database.write(inbox.take_waiting, 2)) == [3, 1]


async def test_a_lane_keeps_its_order_over_deliveries(database: Database) -> None:
    await database.write(inbox.store_waiting, [_inbox_update(4, after=1), _inbox_update(3, after=1)])
    await database.write(inbox.store_waiting, [_inbox_update(2, after=5)])
    taken = [await database.write(inbox.take_waiting, 10) for _ in range(3)]
    assert [_ids(heads) for heads in taken] == [[3], [4], [2]]


async def test_poison_is_kept_whole_and_never_taken_again(database: Database) -> None:
    await database.write(inbox.receive, [_inbox_update(1), _inbox_update(2)])
    [waited] = await database.write(inbox.take_waiting, 10)
    await database.write(inbox.poison, [(_inbox_update(1), "KeyError"), (waited, "E" * 300)])
    assert await database.read(_stored) == {
        1: ("poison", {"update_id": 1}, 1, "KeyError"),
        2: ("poison", {"update_id": 2}, 1, "E" * 200),
    }
    assert await database.read(inbox.count_open) == {"waiting": 0, "poison": 2}
    assert await database.write(inbox.take_waiting, 10) == []
    assert await database.write(inbox.receive, [_inbox_update(1)]) == []


async def test_tries_are_counted(database: Database) -> None:
    await database.write(inbox.store_waiting, [_inbox_update(1)])
    await database.write(inbox.count_try, _inbox_update(1))
    await database.write(inbox.count_try, _inbox_update(1))
    [taken] = await database.write(inbox.take_waiting, 1)
    assert taken.tries == 2


async def test_old_updates_are_forgotten_but_neither_one_that_waits_nor_poison(database: Database) -> None:
    arrived = [_inbox_update(1, 1), _inbox_update(2, 2, after=60), _inbox_update(4, 4)]
    await database.write(inbox.receive, arrived)
    await database.write(inbox.store_waiting, [_inbox_update(3, 3)])
    await database.write(inbox.poison, [(_inbox_update(4, 4), "KeyError")])
    assert await database.write(inbox.forget, NOW + timedelta(seconds=30)) == 1
    assert set(await database.read(_stored)) == {2, 3, 4}


def _open(
    connection: Connection, arrived: Sequence[InboxUpdate], *, from_inbox: bool, limit: int = 10
) -> Opened:
    return open_batch(
        connection, arrived, limit, from_inbox=from_inbox, person_of=lambda inbox_update: inbox_update.lane
    )


async def test_while_letters_wait_new_ones_queue_behind_them(database: Database) -> None:
    first = await database.write(_open, [_inbox_update(1), _inbox_update(2)], from_inbox=False)
    assert (_ids(first.updates), first.more) == ([1], True)
    second = await database.write(
        _open, [_inbox_update(3, after=1), _inbox_update(4, 8, after=1)], from_inbox=True
    )
    assert (_ids(second.updates), second.more) == ([2, 4], True)
    third = await database.write(_open, [], from_inbox=True)
    assert (_ids(third.updates), third.more) == ([3], True)
    last = await database.write(_open, [], from_inbox=True)
    assert (last.updates, last.more) == ([], False)


async def test_a_batch_closes_with_its_poison(database: Database) -> None:
    opened = await database.write(_open, [_inbox_update(1)], from_inbox=False)
    await database.write(close_batch, [], [(opened.updates[0], "ValueError")], DeliveryReport(), NOW)
    assert await database.read(inbox.count_open) == {"waiting": 0, "poison": 1}


async def test_however_many_of_one_lane_wait_the_others_are_taken_at_once(database: Database) -> None:
    flood = [_inbox_update(number, 7, after=number / 1000) for number in range(1, 801)]
    await database.write(inbox.store_waiting, [*flood, _inbox_update(900, 8, after=1), _inbox_update(901, 9)])
    assert _ids(await database.write(inbox.take_waiting, 10)) == [901, 1, 900]
    assert _ids(await database.write(inbox.take_waiting, 10)) == [2]

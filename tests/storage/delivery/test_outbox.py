"""Calls to make: in their order, claimed once, and moved with their chat."""

import asyncio
import json
from datetime import timedelta

from sqlalchemy import Connection, Integer, String, insert, literal, select, update

from storage.delivery import outbox
from storage.delivery.outbox import Mark
from storage.delivery.outcomes import DeliveryReport, record_outcomes
from storage.engines.database import Database
from storage.row_values import values_of
from storage.rows import OutboxRow, Place
from storage.states import OutboxState
from storage.tables import outbox as table
from surveys.outreach.policy import ContactKind
from surveys.outreach.urgency import Urgency
from tests.outbox import due
from tests.storage.samples import NOW

LATER = NOW + timedelta(minutes=5)


def _row(row_id: int, chat_id: int = 7, **given: object) -> OutboxRow:
    body = json.dumps({"chat_id": chat_id, "text": f"№{row_id}"}, ensure_ascii=False)
    values: dict[str, object] = {
        "urgency": 0,
        "method": "sendMessage",
        "body": body,
        "created_at": NOW,
        "due_at": NOW,
    } | given
    return OutboxRow(id=row_id, chat_id=chat_id, **values)  # type: ignore[arg-type]  # columns by name


def _keep(connection: Connection, *rows: OutboxRow) -> None:
    connection.execute(insert(table), [values_of(row) for row in rows])


def _rows(connection: Connection) -> dict[int, tuple[object, ...]]:
    """State, body, when it was done and the error of each row."""
    found = connection.execute(
        select(table.c.id, table.c.state, table.c.body, table.c.done_at, table.c.error)
    )
    return {row.id: tuple(row)[1:] for row in found}


async def _due(database: Database, limit: int = 100) -> list[int]:
    return [row.id for row in await database.read(due, NOW, limit)]


async def test_what_is_due_comes_by_urgency_and_then_in_its_order(database: Database) -> None:
    await database.write(
        _keep,
        _row(5, urgency=1),
        _row(4, urgency=0),
        _row(3, urgency=5),
        _row(2, urgency=1, due_at=NOW - timedelta(hours=1)),
        _row(6, urgency=0, due_at=NOW - timedelta(days=1)),
        _row(1, urgency=0, due_at=LATER),
        _row(7, urgency=0, state="sent"),
        _row(8, urgency=0, state="sending"),
    )
    assert await _due(database) == [4, 6, 2, 5, 3]
    assert await _due(database, 2) == [4, 6]
    assert await database.read(outbox.oldest_due) == NOW - timedelta(days=1)
    assert await database.read(outbox.count_by_state) == {"ready": 6, "sent": 1, "sending": 1}


async def test_a_row_comes_back_as_it_was_stored(database: Database) -> None:
    row = _row(
        1, -100, files=[["photo", 17]], fills="topic:1", at="question:9", expires_at=LATER, customer_id=3
    )
    await database.write(_keep, row)
    assert await database.read(due, NOW, 1) == [row]


async def test_a_row_is_claimed_by_one_of_fifty(database: Database) -> None:
    await database.write(_keep, _row(1), _row(2))
    claims = await asyncio.gather(*(database.write(outbox.claim, 1) for _ in range(50)))
    assert claims.count(True) == 1
    assert await _due(database) == [2]


async def test_only_what_is_ready_can_be_claimed(database: Database) -> None:
    await database.write(_keep, _row(1, state="sent"), _row(2))
    assert not await database.write(outbox.claim, 1)
    assert not await database.write(outbox.claim, 404)
    assert await database.write(outbox.claim, 2)
    await database.write(outbox.unclaim, 2)
    await database.write(outbox.unclaim, 1)
    assert await _due(database) == [2]


async def test_what_was_being_sent_when_the_process_ended_is_uncertain_and_never_sent_again(
    database: Database,
) -> None:
    await database.write(_keep, _row(1), _row(2), _row(3, state="sent"))
    await database.write(outbox.claim, 1)
    assert await database.write(outbox.give_up_claimed, NOW) == 1
    assert await database.write(outbox.give_up_claimed, NOW) == 0
    found = await database.read(_rows)
    assert found[1][:3] == ("uncertain", None, NOW)
    assert await _due(database) == [2]


async def test_a_mark_says_what_became_of_a_row_and_takes_the_words_away(database: Database) -> None:
    await database.write(_keep, _row(1), _row(2), _row(3), _row(4, fills="topic:1"))
    marks = [
        Mark(1, OutboxState.SENT, 0, NOW, NOW, message_id=2**53),
        Mark(2, OutboxState.DEAD, 2, NOW, NOW, error="400"),
        Mark(3, OutboxState.READY, 1, LATER),
        Mark(4, OutboxState.SENT, 0, NOW, NOW),
    ]
    await database.write(outbox.mark, marks)
    found = await database.read(_rows)
    assert found[1] == ("sent", None, NOW, None)
    assert found[2] == ("dead", None, NOW, "400")
    assert found[3] == ("ready", _row(3).body, None, None)
    assert found[4] == ("sent", _row(4).body, NOW, None), "a place may need its recipe again"
    again = await database.read(due, LATER, 10)
    assert [(row.id, row.tries, row.due_at) for row in again] == [(3, 1, LATER)]
    await database.write(outbox.mark, [])


async def test_nothing_more_goes_to_a_chat_that_is_closed(database: Database) -> None:
    await database.write(_keep, _row(1), _row(2, state="sent"), _row(3, 8), _row(4, due_at=LATER))
    await database.write(outbox.cancel_chat, {7, 9}, NOW)
    await database.write(outbox.cancel_chat, set(), NOW)
    found = await database.read(_rows)
    assert found[1] == found[4] == ("unreachable", None, NOW, None)
    assert found[2][0] == "sent"
    assert await _due(database) == [3]


async def test_a_group_that_became_a_supergroup_takes_along_what_waits_for_it(database: Database) -> None:
    """Also inside the calls, or Telegram would answer again that the group has moved."""
    waiting = _row(1, -5)
    await database.write(_keep, waiting, _row(2, -6), _row(3, -5, state="sent", body=None))
    await database.write(outbox.move_chat, -5, -1005, NOW)
    [moved, other] = await database.read(due, NOW, 10)
    assert moved.chat_id == -1005
    assert json.loads(moved.body or "") == {"chat_id": -1005, "text": "№1"}
    assert other == _row(2, -6)


async def test_what_refers_to_a_message_by_its_number_refers_to_none_once_the_group_moved(
    database: Database,
) -> None:
    """A message of the new group may have that number."""
    reply = {"chat_id": -5, "text": "a", "reply_parameters": {"message_id": 12}, "message_thread_id": 3}
    edit = {"chat_id": -5, "text": "b", "message_id": 12}
    placed = {"chat_id": -5, "text": "c", "message_id": 0}
    await database.write(
        _keep,
        _row(1, -5, body=json.dumps(reply)),
        _row(2, -5, body=json.dumps(edit), method="editMessageText"),
        _row(3, -5, body=json.dumps(placed), method="editMessageText", at="card:1"),
    )
    await database.write(outbox.move_chat, -5, -1005, NOW)
    [said, card] = await database.read(due, NOW, 10)
    assert json.loads(said.body or "") == {"chat_id": -1005, "text": "a"}
    assert (card.id, card.chat_id) == (3, -1005)
    assert (await database.read(_rows))[2][0] == "expired"


async def test_a_recipe_moves_along_with_its_group_and_its_place_is_empty(database: Database) -> None:
    made = _row(1, -5, fills="topic:1", state="sent")
    await database.write(_keep, made)
    place = Place("topic:1", -5, 77, recipe_id=1, filled_at=NOW)
    await database.write(outbox.fill, [place])
    await database.write(outbox.move_chat, -5, -1005, NOW)
    recipe = await database.read(outbox.recipe_of, "topic:1")
    found = await database.read(outbox.find_places, ["topic:1"])
    assert recipe is not None
    assert recipe.chat_id == -1005
    assert json.loads(recipe.body or "")["chat_id"] == -1005
    assert (found["topic:1"].chat_id, found["topic:1"].thread_id, found["topic:1"].filled_at) == (None,) * 3
    again = await database.read(outbox.recipe_to_repeat, "topic:1")
    assert again == recipe
    await database.write(_keep, _row(2, -1005, fills="topic:1"))
    assert await database.read(outbox.recipe_to_repeat, "topic:1") is None, "it is on its way"


async def test_finished_rows_are_forgotten_but_never_recipes_or_what_waits(database: Database) -> None:
    await database.write(
        _keep,
        _row(1, state="sent"),
        _row(2, state="sent", fills="topic:1"),
        _row(3),
        _row(4, state="sending"),
        _row(5, state="dead"),
        _row(9, state="sent"),
    )
    assert await database.write(outbox.forget, 9) == 2
    assert set(await database.read(_rows)) == {2, 3, 4, 9}


async def test_a_report_is_written_down_at_once(database: Database) -> None:
    await database.write(_keep, _row(1), _row(2, 8), _row(3, -5))
    report = DeliveryReport(
        marks=[Mark(1, OutboxState.SENT, 0, NOW, NOW, 55)],
        filled=[Place("question:9", 7, message_id=55, recipe_id=1, filled_at=NOW)],
        closed_chats={8},
        moved_chats={-5: -1005},
        added=[_row(4)],
    )
    await database.write(record_outcomes, report, NOW)
    found = await database.read(_rows)
    assert {row_id: row[0] for row_id, row in found.items()} == {
        1: "sent",
        2: "unreachable",
        3: "ready",
        4: "ready",
    }
    places = await database.read(outbox.find_places, ["question:9", "topic:1"])
    assert places["question:9"].message_id == 55
    assert len(places) == 1
    await database.write(record_outcomes, DeliveryReport(), NOW)


async def test_a_row_of_a_newer_program_goes_last_and_holds_up_nobody(database: Database) -> None:
    await database.write(_keep, _row(1), _row(2))
    newer = update(table).where(table.c.id == 1)
    unknown = {"kind": literal("tomorrow's", String), "urgency": literal(9, Integer)}
    await database.write(lambda connection: connection.execute(newer.values(unknown)))
    [known, later] = await database.read(due, NOW, 10)
    assert (known.id, later.id) == (2, 1)
    assert (later.kind, later.urgency) == (ContactKind.PROMOTION, Urgency.PROMOTION)

"""Owners hear of updates that could not be handled before these are forgotten."""

from datetime import timedelta

from storage.delivery import inbox, poison
from storage.rows import InboxUpdate
from storage.states import InboxState
from tests.harness import NOON, Harness
from tests.updates import BORIS, said


async def _spoil(harness: Harness, number: int, days_ago: float) -> None:
    at = NOON - timedelta(days=days_ago)
    one = InboxUpdate(42, number, number, "message", InboxState.WAITING, at, payload={"message": {}})
    await harness.database.write(inbox.store_waiting, [one])
    await harness.database.write(inbox.poison, [(one, "ValidationError")])


async def _told(harness: Harness) -> list[str]:
    await harness.parts.poison_watch.run_once()
    return [one.text for one in await harness.told() if one.body["chat_id"] == BORIS.id]


async def test_owners_hear_of_what_is_new_and_of_what_is_about_to_go(harness: Harness) -> None:
    await harness.deliver(said(BORIS, "/start"))
    assert await _told(harness) == []
    await _spoil(harness, 7, days_ago=0.5)
    await _spoil(harness, 8, days_ago=8)
    [told] = await _told(harness)
    assert "2" in told
    assert "otklik poison list" in told
    harness.fake_clock.move(days=2)
    assert await _told(harness) == []
    harness.fake_clock.move(days=19)
    assert len(await _told(harness)) == 1
    harness.fake_clock.move(days=10)
    assert await _told(harness) == []
    assert await harness.database.read(poison.list_poison) == []

"""Messages of an album wait in the inbox for one another: a moment, bounded, over batches and restarts."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.processing.albums import Albums
from bot.processing.updates import inbox_updates_of
from storage import tables
from storage.delivery import inbox
from storage.engines.database import Database
from storage.states import InboxState
from tests.harness import NOON, FakeClock, Harness, StillClock, opened
from tests.updates import ANNA, ZOYA, Raw, said, sent

PHOTO: Raw = {"file_unique_id": "u", "width": 1, "height": 1}


@pytest.fixture
async def harness(harness_database: Database) -> AsyncIterator[Harness]:
    """An album waits for as long as the test lets pass, not for as long as a busy machine takes."""
    async with opened(harness_database, fake_clock=StillClock()) as working:
        yield working


def picture(number: int, album: str = "77", **content: Any) -> Raw:
    return sent(ANNA, photo=[{**PHOTO, "file_id": f"file-{number}"}], media_group_id=album, **content)


async def hand_over(harness: Harness, *updates: Raw) -> None:
    await harness.worker.take(inbox_updates_of(json.loads(json.dumps(updates)), 42, NOON))


async def stored(harness: Harness) -> list[str]:
    return [row["file_id"] for row in await harness.rows(tables.messages)]


async def waiting(harness: Harness) -> int:
    return (await harness.database.read(inbox.count_open))[InboxState.WAITING]


async def settled(harness: Harness) -> None:
    while await harness.waits():
        await harness.worker.take([])


def test_an_album_is_complete_a_second_after_its_last_message_and_five_after_its_first() -> None:
    clock = FakeClock()
    albums = Albums(clock.clock)
    [one] = inbox_updates_of([picture(1)], 42, NOON)
    albums.expect([one])
    for _ in range(8):
        clock.let_pass(0.6)
        assert not albums.release_due()
        albums.expect([one])
        assert albums.is_held(one)
    clock.let_pass(0.3)
    assert albums.release_due()
    assert not albums.is_held(one)
    assert not albums.are_waiting


def test_what_is_found_waiting_waits_once_more_and_only_once() -> None:
    clock = FakeClock()
    albums = Albums(clock.clock)
    [one] = inbox_updates_of([picture(1)], 42, NOON)
    assert albums.is_held(one)
    clock.let_pass(1)
    assert albums.release_due()
    assert not albums.is_held(one)
    assert albums.due_in_s() == float("inf")


async def test_the_parts_of_an_album_are_handled_as_one_whatever_the_calls(harness: Harness) -> None:
    for number in range(3):
        await hand_over(harness, picture(number))
        assert await stored(harness) == []
    await settled(harness)
    assert await stored(harness) == ["file-0", "file-1", "file-2"]
    rows = await harness.rows(tables.messages)
    assert {row["album_id"] for row in rows} == {rows[0]["id"]}


async def test_others_do_not_wait_for_an_album_and_the_same_person_keeps_their_order(
    harness: Harness,
) -> None:
    await hand_over(harness, picture(0), said(ANNA, "после альбома"), said(ZOYA, "сама по себе"))
    await harness.worker.take([])
    rows = await harness.rows(tables.messages)
    assert [row["words"] for row in rows] == ["сама по себе"]
    await hand_over(harness, picture(1))
    await settled(harness)
    rows = await harness.rows(tables.messages)
    assert [row["file_id"] or row["words"] for row in rows] == [
        "сама по себе",
        "file-0",
        "file-1",
        "после альбома",
    ]


async def test_an_album_survives_a_restart_between_its_parts(harness: Harness) -> None:
    await hand_over(harness, picture(0), picture(1))
    assert await waiting(harness) == 2
    async with opened(harness.database, fake_clock=StillClock()) as again:
        await hand_over(again, picture(2))
        assert await stored(again) == []
        await settled(again)
    assert await stored(harness) == ["file-0", "file-1", "file-2"]


async def test_what_was_handed_over_twice_is_stored_once(harness: Harness) -> None:
    parts = [picture(0), picture(1)]
    await hand_over(harness, *parts)
    await hand_over(harness, *parts)
    await settled(harness)
    await hand_over(harness, parts[1])
    await settled(harness)
    assert await stored(harness) == ["file-0", "file-1"]


async def test_an_album_that_cannot_be_handled_is_kept_whole(harness: Harness) -> None:
    await harness.say(ANNA, "/rate")

    def spoil(connection: Connection) -> None:
        connection.execute(update(tables.conversations).values(given=7))

    await harness.database.write(spoil)
    await hand_over(harness, picture(0), picture(1))
    await settled(harness)
    [poison] = [row for row in await harness.rows(tables.inbox) if row["state"] == InboxState.POISON]
    text = json.dumps(poison["payload"])
    assert "file-0" in text
    assert "file-1" in text

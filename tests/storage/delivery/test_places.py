"""Where sent things landed: the way back from Telegram."""

from datetime import timedelta

from sqlalchemy import insert

from storage.delivery import outbox
from storage.delivery.outcomes import DeliveryReport, record_outcomes
from storage.engines.database import Connection, Database
from storage.row_values import values_of
from storage.rows import File, OutboxRow, Place
from storage.states import OutboxState
from storage.tables import files
from storage.tables import outbox as table
from surveys.outreach.urgency import Urgency
from tests.storage.samples import NOW

TOPIC = Place("topic:17", -100, thread_id=5, recipe_id=1, filled_at=NOW)
SECOND = Place("topic:17", -100, thread_id=6, recipe_id=1, filled_at=NOW + timedelta(seconds=1))


async def _topic(database: Database) -> Place | None:
    return (await database.read(outbox.find_places, ["topic:17"])).get("topic:17")


async def test_the_first_thing_that_landed_is_the_place(database: Database) -> None:
    """After an uncertain outcome a second topic may appear; the case stays in the first."""
    await database.write(outbox.fill, [TOPIC])
    await database.write(outbox.fill, [SECOND])
    assert await _topic(database) == TOPIC


async def test_the_first_one_wins_even_within_one_report(database: Database) -> None:
    await database.write(outbox.fill, [TOPIC, SECOND])
    assert await _topic(database) == TOPIC


async def test_an_emptied_place_is_filled_anew_and_knows_its_recipe_meanwhile(database: Database) -> None:
    recipe = OutboxRow(
        1,
        -100,
        Urgency.ESCALATION,
        "createForumTopic",
        '{"name":"№17"}',
        NOW,
        NOW,
        fills="topic:17",
        state=OutboxState.SENT,
    )

    def keep(connection: Connection) -> None:
        connection.execute(insert(table), [values_of(recipe)])

    await database.write(keep)
    await database.write(outbox.fill, [TOPIC])
    await database.write(outbox.empty, "topic:17")
    emptied = await _topic(database)
    assert emptied is not None
    assert (emptied.thread_id, emptied.message_id, emptied.filled_at) == (None, None, None)
    assert await database.read(outbox.recipe_of, "topic:17") == recipe
    await database.write(outbox.fill, [SECOND])
    assert await _topic(database) == SECOND
    assert await database.read(outbox.recipe_of, "topic:17") == recipe


async def test_a_place_that_was_emptied_and_filled_in_one_report_is_full(database: Database) -> None:
    await database.write(outbox.fill, [TOPIC])
    await database.write(record_outcomes, DeliveryReport(emptied=["topic:17"], filled=[SECOND]), NOW)
    assert await _topic(database) == SECOND


async def test_a_place_that_nobody_made_has_no_recipe(database: Database) -> None:
    assert await database.read(outbox.recipe_of, "topic:404") is None
    await database.write(outbox.empty, "topic:404")
    assert await database.read(outbox.find_places, ["topic:404"]) == {}
    await database.write(outbox.fill, [])


async def test_files_are_read_by_their_keys(database: Database) -> None:
    chart = File(1, "nps.png", "image/png", NOW, bytes(range(256)) * 10)
    voice = File(2, "voice", "audio/ogg", NOW, None, "AwACAgI")

    def keep(connection: Connection) -> None:
        connection.execute(insert(files), [values_of(chart), values_of(voice)])

    await database.write(keep)
    assert await database.read(outbox.read_files, [1, 2, 3]) == {1: chart, 2: voice}

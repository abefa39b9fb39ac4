from datetime import UTC, datetime, timedelta

from storage.delivery import heartbeats
from storage.engines.database import Database

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


async def test_a_pulse_is_the_last_beat_of_its_own_name(database: Database) -> None:
    assert await database.read(heartbeats.last, "intake") is None
    await database.write(heartbeats.record, "intake", NOW)
    await database.write(heartbeats.record, "clock", NOW + timedelta(hours=1))
    await database.write(heartbeats.record, "intake", NOW + timedelta(minutes=1))
    assert await database.read(heartbeats.last, "intake") == NOW + timedelta(minutes=1)

from datetime import UTC, datetime, timedelta

from storage import pulses
from storage.database import Database

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


async def test_a_pulse_is_the_last_beat_of_its_own_name(database: Database) -> None:
    assert await database.read(pulses.last, "intake") is None
    await database.write(pulses.beat, "intake", NOW)
    await database.write(pulses.beat, "clock", NOW + timedelta(hours=1))
    await database.write(pulses.beat, "intake", NOW + timedelta(minutes=1))
    assert await database.read(pulses.last, "intake") == NOW + timedelta(minutes=1)

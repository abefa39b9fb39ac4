"""A row of effects reaches its table and is read back."""

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.people.greetings import latest_greeting
from storage.rows import Greeting
from tests.storage.samples import NOW, customer


async def test_the_latest_greeting_is_read_back(database: Database) -> None:
    effects = Effects()
    greeted = effects.add(customer())
    greeting = effects.add(Greeting(1, greeted.id, "Hello", NOW))
    await database.write(flush, [effects])
    assert await database.read(latest_greeting, greeted.id) == greeting
    assert await database.read(latest_greeting, greeted.id + 1) is None

"""What a letter writes at once: seen by the letters after it, and undone alone when its handler raises."""

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from handlers.shared.update_context import UpdateContext
from storage.cases import counters
from storage.engines.database import Database, Transaction
from storage.ids import Ids
from storage.people import settings
from storage.rows import Customer
from storage.tables import settings as table
from surveys.language.languages import Language
from tests.harness import NOON, app_context

ANNA = Customer(1, 500, Language.EN, NOON)


def _context(transaction: Transaction) -> UpdateContext:
    return UpdateContext(app_context(), NOON, Ids(), transaction.run, ANNA)


def _put_twice(connection: Connection) -> None:
    connection.execute(insert(table), [{"name": "group:1", "value": 1}] * 2)


async def test_a_letter_that_raised_is_undone_and_the_others_of_its_batch_stand(database: Database) -> None:
    async with database.writing() as transaction:
        first, second, third = (_context(transaction) for _ in range(3))
        assert await first.write(counters.next_number, "cases") == 1
        await first.keep()
        assert await second.write(counters.next_number, "cases") == 2
        await second.choose("group:2", {"id": 2})
        await second.undo()
        assert await third.write(counters.next_number, "cases") == 2
        await third.keep()
        await transaction.commit(settings.store_setting, "group:3", {"id": 3})
    assert await database.read(settings.all_settings) == {"group:3": {"id": 3}}
    assert await database.write(counters.next_number, "cases") == 3


async def test_what_the_database_refused_to_one_letter_does_not_spoil_the_next(database: Database) -> None:
    async with database.writing() as transaction:
        first, second = _context(transaction), _context(transaction)
        with pytest.raises(IntegrityError):
            await first.write(_put_twice)
        await first.undo()
        await second.choose("group:2", {"id": 2})
        await second.keep()
        await transaction.commit(settings.store_setting, "group:3", {"id": 3})
    assert (await database.read(settings.all_settings)).keys() == {"group:2", "group:3"}

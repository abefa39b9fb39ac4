"""What both engines promise about transactions, and the traps that each of them sets."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.engines import savepoints
from storage.engines.database import Database
from storage.engines.factory import UnknownEngine, open_database
from storage.row_values import values_of
from storage.tables import customers, orders, score_days
from tests.storage import outside
from tests.storage.samples import NOW, TODAY, customer

KEY = {"day": TODAY, "survey_id": "nps", "question_id": "score", "touchpoint": "", "segment": "", "score": 9}


def _begin(connection: Connection) -> None:
    connection.execute(insert(score_days).values(**KEY, n=0))


def _add(connection: Connection, n: int = 1) -> None:
    connection.execute(update(score_days).values(n=score_days.c.n + n))


def _put(connection: Connection, n: int) -> None:
    connection.execute(update(score_days).values(n=n))


def _count(connection: Connection) -> int:
    return int(connection.execute(select(score_days.c.n)).scalar_one())


def _fail(connection: Connection) -> None:
    _add(connection)
    raise LookupError("decided otherwise")


Step = Callable[[Connection], object]


async def _batch(database: Database, *steps: Step) -> None:
    """The steps in one transaction; the last one commits."""
    async with database.writing() as transaction:
        for step in steps[:-1]:
            await transaction.run(step)
        await transaction.commit(steps[-1])


@pytest.fixture
async def counter(database: Database) -> Database:
    await database.write(_begin)
    return database


async def test_two_hundred_increments_at_once_are_two_hundred(counter: Database) -> None:
    await asyncio.gather(*(counter.write(_add) for _ in range(200)))
    assert await counter.read(_count) == 200


async def test_long_transactions_take_turns(counter: Database) -> None:
    """What one reads it may decide on: nobody writes between its first statement and its commit."""

    async def read_then_put() -> None:
        async with counter.writing() as transaction:
            found = await transaction.run(_count)
            await asyncio.sleep(0)
            await transaction.commit(_put, found + 1)

    await asyncio.gather(*(read_then_put() for _ in range(20)))
    assert await counter.read(_count) == 20


async def test_a_reader_does_not_wait_for_a_writer_and_sees_the_last_commit(counter: Database) -> None:
    async with counter.writing() as transaction:
        await transaction.run(_add)
        async with asyncio.timeout(5):
            assert await counter.read(_count) == 0
        await transaction.commit(_add)
    assert await counter.read(_count) == 2


async def test_a_reader_sees_one_moment_from_its_first_statement_to_its_last(counter: Database) -> None:
    """A recount beside the totals is no proof if answers are stored between the two."""

    def twice(connection: Connection) -> tuple[int, int]:
        before = _count(connection)
        outside.execute(counter.url, "UPDATE score_days SET n = n + 1")
        return before, _count(connection)

    assert await counter.read(twice) == (0, 0)
    assert await counter.read(_count) == 1


async def test_a_reader_may_not_write(counter: Database) -> None:
    with pytest.raises(DBAPIError):
        await counter.read(_add)
    assert await counter.read(_count) == 0
    await counter.write(_add)


@pytest.mark.parametrize("steps", [(_add, _fail), (_fail, _add)])
async def test_an_error_leaves_nothing_behind(counter: Database, steps: tuple[Step, ...]) -> None:
    with pytest.raises(LookupError):
        await counter.write(_fail)
    with pytest.raises(LookupError):
        await _batch(counter, *steps)
    assert await counter.read(_count) == 0
    await counter.write(_add)
    assert await counter.read(_count) == 1


async def test_a_transaction_that_is_left_without_a_commit_is_rolled_back(counter: Database) -> None:
    async with counter.writing() as transaction:
        await transaction.run(_add)
    async with counter.writing():
        pass
    async with counter.writing() as transaction:
        assert await transaction.commit(_count) == 0


async def test_a_statement_that_fails_does_not_spoil_the_next_transaction(counter: Database) -> None:
    with pytest.raises(IntegrityError):
        await counter.write(_begin)
    with pytest.raises(IntegrityError):
        await _batch(counter, _add, _begin)
    await counter.write(_add)
    assert await counter.read(_count) == 1


def _cannot_be_committed(connection: Connection) -> None:
    """An order of nobody, which is noticed at the commit."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    else:
        connection.execute(
            text("ALTER TABLE orders ALTER CONSTRAINT fk_orders_customer_id DEFERRABLE INITIALLY DEFERRED")
        )
    connection.execute(insert(orders).values(id=1, customer_id=404, ordered_at=NOW))


async def test_a_commit_that_fails_does_not_spoil_the_next_transaction(counter: Database) -> None:
    with pytest.raises(IntegrityError):
        await counter.write(_cannot_be_committed)
    await counter.write(_add)
    with pytest.raises(IntegrityError):
        await _batch(counter, _add, _cannot_be_committed)
    await _batch(counter, _add)
    assert await counter.read(_count) == 2


async def _both(database: Database) -> None:
    def both(connection: Connection) -> None:
        _add(connection)
        _add(connection)

    await database.write(both)


async def _in_two_steps(database: Database) -> None:
    await _batch(database, _add, _add)


@pytest.mark.parametrize("work", [_both, _in_two_steps])
async def test_who_is_cancelled_at_any_moment_leaves_nothing_half_done(
    counter: Database, work: Callable[[Database], Coroutine[None, None, None]]
) -> None:
    for step in range(40):
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(work(counter))
            await asyncio.sleep(step * 0.0002)
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
        await work(counter)
        assert await counter.read(_count) % 2 == 0


async def test_errors_quote_no_parameters(database: Database) -> None:
    def collide(connection: Connection) -> None:
        for _ in range(2):
            connection.execute(insert(customers), [values_of(customer(17, id=17, name="Канарейкина"))])

    with pytest.raises(IntegrityError) as refusal:
        await database.write(collide)
    assert "Канарейкина" not in str(refusal.value)
    assert "hidden" in str(refusal.value)


async def test_an_engine_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownEngine):
        async with open_database("mysql://127.0.0.1/otklik"):
            pass


async def test_an_attempt_that_fails_is_undone_and_the_rest_of_its_transaction_stands(
    database: Database,
) -> None:
    def write(connection: Connection) -> None:
        _begin(connection)
        _add(connection, 5)
        with pytest.raises(LookupError):
            savepoints.attempted(connection, _fail)
        savepoints.attempted(connection, _add, 2)

    await database.write(write)
    assert await database.read(_count) == 7

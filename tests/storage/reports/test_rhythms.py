"""Rhythms follow orders whatever happens to them, and tell who fell silent."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.people import joining, order_cancellations
from storage.reports import rhythms, totals, upkeep
from storage.rows import Customer, Order
from storage.tables import customers, orders
from storage.tables import rhythms as stored
from surveys.records.proof import Proof
from surveys.statistics.rhythm import Rhythm
from tests.storage.history import at, keep, order
from tests.storage.samples import customer

DAY = timedelta(days=1)
FIRST = at(1, 3)


def bought(of: Customer, *days: float, **given: object) -> list[Order]:
    return [order(of, FIRST + timedelta(days=one), **given) for one in days]


async def gap_of(database: Database, who: Customer) -> float | None:
    found = (await database.read(rhythms.find, [who.id])).get(who.id)
    return None if found is None else found.gap / DAY


async def test_a_rhythm_is_known_with_the_third_purchase_and_follows_every_change(
    database: Database,
) -> None:
    anna = customer()
    first, second, third = bought(anna, 0, 10, 30)
    await keep(database, anna, first, second)
    assert await gap_of(database, anna) is None
    await keep(database, third)
    assert await gap_of(database, anna) == 15
    effects = Effects()
    effects.change(second, ordered_at=FIRST + 20 * DAY)
    effects.change(third, ordered_at=FIRST + 60 * DAY)
    await database.write(flush, [effects])
    assert await gap_of(database, anna) == 30
    assert await database.read(totals.differences) == []


async def test_a_cancelled_order_is_none(database: Database) -> None:
    anna = customer()
    await keep(database, anna, *bought(anna, 0, 10, 30), *bought(anna, 31, external_id="A-4"))
    assert await gap_of(database, anna) == 10
    await database.write(order_cancellations.cancel, {"A-4": at(1, 9)})
    assert await gap_of(database, anna) == 15


async def test_who_moves_an_order_to_somebody_else_changes_both(database: Database) -> None:
    anna, boris = customer(), customer()
    first, second, third = bought(anna, 0, 10, 30)
    await keep(database, anna, boris, first, second, third, *bought(boris, 0, 20))
    effects = Effects()
    effects.change(third, customer_id=boris.id)
    await database.write(flush, [effects])
    assert (await gap_of(database, anna), await gap_of(database, boris)) == (None, 15)


async def test_two_who_turn_out_to_be_one_have_one_rhythm(database: Database) -> None:
    anna, same = customer(7), customer(external_id="A-1")
    await keep(database, anna, same, *bought(anna, 0, 20), *bought(same, 10, 40))
    await database.write(joining.join, 1, (anna.id, same.id), Proof.LINK, at(1, 9))
    found = await database.read(rhythms.silent_customers, at(1, 12), 9)
    assert [one.rhythm for one in found] == [Rhythm(10 * DAY, FIRST + 40 * DAY)]
    assert await database.read(totals.differences) == []


async def test_with_the_customer_goes_the_rhythm(database: Database) -> None:
    anna = customer()
    mine = bought(anna, 0, 10, 30)
    await keep(database, anna, *mine)

    def drop(connection: Connection) -> None:
        gone = {Customer: [anna.id], Order: [one.id for one in mine]}
        with upkeep.following(connection, changed=gone, added={}):
            connection.execute(delete(orders))
            connection.execute(delete(customers))

    await database.write(drop)
    assert await database.read(rhythms.silent_customers, at(1, 12), 9) == []
    assert await database.read(totals.differences) == []


async def test_a_rhythm_that_nobody_maintained_is_told_and_mended(database: Database) -> None:
    anna, boris, clara = people = [customer(), customer(), customer()]
    await keep(database, *people, *bought(anna, 0, 10, 30), *bought(boris, 0, 7, 14))
    wrong = {"gap_s": 5, "last_at": FIRST, "silent_at": FIRST}

    def spoil(connection: Connection) -> None:
        connection.execute(delete(stored).where(stored.c.customer_id == anna.id))
        connection.execute(stored.update().values(**wrong))
        connection.execute(stored.insert().values(customer_id=clara.id, **wrong))

    await database.write(spoil)
    right = Rhythm(15 * DAY, FIRST + 30 * DAY)
    found = await database.read(totals.differences)
    assert ("rhythms", anna.id, right, None) in found
    assert ("rhythms", clara.id, None, Rhythm(timedelta(seconds=5), FIRST)) in found
    assert len(found) == 3
    await database.write(totals.rebuild)
    assert await database.read(totals.differences) == []


# Who fell silent ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_silent"),
    [
        (FIRST + 30 * DAY, False),
        (FIRST + 75 * DAY - timedelta(seconds=1), False),
        (FIRST + 75 * DAY, True),
        (FIRST + 900 * DAY, True),
    ],
)
async def test_silence_begins_to_the_second(database: Database, moment: datetime, is_silent: bool) -> None:
    anna, once = customer(), customer()
    await keep(database, anna, once, *bought(anna, 0, 10, 30), *bought(once, 0))
    found = await database.read(rhythms.silent_customers, moment, 9)
    assert [one.customer_id for one in found] == ([anna.id] if is_silent else [])


async def test_an_order_ends_the_silence(database: Database) -> None:
    anna = customer()
    await keep(database, anna, *bought(anna, 0, 10, 30))
    assert len(await database.read(rhythms.silent_customers, FIRST + 80 * DAY, 9)) == 1
    await keep(database, *bought(anna, 79))
    assert await database.read(rhythms.silent_customers, FIRST + 80 * DAY, 9) == []


async def test_who_left_is_not_silent(database: Database) -> None:
    anna = customer(left_at=FIRST + 40 * DAY)
    await keep(database, anna, *bought(anna, 0, 10, 30))
    assert await database.read(rhythms.silent_customers, at(1, 12), 9) == []


async def test_the_silent_are_met_once_each_however_few_are_asked_for(database: Database) -> None:
    people = [customer() for _ in range(7)]
    rows = [one for place, who in enumerate(people) for one in bought(who, place, 10 + place, 30 + place)]
    await keep(database, *people, *rows)
    met: list[int] = []
    since = None
    while some := await database.read(rhythms.silent_customers, at(1, 12), 3, since):
        met += [one.customer_id for one in some]
        since = some[-1].rhythm.silent_at
    assert met == [who.id for who in people]

"""Offers are given once each, never beyond stock and cap, and followed to the order with their code."""

import asyncio
from datetime import datetime, timedelta

import pytest

from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.outreach import offers
from storage.people import joining
from storage.rows import Customer, OfferGiven, Order
from storage.tables import offers_given, orders
from surveys.language.text import Text
from surveys.offers.offer import Offer
from surveys.outreach.plan_state import PlanState
from surveys.records.proof import Proof
from tests.storage.history import at, keep, order, plan
from tests.storage.samples import customer

NOW = at(2, 11)
DAY = timedelta(days=1)
WORDS = Text("Скидка 10 %", "10% off")
IDS = Ids()


def listed(*codes: str, **given: object) -> Offer:
    return Offer("ten", WORDS, 14 * DAY, codes=codes, **given)  # type: ignore[arg-type]  # columns by name


def drawn(**given: object) -> Offer:
    return Offer("free", WORDS, 14 * DAY, pattern="F-######", **given)  # type: ignore[arg-type]  # any field


async def give(
    database: Database, who: Customer, *wanted: Offer, plan_id: int, now: datetime = NOW
) -> OfferGiven | None:
    return await database.write(offers.give, wanted, (plan_id, who.id), now, IDS)


async def test_a_list_is_given_in_order_until_it_is_used_up_and_then_the_fallback(database: Database) -> None:
    people = [customer() for _ in range(4)]
    await keep(database, *people)
    wanted = listed("A-1", "A-2", cost_minor=30_000), drawn(stock=1)
    given = [await give(database, who, *wanted, plan_id=place) for place, who in enumerate(people)]
    assert [one and (one.offer, one.number) for one in given] == [("ten", 1), ("ten", 2), ("free", 1), None]
    first, _, third, _ = given
    assert first is not None
    assert third is not None
    assert (first.code, first.cost_minor, first.expires_at) == ("A-1", 30_000, NOW + 14 * DAY)
    assert (len(third.code), third.cost_minor) == (8, None)


async def test_a_plan_keeps_the_offer_it_was_given(database: Database) -> None:
    anna = customer()
    await keep(database, anna)
    first = await give(database, anna, listed("A-1", "A-2"), plan_id=1)
    assert await give(database, anna, listed("A-1", "A-2"), plan_id=1, now=NOW + DAY) == first


@pytest.mark.parametrize(("per_year", "days", "gets"), [(1, 364, False), (1, 365, True), (2, 1, True)])
async def test_nobody_gets_more_within_a_year_than_the_company_says(
    database: Database, per_year: int, days: int, gets: bool
) -> None:
    anna = customer()
    await keep(database, anna)
    offer = drawn(per_year=per_year)
    await give(database, anna, offer, plan_id=1)
    again = await give(database, anna, offer, plan_id=2, now=NOW + days * DAY)
    assert (again is not None) is gets


async def test_many_at_once_get_a_copy_each_and_no_more_than_there_are(database: Database) -> None:
    people = [customer() for _ in range(12)]
    await keep(database, *people)
    offer = listed(*(f"A-{number}" for number in range(30)), stock=7)
    given = await asyncio.gather(
        *(give(database, who, offer, plan_id=place) for place, who in enumerate(people))
    )
    found = [one for one in given if one is not None]
    assert sorted(one.number for one in found) == list(range(1, 8))
    assert len({one.code for one in found}) == 7


async def test_one_person_who_is_given_two_at_once_gets_one(database: Database) -> None:
    anna = customer()
    await keep(database, anna)
    given = await asyncio.gather(*(give(database, anna, drawn(), plan_id=place) for place in range(6)))
    assert len([one for one in given if one is not None]) == 1


async def test_what_was_never_sent_is_given_to_somebody_else(database: Database) -> None:
    anna, boris = customer(), customer()
    dropped = plan(anna, "treated", NOW, state=PlanState.DROPPED)
    sent = plan(boris, "treated", NOW, state=PlanState.SENT)
    await keep(database, anna, boris, dropped, sent)
    offer = listed("A-1", "A-2", stock=2)
    await give(database, anna, offer, plan_id=dropped.id)
    await give(database, boris, offer, plan_id=sent.id)
    assert await database.write(offers.release) == 1
    again = await give(database, anna, offer, plan_id=77)
    assert again is not None
    assert (again.code, again.number) == ("A-1", 1)


# What becomes of them -------------------------------------------------------------------------------


async def settle(database: Database, now: datetime) -> list[OfferGiven]:
    await database.write(offers.mark_unused, await database.read(offers.wrongly_used, now))
    await database.write(offers.mark_used, await database.read(offers.open_offers, now))

    def look(connection: Connection) -> list[OfferGiven]:
        rows = connection.execute(offers_given.select().order_by(offers_given.c.number)).mappings()
        return [OfferGiven(**row) for row in rows]

    return await database.read(look)


async def test_an_order_with_the_code_uses_it_however_it_is_spelled(database: Database) -> None:
    people = [customer() for _ in range(5)]
    await keep(database, *people)
    offer = listed(*(f"Back-{n}" for n in range(5)))
    for place, who in enumerate(people):
        await give(database, who, offer, plan_id=place)
    used = order(people[0], NOW + 3 * DAY, code="back-0")
    await keep(
        database,
        used,
        order(people[0], NOW + 4 * DAY, code="Back-0"),
        order(people[4], NOW + DAY, code="BACK-1"),  # passed on to a friend
        order(people[2], NOW - DAY, code="Back-2"),  # before it was given
        order(people[3], NOW + DAY, code="Back-3", status="cancelled"),
    )
    found = await settle(database, NOW + 5 * DAY)
    assert [one.used_at for one in found] == [NOW + 3 * DAY, NOW + DAY, None, None, None]
    assert found[0].order_id == used.id


async def test_a_cancelled_order_uses_no_offer_whichever_is_known_first(database: Database) -> None:
    anna, boris = customer(), customer()
    await keep(database, anna, boris)
    await give(database, anna, listed("A-1", "A-2"), plan_id=1)
    await give(database, boris, listed("A-1", "A-2"), plan_id=2)
    first = order(anna, NOW + DAY, code="A-1")
    born_cancelled = order(boris, NOW + DAY, code="A-2", status="cancelled")
    await keep(database, first, born_cancelled)

    async def becomes(status: str, which: Order) -> list[int | None]:
        def change(connection: Connection) -> None:
            connection.execute(orders.update().where(orders.c.id == which.id).values(status=status))

        await database.write(change)
        return [one.order_id for one in await settle(database, NOW + 20 * DAY)]

    assert [one.order_id for one in await settle(database, NOW + 2 * DAY)] == [first.id, None]
    assert await becomes("cancelled", first) == [None, None]
    assert await becomes("delivered", born_cancelled) == [None, born_cancelled.id]
    assert await becomes("delivered", first) == [first.id, born_cancelled.id]
    # Its second order has the code as well, and counts once the first does not.
    second = order(anna, NOW + 5 * DAY, code="a-1")
    await keep(database, second)
    assert await becomes("delivered", first) == [first.id, born_cancelled.id]
    assert await becomes("cancelled", first) == [second.id, born_cancelled.id]
    # What a settled offer cost counts once: its time may have passed before its order was known.
    assert await database.write(offers.expire, NOW + 20 * DAY) == 0


async def test_an_offer_expires_once_and_a_late_file_still_finds_its_order(database: Database) -> None:
    anna = customer()
    await keep(database, anna)
    await give(database, anna, listed("A-1"), plan_id=1)
    assert await database.write(offers.expire, NOW + 14 * DAY - timedelta(seconds=1)) == 0
    assert await database.write(offers.expire, NOW + 14 * DAY) == 1
    assert await database.write(offers.expire, NOW + 15 * DAY) == 0
    await keep(database, order(anna, NOW + 2 * DAY, code="A-1"))
    [found] = await settle(database, NOW + 30 * DAY)
    assert found.used_at == NOW + 2 * DAY
    assert await database.read(offers.open_offers, NOW + 30 * DAY) == []


async def test_who_takes_an_offer_takes_their_own_and_once(database: Database) -> None:
    anna, boris = customer(), customer()
    await keep(database, anna, boris)
    await give(database, anna, listed("A-1"), plan_id=1)
    await database.write(offers.take, 1, boris.id, NOW)
    assert (await settle(database, NOW))[0].taken_at is None
    await database.write(offers.take, 1, anna.id, NOW + DAY)
    await database.write(offers.take, 1, anna.id, NOW + 2 * DAY)
    assert (await settle(database, NOW))[0].taken_at == NOW + DAY


async def test_two_who_turn_out_to_be_one_have_the_offers_of_both(database: Database) -> None:
    anna, same = customer(7), customer(external_id="A-1")
    await keep(database, anna, same)
    await give(database, anna, drawn(), plan_id=1)
    await give(database, same, drawn(), plan_id=2)
    await database.write(joining.join, 1, (anna.id, same.id), Proof.LINK, NOW)
    assert {one.customer_id for one in await settle(database, NOW)} == {anna.id}
    assert await give(database, anna, drawn(per_year=2), plan_id=3) is None

"""A link is kept as a hash, says what the company knows, and is spent once where it identifies somebody."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete

from storage import tables
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.people import erasure, joining, links
from storage.people.links import LinkContradiction, MadeLink, UnknownLinkCustomer, UnknownLinkOrder
from storage.rows import Order, Row
from surveys.questions.link_request import LinkRequest
from surveys.records.proof import Proof
from tests.storage.samples import NOW, customer

ANNA = customer(id=30, external_id="A-007")
ZOYA = customer(id=31, external_id="A-008")
LUNCH = Order(40, ANNA.id, NOW, "o-1", 100, "RUB", touchpoint="зал")


def _keep(connection: Connection, *rows: Row) -> None:
    effects = Effects()
    for row in rows:
        effects.add(row)
    flush(connection, [effects])


async def made(database: Database, link_id: int = 1, **says: str | int) -> MadeLink:
    wanted = LinkRequest("nps", **says)  # type: ignore[arg-type]  # by the names of its fields
    return await database.write(links.make, link_id, wanted, None, NOW)


async def test_a_link_is_found_by_its_token_which_is_stored_nowhere(database: Database) -> None:
    one = await made(database, touchpoint="shop", segment="gold")
    assert await database.read(links.find, one.token) == one.link
    assert one.token not in str(one.link)
    assert (one.link.customer_id, one.link.expires_at) == (None, None)
    assert len(one.token) <= 62


@pytest.mark.parametrize("guessed", ["", "x", "Ж", "'; DROP TABLE links", "x" * 5000])
async def test_a_guessed_token_is_of_no_link(database: Database, guessed: str) -> None:
    await made(database)
    assert await database.read(links.find, guessed) is None


async def test_an_order_tells_whose_it_is_and_where_it_was(database: Database) -> None:
    await database.write(_keep, ANNA, LUNCH)
    link = (await made(database, order="o-1")).link
    assert (link.customer_id, link.order_id, link.touchpoint) == (ANNA.id, LUNCH.id, "зал")
    assert link.expires_at == NOW + timedelta(days=30)


async def test_what_is_said_of_the_touchpoint_goes_before_the_orders(database: Database) -> None:
    await database.write(_keep, ANNA, LUNCH)
    link = (await made(database, order="o-1", customer="A-007", touchpoint="shop", days=2)).link
    assert (link.touchpoint, link.expires_at) == ("shop", NOW + timedelta(days=2))


async def test_nobody_and_nothing_is_made_up(database: Database) -> None:
    await database.write(_keep, ANNA, ZOYA, LUNCH)
    with pytest.raises(UnknownLinkCustomer):
        await made(database, customer="A-009")
    with pytest.raises(UnknownLinkOrder):
        await made(database, order="o-2")
    with pytest.raises(LinkContradiction):
        await made(database, order="o-1", customer="A-008")


async def test_a_link_is_spent_once_however_many_try_at_the_same_time(database: Database) -> None:
    await database.write(_keep, ANNA)
    link = (await made(database, customer="A-007")).link
    tries = [database.write(links.spend, link.id, NOW) for _ in range(20)]
    assert sum(await asyncio.gather(*tries)) == 1
    await database.write(links.give_back, link.id)
    assert await database.write(links.spend, link.id, NOW)


async def test_a_link_follows_a_customer_who_was_joined_with_another(database: Database) -> None:
    talking = customer(7, id=70)
    await database.write(_keep, ANNA, LUNCH, talking)
    one = await made(database, order="o-1")
    await database.write(joining.join, 5, (ANNA.id, talking.id), Proof.CONTACT, NOW)
    found = await database.read(links.find, one.token)
    assert found is not None
    assert (found.customer_id, found.order_id) == (talking.id, LUNCH.id)


async def test_an_order_that_is_gone_or_somebody_elses_is_not_told(database: Database) -> None:
    await database.write(_keep, ANNA, ZOYA, LUNCH)
    one = await made(database, order="o-1")

    def take_back(connection: Connection) -> None:
        connection.execute(delete(tables.orders))

    await database.write(take_back)
    found = await database.read(links.find, one.token)
    assert found is not None
    assert (found.customer_id, found.order_id) == (ANNA.id, None)


async def test_a_link_to_somebody_who_is_forgotten_opens_nothing(database: Database) -> None:
    await database.write(_keep, ANNA)
    one = await made(database, customer="A-007")
    await database.write(erasure.begin, ANNA.id, NOW)
    assert await database.read(links.find, one.token) is None


async def test_a_link_is_forgotten_some_time_after_its_end_and_one_without_an_end_never(
    database: Database,
) -> None:
    ended, lasting = await made(database, days=1), await made(database, link_id=2)
    for moment, is_there in ((NOW + timedelta(days=1), True), (NOW + timedelta(days=2), False)):
        await database.write(links.forget, moment)
        assert (await database.read(links.find, ended.token) is not None) is is_there
    assert await database.read(links.find, lasting.token) == lasting.link
